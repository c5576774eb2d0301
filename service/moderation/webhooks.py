"""Setting up webhooks, and what to do about letters that could not be delivered."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

import structlog
import uuid_utils

from service.clock import now_ms
from service.domain.audit import Actor, ActorKind
from service.domain.errors import ConflictError, FieldProblem, InvalidError, NotFoundError
from service.domain.setting_changes import OPERATOR, About, SettingChange
from service.domain.webhooks import EVENTS, Letter, Webhook
from service.settings import WebhookSettings
from service.store.redis import Store

log = structlog.get_logger()

AT_MOST = 20
"""How many webhooks a site may have: each change of state is queued for all of them."""

_AT_ONCE = 500

_DELIVERER = Actor(ActorKind.SITE, "deliverer")


async def create_webhook(
    store: Store,
    site: str,
    url: str,
    events: Sequence[str],
    settings: WebhookSettings,
    actor: Actor = OPERATOR,
) -> Webhook:
    """Set up a webhook; it is told what happens from now on.

    Raises
    ------
    InvalidError
        The address is not one to post to.
    ConflictError
        The site has as many as it may.
    """
    _check(url, settings)
    if len(await store.webhooks.of_site(site)) >= AT_MOST:
        raise ConflictError(f"A site may have {AT_MOST} webhooks.")
    told = tuple(event for event in EVENTS if event in events)
    webhook = Webhook(id=uuid_utils.uuid7().hex, url=url, events=told, created_at=now_ms())
    await store.webhooks.put(site, webhook)
    await _note(store, site, webhook.id, "create", actor, after=" ".join(told))
    return webhook


async def find_webhook(store: Store, site: str, webhook_id: str) -> Webhook:
    """Find a webhook.

    Raises
    ------
    NotFoundError
        The site has none of that id.
    """
    for webhook in await store.webhooks.of_site(site):
        if webhook.id == webhook_id:
            return webhook
    raise NotFoundError("This site has no such webhook.")


async def delete_webhook(store: Store, site: str, webhook_id: str, actor: Actor = OPERATOR) -> None:
    """Drop a webhook and all that it was still to be told.

    Raises
    ------
    NotFoundError
        The site has none of that id.
    """
    if not await store.webhooks.remove(site, webhook_id):
        raise NotFoundError("This site has no such webhook.")
    await _note(store, site, webhook_id, "delete", actor)


async def rotate_secret(
    store: Store, site: str, webhook_id: str, actor: Actor = OPERATOR
) -> Webhook:
    """Give a webhook a new secret; the one before it signs, too, for a day."""
    webhook = await find_webhook(store, site, webhook_id)
    rotated = replace(webhook, generation=webhook.generation + 1, rotated_at=now_ms())
    await store.webhooks.put(site, rotated)
    before, after = str(webhook.generation), str(rotated.generation)
    await _note(store, site, webhook_id, "rotate", actor, before=before, after=after)
    return rotated


async def enable_webhook(
    store: Store, site: str, webhook_id: str, actor: Actor = OPERATOR
) -> Webhook:
    """Begin to tell a webhook again that was disabled; what it missed can be replayed."""
    webhook = await find_webhook(store, site, webhook_id)
    enabled = replace(webhook, disabled_at=None, failing_since=None, last_error=None)
    await store.webhooks.put(site, enabled)
    await store.webhooks.note_success(site, webhook_id)
    await _note(store, site, webhook_id, "enable", actor)
    return enabled


async def disable_webhook(store: Store, site: str, webhook_id: str) -> None:
    """Tell a webhook nothing more that does nothing but fail."""
    for webhook in await store.webhooks.of_site(site):  # as it is now, if it still is
        if webhook.id == webhook_id and webhook.disabled_at is None:
            disabled = replace(webhook, disabled_at=now_ms())
            # Letters fail side by side, and each comes here: one of them is the first.
            if await store.webhooks.put(site, disabled):
                log.warning("webhook disabled", site=site, webhook=webhook_id)
                await _note(store, site, webhook_id, "disable", _DELIVERER)


async def replay(store: Store, site: str, webhook_id: str, ids: Sequence[str] | None) -> int:
    """Deliver dead letters again, those named or all; gives how many.

    Raises
    ------
    NotFoundError
        The site has no such webhook.
    """
    await find_webhook(store, site, webhook_id)
    letters: list[Letter] = []
    cursor: str | None = None
    while True:
        page, cursor = await store.outbox.dead_letters(
            site, webhook_id, limit=_AT_ONCE, cursor=cursor
        )
        letters += [letter for letter in page if ids is None or letter.id in ids]
        if cursor is None:
            break
    for first in range(0, len(letters), _AT_ONCE):
        await store.outbox.replay(site, letters[first : first + _AT_ONCE])
    return len(letters)


async def _note(  # noqa: PLR0913 - what there is to say of a change
    store: Store,
    site: str,
    webhook_id: str,
    action: str,
    actor: Actor,
    *,
    before: str | None = None,
    after: str | None = None,
) -> None:
    change = SettingChange(
        about=About.WEBHOOKS,
        subject=webhook_id,
        action=action,
        actor=actor,
        before=before,
        after=after,
    )
    await store.setting_changes.note(site, change)


def _check(url: str, settings: WebhookSettings) -> None:
    """Refuse what could never be delivered; where the name leads is looked at each time."""
    parts = urlsplit(url)
    problem = None
    if parts.username or parts.password:
        problem = "Leave user and password out of the address."
    elif not settings.allow_private and parts.scheme != "https":
        problem = "The address must begin with https://."
    elif not settings.allow_private and parts.port not in (None, 443, 8443):
        problem = "Use port 443 or 8443."
    if problem:
        raise InvalidError(FieldProblem("url", problem))
