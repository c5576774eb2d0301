"""/console/rescorings: stored comments judged again in bulk; ordered, watched, stopped, undone."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import ValidationError

from service.api.rescoring_records import SentRescoring
from service.api.rescorings import RescoringId
from service.api.state import AppState, State
from service.console.returning import HOME, Said, go
from service.console.routes import PageRoute
from service.console.senders import Form, Sent
from service.console.visitors import Desk, permitted
from service.domain.errors import InvalidError, NotAllowedError
from service.domain.permissions import Permission
from service.domain.rescorings import DECIDED, Apply, Step
from service.moderation import rescorings

router = APIRouter(prefix=HOME, route_class=PageRoute)

Rescorer = Annotated[Desk, Depends(permitted(Permission.RESCORINGS))]
"""A person who may have stored comments judged again."""

PAGE = f"{HOME}/rescorings"
_AT_ONCE = 25
_FIELDS = ("status", "since", "until", "thread", "model", "apply", "others")


@router.get("/rescorings")
async def show_rescorings(
    desk: Rescorer,
    state: State,
    after: Annotated[str | None, Query(max_length=100)] = None,
    said: Said | None = None,
) -> Response:
    """List those that are kept, and offer to begin another."""
    return await _show(desk, state, after=after, said=said)


@router.post("/rescorings")
async def post_rescoring(sent: Sent, state: State) -> Response:
    """Begin one, and go to see it work."""
    sent.desk.who.require(Permission.RESCORINGS)
    typed = {name: sent.form.get(name, "").strip() for name in _FIELDS}
    store, models, site = state["store"], state["models"], sent.desk.site
    try:
        wanted = SentRescoring.model_validate(_read(typed, models.deciding(site).model_id))
    except ValidationError:
        return await _show(sent.desk, state, typed=typed, status=422)
    begun = await rescorings.order_rescoring(
        store,
        models,
        site,
        sent.desk.actor,
        selection=wanted.filter.as_selection(),
        apply=wanted.apply,
        model=wanted.model,
    )
    return go(f"{PAGE}/{begun.id}")


@router.post("/rescorings/{rescoring_id}")
async def post_step(rescoring_id: RescoringId, sent: Sent, state: State) -> Response:
    """Pause, resume, cancel or undo one; what its state does not allow any more is told."""
    sent.desk.who.require(Permission.RESCORINGS)
    step = _step(sent.form)
    found = await rescorings.find_rescoring(state["store"], sent.desk.site, rescoring_id)
    path = f"{PAGE}/{found.id}"
    try:
        await rescorings.steer(
            state["store"],
            sent.desk.site,
            found.id,
            step,
            sent.desk.actor,
            state["settings"].bulk,
        )
    except NotAllowedError:
        return go(path, said=Said.STEP_NOT_TAKEN)
    return go(path)


async def _show(
    desk: Desk,
    state: AppState,
    *,
    typed: Mapping[str, str] | None = None,
    after: str | None = None,
    status: int = 200,
    said: Said | None = None,
) -> Response:
    store = state["store"]
    found, cursor = await store.rescorings.page(desk.site, limit=_AT_ONCE, cursor=after)
    return desk.page(
        "rescorings.html",
        status,
        rescorings=found,
        next=cursor,
        typed=dict.fromkeys(_FIELDS, "") | {"apply": Apply.NONE} | dict(typed or {}),
        models=[model for model in await store.models.all() if model.retired_at is None],
        statuses=DECIDED,
        applies=list(Apply),
        said=said,
    )


def _read(typed: Mapping[str, str], deciding: str) -> dict[str, object]:
    """Put what was typed the way the API is sent it; days begin at midnight, UTC."""
    given = [name for name in ("since", "until") if typed[name]]
    if _is_ahead(typed["until"]):  # nothing has arrived since, so it leaves nothing out
        given.remove("until")
    days = {name: f"{typed[name]}T00:00:00Z" for name in given}
    chosen = {name: typed[name] for name in ("status", "thread") if typed[name]}
    model = typed["model"] or None
    others = {"model_not": model or deciding} if typed["others"] else {}
    return {"filter": {**days, **chosen, **others}, "model": model, "apply": typed["apply"]}


def _is_ahead(day: str) -> bool:
    try:
        return date.fromisoformat(day) > datetime.now(UTC).date()
    except ValueError:
        return False


def _step(form: Form) -> Step:
    try:
        return Step(form.get("step", ""))
    except ValueError as error:
        raise InvalidError from error
