"""Webhooks: where a site is told what became of its comments, and under which secret."""

import base64
import hmac
from dataclasses import dataclass

EVENTS = ("comment.decided", "comment.reported", "comment.edited", "comment.erased")
"""What a webhook can be told of."""

OVERLAP_MS = 24 * 3600 * 1000
"""How long the secret before the last still signs, so that a receiver can change over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An address of the site's that is told of some events."""

    id: str
    url: str
    events: tuple[str, ...]
    created_at: int
    generation: int = 1
    """Counts its secrets."""
    rotated_at: int | None = None
    disabled_at: int | None = None
    failing_since: int | None = None
    last_error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One event that one webhook is to be told of."""

    webhook: str
    comment: str
    version: int
    event: str
    at: int
    """When it happened, ms."""
    attempt: int = 0

    @property
    def id(self) -> str:
        """The same at each attempt, by which a receiver knows what it has had."""
        return f"msg_{self.comment}_{self.version}"

    @property
    def written(self) -> str:
        """What stands for it in the outbox."""
        return f"{self.webhook} {self.comment} {self.version} {self.event} {self.at}"


def read_letter(written: str, attempt: int = 0) -> Letter:
    """Read a letter back."""
    webhook, comment, version, event, at = written.split(" ")
    return Letter(
        webhook=webhook,
        comment=comment,
        version=int(version),
        event=event,
        at=int(at),
        attempt=attempt,
    )


def secret_of(root: str, site: str, webhook_id: str, generation: int) -> str:
    """Derive a webhook's secret, which is kept nowhere."""
    purpose = f"webhook:{site}:{webhook_id}:{generation}"
    return (
        "whsec_" + base64.b64encode(hmac.digest(root.encode(), purpose.encode(), "sha256")).decode()
    )


def live_secrets(root: str, site: str, webhook: Webhook, now: int) -> list[str]:
    """Give the secrets that sign now: the last one and, for a day, the one before it."""
    overlaps = webhook.rotated_at is not None and now - webhook.rotated_at < OVERLAP_MS
    generations = [webhook.generation, webhook.generation - 1] if overlaps else [webhook.generation]
    return [secret_of(root, site, webhook.id, generation) for generation in generations]
