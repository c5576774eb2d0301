"""/console/decisions, /console/bulk and /console/undo: what a moderator does."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field, ValidationError

from service.api.errors import as_invalid, note, problem_of
from service.api.fields import CommentId, Line
from service.api.schemas import Sent as SentModel
from service.api.state import AppState, State
from service.console.answering import answer_act, answer_said, is_script, tell_size
from service.console.cards import read_card
from service.console.returning import HOME, Said, ours
from service.console.routes import PageRoute
from service.console.senders import Form, Sender, Sent
from service.domain.errors import GreenroomError, StaleError
from service.domain.permissions import Permission
from service.domain.statuses import Action
from service.moderation import deciding, undoing
from service.moderation.deciding import Act, Decision, Seen
from service.moderation.deciding_floods import decide_flood
from service.store.redis import Store

FOLLOWED_S = 24 * 3600
"""For how long later arrivals of a flood follow what was decided on its card."""

_MOST = 100
"""More than a page has cards."""

router = APIRouter(prefix=HOME, route_class=PageRoute)

Version = Annotated[int, Field(ge=1, le=2**53)]


class SentItem(SentModel):
    """A comment as it was seen."""

    id: CommentId
    version: Version


class SentDecision(SentItem):
    """What was pressed on a card."""

    action: Action
    reason: Line | None = None
    copies: bool = False
    """Whether it goes for all that are nearly the same, too, and those that come later."""


class SentBulk(SentModel):
    """What was pressed for all that are selected."""

    items: Annotated[list[SentItem], Field(max_length=_MOST)]
    action: Action
    reason: Line | None = None


@router.post("/decisions")
async def post_decision(request: Request, sent: Sent, state: State) -> Response:
    """Decide on what was seen, and nothing else; then back to where it was decided."""
    sent.desk.who.require(Permission.DECIDE)
    wanted = _read(sent.form)
    decision = Decision(action=wanted.action, actor=sent.desk.actor, reason=wanted.reason)
    try:
        act = await _decide(state["store"], sent.desk.site, wanted, decision)
    except StaleError as error:
        return await _show_anew(request, state, sent, wanted, error)
    return await answer_act(state, sent, act, wanted.action)


@router.post("/bulk")
async def post_bulk(sent: Sent, state: State) -> Response:
    """Decide on all that are selected, each as it was seen; those that have changed are left."""
    sent.desk.who.require(Permission.DECIDE)
    wanted = _read_bulk(sent.form)
    decision = Decision(action=wanted.action, actor=sent.desk.actor, reason=wanted.reason)
    seen = [Seen(item.id, item.version) for item in wanted.items]
    act = await deciding.decide_all(state["store"], sent.desk.site, seen, decision)
    return await answer_act(state, sent, act, wanted.action)


@router.post("/undo")
async def post_undo(sent: Sent, state: State) -> Response:
    """Put back what a decision changed, where nobody has changed it since."""
    act = sent.form.get("decision", "")[:64]
    others = sent.desk.who.may(Permission.UNDO_OTHERS)
    undone = await undoing.undo(state["store"], sent.desk.site, act, sent.desk.actor, others=others)
    said = Said.UNDONE if undone.restored else Said.NOT_UNDONE
    if undone.restored and (undone.skipped or undone.failed):
        said = Said.PARTLY_UNDONE
    left = await tell_size(state, sent) if is_script(sent.desk.request) else {}
    return answer_said(sent, said, {"restored": undone.restored[:_MOST], **left})


def _read(form: Form) -> SentDecision:
    """Check what was sent.

    Raises
    ------
    InvalidError
        It is not what a card of ours sends.
    """
    names = SentDecision.model_fields
    filled = {name: " ".join(form[name].split()) for name in names if form.get(name, "").strip()}
    try:
        return SentDecision.model_validate(filled)
    except ValidationError as error:
        raise as_invalid(error) from error


def _read_bulk(form: Form) -> SentBulk:
    """Check what was sent: a selected comment is ``<id>:<version>``.

    Raises
    ------
    InvalidError
        It is not what our bar sends.
    """
    pairs = [item.rpartition(":") for item in form.getlist("item")]
    try:
        return SentBulk.model_validate(
            {
                "items": [{"id": id_, "version": version} for id_, _, version in pairs],
                "action": form.get("action"),
                "reason": " ".join(form.get("reason", "").split()) or None,
            }
        )
    except ValidationError as error:
        raise as_invalid(error) from error


async def _decide(store: Store, site: str, wanted: SentDecision, decision: Decision) -> Act:
    """Decide on one comment, and on its flood if that is wanted."""
    seen = Seen(wanted.id, wanted.version)
    if wanted.copies:
        return (await decide_flood(store, site, seen, decision, FOLLOWED_S))[1]
    act = await deciding.decide_all(store, site, [seen], decision)
    if isinstance(act.results[0], GreenroomError):
        raise act.results[0]
    return act


async def _show_anew(
    request: Request, state: AppState, sent: Sender, wanted: SentDecision, error: StaleError
) -> Response:
    """Show the comment as it is now, what happened to it, and what was typed."""
    problem = problem_of(error)
    note(request, problem)
    site = sent.desk.site
    history = await state["store"].comments.history(site, wanted.id)
    return sent.desk.page(
        "stale.html",
        problem.status,
        card=await read_card(state, site, wanted.id),
        since=[entry for entry in history if entry.version > wanted.version],
        reason=wanted.reason or "",
        back=ours(sent.form.get("back")),
    )
