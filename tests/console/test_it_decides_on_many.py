"""POST /console/bulk, and GET and POST /console/all."""

import re

from service.domain.comments import Author, Comment
from service.domain.sites import Role
from service.domain.statuses import Action, Status
from service.moderation.deciding import Decision, Seen, decide
from service.moderation.moderators import create_moderator
from service.store.redis import Store
from tests.console.browsers import PASSWORD, Browser
from tests.console.waiting import hold, hold_all
from tests.drafts import found
from tests.people import CHARLIE

HOUSES = [f"hmm, house number {n} of {n * 7919} is a ruin." for n in range(4)]


async def bulk(browser: Browser, made: list[Comment], **fields: str) -> str:
    """Tick some boxes and press a button; give the page that comes."""
    sent = {**browser.form("/console/bulk"), **fields}
    items = [("item", f"{comment.id}:{comment.version}") for comment in made]
    answer = await browser.post_pairs("/console/bulk", [*sent.items(), *items])
    return (await browser.follow(answer)).text if answer.status_code == 303 else answer.text


async def statuses(store: Store, made: list[Comment]) -> list[Status]:
    return [(await found(store, "courier", comment.id)).status for comment in made]


async def test_all_that_are_ticked_are_decided_as_one(alice: Browser, store: Store) -> None:
    made = await hold_all(store, "courier", HOUSES)
    await alice.get("/console?order=oldest")
    page = await bulk(alice, made[:3], action="reject", reason=" Off  topic ")
    assert "Rejected: 3 comments." in page
    assert "The comment by" not in page  # as if it were about one of them
    assert await statuses(store, made) == [*[Status.REJECTED] * 3, Status.HELD]
    assert (await found(store, "courier", made[0].id)).reasons[0].detail == "Off topic"
    await alice.press("/console/undo")
    assert await statuses(store, made) == [Status.HELD] * 4


async def test_those_that_have_changed_are_left_alone_and_counted(
    alice: Browser, store: Store
) -> None:
    made = await hold_all(store, "courier", HOUSES)
    await alice.get("/console")
    seen = Seen(made[1].id, made[1].version)
    await decide(store, "courier", seen, Decision(action=Action.APPROVE, actor=CHARLIE))
    page = await bulk(alice, made, action="spam")
    assert "Marked as spam: 3 comments." in page
    assert "1 was left alone: it has changed." in page
    assert (await statuses(store, made))[1] is Status.APPROVED
    await alice.get("/console")
    assert "Nothing was decided" in await bulk(alice, made, action="spam")


async def test_what_no_bar_of_ours_sends_is_refused(alice: Browser, held: Comment) -> None:
    await alice.get("/console")
    form = alice.form("/console/bulk")
    for item in ("", held.id, f"{held.id}:0", f"{held.id}:x", ":1"):
        answer = await alice.post("/console/bulk", **form, item=item, action="approve")
        assert answer.status_code == 422
    answer = await alice.post("/console/bulk", **form, item=f"{held.id}:1", action="erase")
    assert answer.status_code == 422


async def test_all_that_match_are_decided_after_a_look_at_how_many(
    alice: Browser, store: Store
) -> None:
    made = await hold_all(store, "courier", HOUSES)
    other = await hold(store, "courier", "hmm, a garden.")
    page = (await alice.get("/console?q=house")).text
    link = re.search(r'href="(/console/all\?[^"]+)"', page)
    assert link is not None
    page = (await alice.get(link[1].replace("&amp;", "&"))).text
    assert "4 comments match" in page
    page = (await alice.follow(await alice.press("/console/all", action="spam"))).text
    assert "Marked as spam: 4 comments." in page
    assert await statuses(store, [*made, other]) == [*[Status.SPAM] * 4, Status.HELD]
    await alice.press("/console/undo")
    assert await statuses(store, made) == [Status.HELD] * 4


async def test_if_they_have_become_more_she_is_asked_again(alice: Browser, store: Store) -> None:
    made = await hold_all(store, "courier", HOUSES)
    await alice.get("/console/all?q=house")
    await hold(store, "courier", "hmm, one more house.")
    answer = await alice.press("/console/all", action="spam")
    assert answer.status_code == 409
    assert "More have come since you looked." in answer.text
    assert "5 comments match" in answer.text
    assert await statuses(store, made) == [Status.HELD] * 4
    assert (await alice.press("/console/all", action="spam")).status_code == 303


async def test_nobody_is_offered_to_decide_on_everything_at_once(
    alice: Browser, held: Comment
) -> None:
    assert "/console/all" not in (await alice.get("/console")).text
    assert 'name="expected"' not in (await alice.get("/console/all")).text
    form = alice.form("/console/sign-out") | {"view": "", "expected": "9", "action": "spam"}
    assert (await alice.post("/console/all", **form)).status_code == 422


async def test_it_is_for_leads(charlie: Browser, store: Store, held: Comment) -> None:
    await create_moderator(store, "courier", "doris", PASSWORD, Role.MODERATOR)
    await charlie.sign_in("courier", "doris")
    assert "/console/all" not in (await charlie.get("/console?q=hmm")).text
    assert (await charlie.get("/console/all?q=hmm")).status_code == 403
    await charlie.get("/console")
    form = charlie.form("/console/sign-out") | {"view": "q=hmm", "expected": "9", "action": "spam"}
    assert (await charlie.post("/console/all", **form)).status_code == 403


async def test_the_queue_is_narrowed_by_words_author_and_thread(
    alice: Browser, store: Store
) -> None:
    by_eve = await hold(store, "courier", "hmm, from Eve.", author=Author(name="Eve"))
    by_dora = await hold(store, "courier", "hmm, from Dora.")
    for query, wanted, other in (
        ("q=FROM+EVE", by_eve, by_dora),
        ("author=Eve", by_eve, by_dora),
        ("author=Dora&thread=moon&q=dora", by_dora, by_eve),
    ):
        page = (await alice.get(f"/console?{query}")).text
        assert f'id="card-{wanted.id}"' in page
        assert f'id="card-{other.id}"' not in page
        assert "No longer only" in page
    assert "Nothing of this kind waits." in (await alice.get("/console?q=nobody+said+this")).text
