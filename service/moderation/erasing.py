"""Erasing a person: all that they wrote, under every identity they can be known by."""

from dataclasses import dataclass

from service.domain.audit import Actor
from service.domain.comments import identities
from service.domain.pseudonyms import Pseudonyms
from service.moderation.editing import erase, erase_author
from service.moderation.finding import find_comment
from service.store.redis import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """How somebody is named who wants to be forgotten."""

    author_id: str | None = None
    email: str | None = None
    address: str | None = None
    comment_id: str | None = None
    """One of their comments."""


async def erase_person(
    store: Store, pseudonyms: Pseudonyms, site: str, person: Person, actor: Actor
) -> int:
    """Erase what a person wrote; gives how many comments that were.

    One of their comments leads to the others by author id and e-mail. It does not by address, which
    people share: that must be asked for.

    Raises
    ------
    NotFoundError
        The comment named is not there.
    """
    known = identities(
        person.author_id,
        person.email and pseudonyms.of_email(site, person.email),
        person.address and pseudonyms.of_address(site, person.address),
    )
    erased = 0
    if person.comment_id is not None:
        comment = await find_comment(store, site, person.comment_id)
        known += tuple(i for i in comment.identities if not i.startswith("address:"))
        await erase(store, site, comment.id, actor)
        erased += 1
    for identity in dict.fromkeys(known):
        erased += await erase_author(store, site, identity, actor)
    return erased
