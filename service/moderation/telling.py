"""Telling webhooks what became of comments: each letter until it is answered, or given up."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Protocol

import orjson
import structlog
from standardwebhooks import Webhook as Signer

from service.clock import now_ms
from service.domain.times import as_rfc_3339
from service.domain.webhooks import Letter, Webhook, live_secrets
from service.moderation.showing import show_comment
from service.moderation.webhooks import disable_webhook
from service.settings import WebhookSettings
from service.store.redis import Store

log = structlog.get_logger()

_LONGEST_PAUSE_S = 4 * 3600.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a delivery: the status, or else the name of what went wrong."""

    status: int | None = None
    error: str | None = None

    @property
    def is_good(self) -> bool:
        """Whether the receiver has it."""
        return self.status is not None and HTTPStatus(200) <= self.status < HTTPStatus(300)


class Poster(Protocol):
    """Posts to webhooks."""

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Post; a failure of any kind is an answer, too."""


class Telling:
    """Delivers what is due."""

    def __init__(
        self, store: Store, poster: Poster, secret: str, settings: WebhookSettings
    ) -> None:
        self._store = store
        self._poster = poster
        self._secret = secret
        self._settings = settings

    async def deliver_batch(self, site: str) -> int:
        """Claim letters of a site and deliver them side by side; gives how many were claimed."""
        letters = await self._store.outbox.claim(
            site, lease_s=self._settings.lease_s, count=self._settings.at_once
        )
        webhooks = {webhook.id: webhook for webhook in await self._store.webhooks.of_site(site)}
        addressed: defaultdict[str, list[Letter]] = defaultdict(list)
        for letter in letters:
            addressed[letter.webhook].append(letter)
        await asyncio.gather(
            *(self._tell(site, webhooks.get(id_), mail) for id_, mail in addressed.items())
        )
        return len(letters)

    async def _tell(self, site: str, webhook: Webhook | None, letters: Sequence[Letter]) -> None:
        """Deliver to one webhook; one that fails is tried with one letter, the others wait."""
        outbox = self._store.outbox
        if webhook is None:
            await asyncio.gather(*(outbox.settle(site, letter) for letter in letters))
        elif webhook.disabled_at is not None:
            await asyncio.gather(*(outbox.bury(site, letter) for letter in letters))
        elif webhook.failing_since is None or await self._deliver(site, webhook, letters[0]):
            first = 0 if webhook.failing_since is None else 1
            await asyncio.gather(*(self._deliver(site, webhook, x) for x in letters[first:]))
        else:
            for letter in letters[1:]:
                pause = self._pause(letters[0].attempt)
                await outbox.postpone(site, letter, pause, tried=False)

    async def _deliver(self, site: str, webhook: Webhook, letter: Letter) -> bool:
        body = await self._body(site, letter)
        headers = self._headers(site, webhook, letter, body)
        answer = await self._poster.post(webhook.url, body, headers)
        if answer.is_good:
            await self._store.outbox.settle(site, letter)
            await self._store.webhooks.note_success(site, webhook.id)
        else:
            await self._on_failure(site, webhook, letter, answer)
        return answer.is_good

    async def _body(self, site: str, letter: Letter) -> bytes:
        """Write the comment as it is now; of an erased one there is only that it is."""
        comment = await self._store.comments.get(site, letter.comment)
        gone = {"id": letter.comment, "site": site, "status": "erased", "version": letter.version}
        data: dict[str, Any] = show_comment(comment) if comment else gone
        return orjson.dumps(
            {"type": letter.event, "timestamp": as_rfc_3339(letter.at), "data": data}
        )

    def _headers(self, site: str, webhook: Webhook, letter: Letter, body: bytes) -> dict[str, str]:
        now = datetime.now(UTC)
        secrets = live_secrets(self._secret, site, webhook, int(now.timestamp() * 1000))
        signed = [Signer(secret).sign(letter.id, now, body.decode()) for secret in secrets]
        return {
            "content-type": "application/json",
            "user-agent": "Greenroom",
            "webhook-id": letter.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(signed),
        }

    async def _on_failure(
        self, site: str, webhook: Webhook, letter: Letter, answer: Answer
    ) -> None:
        why = answer.error or str(answer.status)
        log.info("not delivered", site=site, webhook=webhook.id, attempt=letter.attempt, why=why)
        since = await self._store.webhooks.note_failure(site, webhook.id, why)
        is_gone = answer.status == HTTPStatus.GONE
        if is_gone or now_ms() - since > self._settings.disable_after_s * 1000:
            await disable_webhook(self._store, site, webhook.id)
        if is_gone or letter.attempt >= self._settings.max_attempts:
            await self._store.outbox.bury(site, letter)
        else:
            pause = self._pause(letter.attempt)
            await self._store.outbox.postpone(site, letter, pause, tried=True)

    def _pause(self, attempt: int) -> float:
        """How long to wait after an attempt; the lease, which it is added to, is part of it."""
        longest = min(_LONGEST_PAUSE_S, self._settings.first_retry_s * 3.0 ** min(attempt, 20) / 3)
        return longest * random.uniform(0.75, 1.25) - self._settings.lease_s  # noqa: S311 - spreads retries
