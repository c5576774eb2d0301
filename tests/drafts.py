"""Comments on their way in, as tests want them: plausible, and different where it matters."""

import hashlib
from dataclasses import asdict

import uuid_utils

from service.domain.comments import Author, Comment, Draft, Thread
from service.store.arrivals import Acceptance, Arrival
from service.store.redis import Store
from tests.people import BOB

THREAD = Thread(id="moon", url="https://courier.example/moon", title="To the moon")


def draft(text: str = "A fine piece.", **more: object) -> Draft:
    fields = {"thread": THREAD, "author": Author(name="Dora"), "email_hash": "e", **more}
    return Draft(text=text, **fields)  # type: ignore[arg-type]


def arrival(sent: Draft | None = None, key: str | None = None) -> Arrival:
    """Give an arrival with an id of its own; its digest goes by what was sent."""
    sent = sent or draft()
    digest = hashlib.sha256(repr(asdict(sent)).encode()).hexdigest()
    return Arrival(
        id=str(uuid_utils.uuid7()), draft=sent, actor=BOB, digest=digest, idempotency_key=key
    )


async def accept(store: Store, site: str, sent: Draft | None = None) -> Comment:
    """Get a comment into the record."""
    ((acceptance, comment_id),) = good(await store.comments.accept(site, [arrival(sent)]))
    assert acceptance in {Acceptance.ACCEPTED, Acceptance.HEARD}
    return await found(store, site, comment_id)


async def found(store: Store, site: str, comment_id: str) -> Comment:
    comment = await store.comments.get(site, comment_id)
    assert comment is not None
    return comment


def good(
    answers: list[tuple[Acceptance, str] | Exception],
) -> list[tuple[Acceptance, str]]:
    """Raise the first error among the answers."""
    for answer in answers:
        if isinstance(answer, Exception):
            raise answer
    return [answer for answer in answers if not isinstance(answer, Exception)]
