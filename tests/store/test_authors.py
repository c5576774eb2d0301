"""What is known of authors: it follows every change of what became of their comments."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from service.domain.authors import Ban, History
from service.domain.comments import Author, Comment
from service.domain.sites import Site
from service.domain.statuses import Status
from service.store import transitions
from service.store.changes import Change
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.people import ALICE, BOB
from tests.rulings import UNREAD, decision, ruling

NAME = "courier"
DORA = Author(id="dora")


async def write(store: Store, status: Status | None = None, **more: object) -> Comment:
    sent: dict[str, Any] = {"author": DORA, **more}
    comment = await accept(store, NAME, draft(**sent))
    if status:
        await store.comments.apply_verdicts(NAME, [ruling(comment, status)])
    return await found(store, NAME, comment.id)


async def history(store: Store, comment: Comment) -> tuple[int, int, str]:
    (known,) = await store.authors.histories(NAME, [comment])
    return known.approved, known.rejected, known.recent


@pytest.mark.parametrize(
    ("status", "known"),
    [
        (None, (0, 0, "")),
        (Status.HELD, (0, 0, "")),
        (Status.APPROVED, (1, 0, "a")),
        (Status.REJECTED, (0, 1, "r")),
        (Status.SPAM, (0, 1, "s")),
    ],
)
async def test_a_verdict_counts_under_each_identity(
    store: Store, site: Site, status: Status | None, known: tuple[int, int, str]
) -> None:
    comment = await write(store, status)
    assert await history(store, comment) == known
    assert await history(store, replace(comment, identities=("email:e",))) == known


CHANGES: dict[str, tuple[Callable[[Comment], Change], tuple[int, int, str]]] = {
    "rejected": (lambda c: decision(c, Status.REJECTED), (1, 1, "ar")),
    "spam": (lambda c: decision(c, Status.SPAM), (1, 1, "as")),
    "held": (lambda c: decision(c, Status.HELD), (1, 0, "a")),
    "confirmed": (lambda c: decision(c, Status.APPROVED), (2, 0, "aa")),
    "edited": (lambda c: transitions.of_edit(c, "Another.", BOB), (1, 0, "a")),
    "erased": (lambda c: transitions.of_erasure(c, ALICE), (1, 0, "a")),
    "reported": (lambda c: transitions.of_report(c, c.status, UNREAD, 1, BOB), (2, 0, "aa")),
    "taken down": (lambda c: transitions.of_report(c, Status.HELD, UNREAD, 3, BOB), (1, 0, "a")),
}


@pytest.mark.parametrize("how", CHANGES)
async def test_whatever_becomes_of_an_approved_comment_its_outcome_follows(
    store: Store, site: Site, how: str
) -> None:
    other = await write(store, Status.APPROVED)
    change, known = CHANGES[how]
    await store.comments.apply(NAME, [change(await write(store, Status.APPROVED))])
    assert await history(store, other) == known


async def test_the_last_fifty_outcomes_are_kept(store: Store, site: Site) -> None:
    comments = [await write(store) for _ in range(55)]
    statuses = [Status.SPAM] * 10 + [Status.APPROVED] * 45
    rulings = [ruling(c, s) for c, s in zip(comments, statuses, strict=True)]
    await store.comments.apply_verdicts(NAME, rulings)
    assert await history(store, comments[0]) == (45, 10, "s" * 5 + "a" * 45)


async def test_an_author_is_known_since_their_first_comment(store: Store, site: Site) -> None:
    first, second = await write(store), await write(store)
    (known,) = await store.authors.histories(NAME, [second])
    assert known.first_seen == first.received_at


async def test_of_who_left_nothing_to_be_known_by_nothing_is_known(
    store: Store, site: Site
) -> None:
    known = await write(store, Status.APPROVED)
    unknown = await write(store, Status.APPROVED, author=Author(), email_hash=None)
    histories = await store.authors.histories(NAME, [unknown, known, unknown])
    assert [h.approved for h in histories] == [0, 1, 0]
    assert histories[0] == History()


async def test_the_pace_is_what_came_in_the_window_up_to_the_comment(
    store: Store, site: Site
) -> None:
    comments = [await write(store, address_hash="a") for _ in range(3)]
    by_mail = await write(store, author=Author(), address_hash="b")
    times = [comment.received_at for comment in comments]
    paces = await store.authors.paces(NAME, [comments[1], by_mail], window_s=60)
    assert paces == [
        {kind: sum(at <= times[1] for at in times) for kind in ("author", "email", "address")},
        {"email": 4, "address": 1},
    ]
    later = replace(by_mail, received_at=by_mail.received_at + 90_000)
    assert await store.authors.paces(NAME, [later], window_s=60) == [{"email": 0, "address": 0}]


async def test_bans_are_listed_changed_and_lifted(store: Store, site: Site) -> None:
    first = Ban(identity="author:dora", by="alice", at=1, reason="Rude.")
    second = Ban(identity="email:f", by="alice", at=2, until=2**50)
    for ban in (second, first):
        await store.authors.ban(NAME, ban)
    assert await store.authors.bans(NAME) == [first, second]
    changed = replace(first, reason="Very rude.")
    await store.authors.ban(NAME, changed)
    comment = await write(store)
    assert await store.authors.bans_of(NAME, [comment]) == [changed]
    assert await store.authors.lift(NAME, "author:dora")
    assert not await store.authors.lift(NAME, "author:dora")
    assert await store.authors.bans_of(NAME, [comment]) == [None]
