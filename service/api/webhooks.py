"""Webhooks: where a site is told what became of its comments."""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field

from service.api.bodies import JsonRoute
from service.api.dependencies import SiteAdministrator
from service.api.fields import Line, Time, Url
from service.api.paging import PageQuery
from service.api.problems import may_answer
from service.api.schemas import Sent, Shown
from service.api.state import AppState, State
from service.domain.webhooks import EVENTS, Webhook, secret_of
from service.moderation import webhooks

router = APIRouter(tags=["webhooks"], route_class=JsonRoute)

EventName = Literal["comment.decided", "comment.reported", "comment.edited", "comment.erased"]
WebhookId = Annotated[str, Path(min_length=1, max_length=64)]


class NewWebhook(Sent):
    """Where to tell of what."""

    url: Annotated[Url, Field(description="https, port 443 or 8443, at a public address")]
    events: Annotated[Sequence[EventName], Field(min_length=1, max_length=len(EVENTS))] = (
        "comment.decided",
    )


class WebhookRecord(Shown):
    """A webhook and how it fares."""

    id: str
    url: str
    events: Sequence[EventName]
    created_at: Time
    rotated_at: Time | None
    disabled_at: Time | None = Field(description="It failed for too long, and is told no more")
    failing_since: Time | None
    last_error: str | None


class WebhookWithSecret(WebhookRecord):
    """A webhook and its secret, which is shown this once."""

    secret: str = Field(description="`whsec_…`, see standardwebhooks.com")


class WebhookList(Shown):
    """A site's webhooks, the oldest first."""

    items: Sequence[WebhookRecord]
    next_cursor: None = None


class LetterRecord(Shown):
    """A message that could not be delivered."""

    id: str = Field(description="Its `webhook-id`")
    event: str
    comment: str
    version: int
    at: Time


class DeadLetters(Shown):
    """What could not be delivered, the last that was given up first."""

    items: Sequence[LetterRecord]
    next_cursor: str | None


class ReplayRequest(Sent):
    """What to deliver again."""

    ids: Annotated[list[Line] | None, Field(max_length=1_000, description="None: all")] = None


class Replayed(Shown):
    """How many are under way again."""

    replayed: int


@router.post(
    "/v1/webhooks", status_code=201, responses=may_answer(401, 403, 409, 413, 415, 422, 503)
)
async def create_webhook(
    sent: NewWebhook, caller: SiteAdministrator, state: State
) -> WebhookWithSecret:
    """Set up a webhook. Deliveries follow Standard Webhooks; the secret is shown this once."""
    settings = state["settings"].webhooks
    webhook = await webhooks.create_webhook(
        state["store"], caller.site, sent.url, sent.events, settings, caller.actor
    )
    return _with_secret(state, caller.site, webhook)


@router.get("/v1/webhooks", responses=may_answer(401, 403, 503))
async def read_webhooks(caller: SiteAdministrator, state: State) -> WebhookList:
    """Show all webhooks of the site, those that are disabled included."""
    found = await state["store"].webhooks.of_site(caller.site)
    return WebhookList(items=[WebhookRecord.model_validate(webhook) for webhook in found])


@router.delete(
    "/v1/webhooks/{webhook_id}", status_code=204, responses=may_answer(401, 403, 404, 422, 503)
)
async def delete_webhook(webhook_id: WebhookId, caller: SiteAdministrator, state: State) -> None:
    """Drop a webhook, and all that it was still to be told."""
    await webhooks.delete_webhook(state["store"], caller.site, webhook_id, caller.actor)


@router.post("/v1/webhooks/{webhook_id}/rotate", responses=may_answer(401, 403, 404, 422, 503))
async def rotate_secret(
    webhook_id: WebhookId, caller: SiteAdministrator, state: State
) -> WebhookWithSecret:
    """Make a new secret. For a day deliveries carry two signatures, one by the secret before."""
    webhook = await webhooks.rotate_secret(state["store"], caller.site, webhook_id, caller.actor)
    return _with_secret(state, caller.site, webhook)


@router.post("/v1/webhooks/{webhook_id}/enable", responses=may_answer(401, 403, 404, 422, 503))
async def enable_webhook(
    webhook_id: WebhookId, caller: SiteAdministrator, state: State
) -> WebhookRecord:
    """Tell a webhook again that was disabled; what it missed before that can be replayed."""
    webhook = await webhooks.enable_webhook(state["store"], caller.site, webhook_id, caller.actor)
    return WebhookRecord.model_validate(webhook)


@router.get("/v1/webhooks/{webhook_id}/dead-letters", responses=may_answer(401, 403, 404, 422, 503))
async def read_dead_letters(
    webhook_id: WebhookId,
    caller: SiteAdministrator,
    state: State,
    query: Annotated[PageQuery, Query()],
) -> DeadLetters:
    """Show what a webhook could not be told within a day."""
    store = state["store"]
    await webhooks.find_webhook(store, caller.site, webhook_id)
    letters, cursor = await store.outbox.dead_letters(
        caller.site, webhook_id, limit=query.limit, cursor=query.cursor
    )
    return DeadLetters(
        items=[LetterRecord.model_validate(letter) for letter in letters], next_cursor=cursor
    )


@router.post(
    "/v1/webhooks/{webhook_id}/replays",
    status_code=202,
    responses=may_answer(401, 403, 404, 413, 415, 422, 503),
)
async def replay_dead_letters(
    webhook_id: WebhookId, sent: ReplayRequest, caller: SiteAdministrator, state: State
) -> Replayed:
    """Deliver dead letters again, all or those named, under the `webhook-id` they had."""
    replayed = await webhooks.replay(state["store"], caller.site, webhook_id, sent.ids)
    return Replayed(replayed=replayed)


def _with_secret(state: AppState, site: str, webhook: Webhook) -> WebhookWithSecret:
    root = state["settings"].secret.get_secret_value()
    secret = secret_of(root, site, webhook.id, webhook.generation)
    shown = WebhookRecord.model_validate(webhook)
    return WebhookWithSecret(**dict(shown), secret=secret)
