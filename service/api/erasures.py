"""Erasing a person, who wants to be forgotten."""

from typing import Self

from fastapi import APIRouter
from pydantic import model_validator
from pydantic_core import PydanticCustomError

from service.api.bodies import JsonRoute
from service.api.dependencies import Moderator
from service.api.fields import CommentId, Email, IpAddress, Line
from service.api.problems import may_answer
from service.api.schemas import Sent, Shown
from service.api.state import State
from service.moderation.erasing import Person, erase_person

router = APIRouter(tags=["comments"], route_class=JsonRoute)


class SentPerson(Sent):
    """Who it is: any of these. They stand in the body, since URLs end up in logs."""

    author_id: Line | None = None
    email: Email | None = None
    address: IpAddress | None = None
    comment_id: CommentId | None = None

    @model_validator(mode="after")
    def _names_somebody(self) -> Self:
        if not any(self.model_dump().values()):
            raise PydanticCustomError("nobody", "Say who it is.")
        return self


class Erased(Shown):
    """What was erased."""

    erased: int


@router.post("/v1/erasures", responses=may_answer(401, 403, 404, 413, 415, 422, 503))
async def erase(sent: SentPerson, caller: Moderator, state: State) -> Erased:
    """Erase all that a person wrote, and what is known of them; bans stay.

    A comment leads to its author's others by author id and e-mail, not by the address, which people
    share. Repeated after a failure it goes on where it was.
    """
    person = Person(**sent.model_dump())
    erased = await erase_person(
        state["store"], state["pseudonyms"], caller.site, person, caller.actor
    )
    return Erased(erased=erased)
