"""Skipping: items that one moderator leaves to the others."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from service.api.bodies import JsonRoute
from service.api.decisions import SeenItem
from service.api.dependencies import Moderator
from service.api.fields import Line
from service.api.problems import may_answer
from service.api.schemas import Sent, Shown
from service.api.state import State
from service.moderation.deciding import Seen
from service.moderation.skipping import skip_items, unskip_all

router = APIRouter(tags=["reviews"], route_class=JsonRoute)


class SentSkips(Sent):
    """What a moderator leaves to the others."""

    items: Annotated[list[SeenItem], Field(min_length=1, max_length=50)]
    moderator: Annotated[Line | None, Field(description="Who skips; the key, if not given")] = None


class Skipped(Shown):
    """What is not shown to them again until it changes."""

    skipped: Sequence[str] = Field(description="Ids; what has changed since it was seen is not")


class Unskipped(Shown):
    """How much is shown to them again."""

    unskipped: int


@router.post("/v1/reviews/skips", responses=may_answer(401, 403, 413, 415, 422, 503))
async def skip_reviews(sent: SentSkips, caller: Moderator, state: State) -> Skipped:
    """Leave items to others: they are neither listed for nor handed to this moderator again."""
    items = [Seen(item.id, item.version) for item in sent.items]
    who = sent.moderator or caller.actor.id
    return Skipped(skipped=await skip_items(state["store"], caller.site, items, who))


@router.delete("/v1/reviews/skips", responses=may_answer(401, 403, 422, 503))
async def unskip_reviews(
    caller: Moderator, state: State, moderator: Annotated[Line | None, Query()] = None
) -> Unskipped:
    """Forget what was skipped: it is shown again."""
    who = moderator or caller.actor.id
    return Unskipped(unskipped=await unskip_all(state["store"], caller.site, who))
