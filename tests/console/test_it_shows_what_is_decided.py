"""GET /console?status=…: what waits for nobody any more, to be looked up and decided anew."""

import re

from service.domain.comments import Comment
from service.domain.statuses import Status
from service.store.redis import Store
from tests.console.browsers import Browser
from tests.console.waiting import hold
from tests.drafts import found


def cards(page: str) -> list[str]:
    return re.findall(r'<article class="card" aria-labelledby="name-([^"]+)"', page)


def counted(page: str) -> dict[str, str]:
    return dict(re.findall(r'data-of="(approved|rejected|spam)">(\d+)<', page))


async def decide(alice: Browser, comment: Comment, action: str) -> None:
    await alice.get(f"/console/comments/{comment.id}")
    await alice.follow(await alice.press("/console/decisions", action=action))


async def test_it_tells_apart_what_was_approved_refused_and_spam(
    alice: Browser, store: Store
) -> None:
    made = [await hold(store, "courier", f"hmm, number {n} of {n * 7919}.") for n in range(4)]
    for comment, action in zip(made, ("approve", "approve", "reject"), strict=False):
        await decide(alice, comment, action)
    page = (await alice.get("/console")).text
    assert counted(page) == {"approved": "2", "rejected": "1", "spam": "0"}
    link = re.search(r'href="([^"]+)">Approved ', page)
    assert link is not None
    approved = (await alice.get(link[1].replace("&amp;", "&"))).text
    assert cards(approved) == [made[1].id, made[0].id]
    assert "<h1>Approved" in approved
    assert cards((await alice.get("/console?status=approved&order=oldest")).text) == [
        made[0].id,
        made[1].id,
    ]
    assert cards((await alice.get("/console?status=rejected")).text) == [made[2].id]
    nothing = (await alice.get("/console?status=spam")).text
    assert "There is none of this kind." in nothing
    assert "Nothing waits for you." not in nothing


async def test_what_was_refused_can_be_approved_from_there(
    alice: Browser, store: Store, held: Comment
) -> None:
    await decide(alice, held, "reject")
    page = (await alice.get("/console?status=rejected")).text
    offered = re.findall(r'name="action" value="(\w+)"', page)
    assert offered == ["approve", "spam", "hold", "approve", "spam"]  # on the card, for many
    assert 'class="skip-it' not in page
    answer = await alice.press("/console/decisions", action="approve")
    assert answer.headers["Location"].startswith("/console?status=rejected&act=")
    assert cards((await alice.follow(answer)).text) == []
    assert (await found(store, "courier", held.id)).status is Status.APPROVED


async def test_it_can_be_searched_and_decided_as_a_whole(
    alice: Browser, store: Store, held: Comment
) -> None:
    other = await hold(store, "courier", "Quite another matter.")
    for comment in (held, other):
        await decide(alice, comment, "approve")
    page = (await alice.get("/console?status=approved&q=matter")).text
    assert cards(page) == [other.id]
    assert 'href="/console?q=matter" ' not in page.partition('id="filters"')[0]
    assert 'href="/console?q=matter"' in page  # what waits and has it, too
    asked = (await alice.get("/console/all?status=approved&q=matter")).text
    assert "1 comment matches" in asked
    assert re.findall(r'name="action" value="(\w+)"', asked) == ["reject", "spam"]
    await alice.follow(await alice.press("/console/all", action="reject"))
    assert (await found(store, "courier", other.id)).status is Status.REJECTED
    assert (await found(store, "courier", held.id)).status is Status.APPROVED


async def test_all_that_is_approved_is_never_decided_at_once(alice: Browser, held: Comment) -> None:
    await decide(alice, held, "approve")
    asked = (await alice.get("/console/all?status=approved")).text
    assert 'name="action"' not in asked


async def test_an_author_and_a_thread_lead_to_what_is_decided(
    alice: Browser, store: Store, held: Comment
) -> None:
    another = await hold(store, "courier", "hmm, and another.")
    await decide(alice, held, "approve")
    of_author = (await alice.get(f"/console/comments/{another.id}")).text
    of_thread = (await alice.get("/console/threads")).text
    for page in (of_author, of_thread):
        link = re.search(r'href="(/console\?status=approved&amp;[^"]+)"', page)
        assert link is not None
        assert cards((await alice.get(link[1].replace("&amp;", "&"))).text) == [held.id]


async def test_bob_sees_nothing_of_it(alice: Browser, bob: Browser, held: Comment) -> None:
    await decide(alice, held, "approve")
    page = (await bob.get("/console?status=approved")).text
    assert cards(page) == []
    assert counted(page) == {"approved": "0", "rejected": "0", "spam": "0"}


async def test_what_is_held_or_erased_is_not_asked_for_so(alice: Browser) -> None:
    for status in ("held", "pending", "erased", "x"):
        assert (await alice.get(f"/console?status={status}")).status_code == 422
