"""/console/opinions: what others have decided, for a second opinion without knowing the first."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response
from pydantic import Field, ValidationError

from service.api.errors import as_invalid
from service.api.fields import CommentId
from service.api.schemas import Sent as SentModel
from service.api.state import State
from service.console.cards import read_cards
from service.console.returning import HOME, Said, go
from service.console.routes import PageRoute
from service.console.senders import Form, Sent
from service.console.visitors import Desk, permitted
from service.domain.errors import NotFoundError, StaleError
from service.domain.permissions import Permission
from service.domain.statuses import Action
from service.moderation.reviewing import ReviewItem
from service.moderation.reviewing_again import answer_again, read_again

OPINIONS = (Action.APPROVE, Action.REJECT, Action.SPAM)
_PAGE = f"{HOME}/opinions"
_AT_ONCE = 10

router = APIRouter(prefix=HOME, route_class=PageRoute)

Second = Annotated[Desk, Depends(permitted(Permission.REVIEW_AGAIN))]
"""A person who may give second opinions."""


class SentOpinion(SentModel):
    """What a moderator would have done with a comment as they saw it."""

    id: CommentId
    version: Annotated[int, Field(ge=1, le=2**53)]
    action: Literal[Action.APPROVE, Action.REJECT, Action.SPAM]


@router.get("/opinions")
async def show_opinions(desk: Second, state: State, said: Said | None = None) -> Response:
    """Show comments as they were before somebody else decided them; no notes, no history."""
    store = state["store"]
    asked = await read_again(store, desk.site, desk.actor.id, _AT_ONCE)
    policy = await store.policies.current(desk.site)
    return desk.page(
        "opinions.html",
        cards=await read_cards(state, desk.site, [ReviewItem(comment) for comment in asked]),
        actions=OPINIONS,
        share=policy.second_review_share,
        said=said,
    )


@router.post("/opinions")
async def post_opinion(sent: Sent, state: State) -> Response:
    """Keep an opinion; nobody is told here whether it is that of the first."""
    desk = sent.desk
    desk.who.require(Permission.REVIEW_AGAIN)
    told = _read(sent.form)
    opinion = (told.id, told.version, told.action, desk.actor.id)
    try:
        await answer_again(state["store"], desk.site, *opinion)
    except (NotFoundError, StaleError):
        return go(_PAGE, said=Said.OPINION_TOO_LATE)
    return go(_PAGE, said=Said.OPINION_KEPT)


def _read(form: Form) -> SentOpinion:
    """Check what was sent.

    Raises
    ------
    InvalidError
        It is not what a card of ours sends.
    """
    try:
        return SentOpinion.model_validate(
            {name: form.get(name) for name in SentOpinion.model_fields}
        )
    except ValidationError as error:
        raise as_invalid(error) from error
