"""/console/all: one decision on all that a view of the queue shows, after a look at how many."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field, TypeAdapter, ValidationError

from service.api.errors import as_invalid, note, problem_of
from service.api.fields import Line
from service.api.schemas import Sent as SentModel
from service.api.state import AppState, State
from service.console.answering import answer_act
from service.console.cards import read_cards
from service.console.queue import View
from service.console.returning import HOME
from service.console.routes import PageRoute
from service.console.senders import Sent
from service.console.visitors import Desk, permitted
from service.domain.errors import FieldProblem, GrownError, InvalidError
from service.domain.permissions import Permission
from service.domain.statuses import Action
from service.moderation.deciding import Decision
from service.moderation.deciding_alike import decide_matching, find_matching
from service.moderation.reviewing import read_items

_SHOWN = 3
"""How many are shown as examples."""

router = APIRouter(prefix=HOME, route_class=PageRoute)


Lead = Annotated[Desk, Depends(permitted(Permission.DECIDE_BY_FILTER))]
"""A person who may decide on what they have not seen."""


class SentDecision(SentModel):
    """What is to happen to all that match, if they are no more than were seen."""

    expected: Annotated[int, Field(ge=0, le=10**6)]
    action: Action
    reason: Line | None = None


@router.get("/all")
async def show_all(desk: Lead, state: State, view: Annotated[View, Query()]) -> Response:
    """Ask whether all of them are meant."""
    return await _ask(desk, state, view)


@router.post("/all")
async def post_all(request: Request, sent: Sent, state: State) -> Response:
    """Decide on all that match now; if they have become more, nothing is done."""
    sent.desk.who.require(Permission.DECIDE_BY_FILTER)
    view, wanted = _read_view(sent), _read(sent)
    decision = Decision(action=wanted.action, actor=sent.desk.actor, reason=wanted.reason)
    query = view.having().asked_by(sent.desk.actor.id)
    try:
        act = await decide_matching(
            state["store"], sent.desk.site, query, decision, wanted.expected
        )
    except GrownError as error:
        problem = problem_of(error)
        note(request, problem)
        return await _ask(sent.desk, state, view, status=problem.status)
    return await answer_act(state, sent, act, wanted.action)


async def _ask(desk: Desk, state: AppState, view: View, *, status: int = 200) -> Response:
    query = view.having().asked_by(desk.actor.id)
    matching = await find_matching(state["store"], desk.site, query)
    first = [seen.comment_id for seen in matching.seen[:_SHOWN]]
    items = await read_items(state["store"], desk.site, first)
    return desk.page(
        "all.html",
        status,
        view=view,
        count=len(matching.seen),
        complete=matching.complete,
        cards=await read_cards(state, desk.site, items),
    )


def _read_view(sent: Sent) -> View:
    view = View.read(sent.form.get("view", "")[:5_000])
    if not view.is_filtered:
        raise InvalidError(FieldProblem("view", "Narrow it: this is the whole queue."))
    return view


def _read(sent: Sent) -> SentDecision:
    form = sent.form
    filled = {name: form[name].strip() for name in SentDecision.model_fields if form.get(name)}
    try:
        return TypeAdapter(SentDecision).validate_python(filled)
    except ValidationError as error:
        raise as_invalid(error) from error
