"""POST /console/notes, /console/skips and /console/unskip."""

from service.domain.comments import Comment
from service.domain.statuses import Action
from service.moderation.deciding import Decision, Seen, decide
from service.store.redis import Store
from tests.console.browsers import Browser
from tests.drafts import found
from tests.people import CHARLIE


async def test_a_note_stands_on_the_card_and_on_the_page_of_the_comment(
    alice: Browser, held: Comment
) -> None:
    await alice.get("/console")
    page = (await alice.follow(await alice.press("/console/notes", text=" <b>Careful</b> "))).text
    assert "Noted, for you and the others." in page
    for seen in (page, (await alice.get(f"/console/comments/{held.id}")).text):
        assert "&lt;b&gt;Careful&lt;/b&gt;" in seen
        assert "alice," in seen


async def test_a_note_that_is_none_is_refused(alice: Browser, held: Comment) -> None:
    for text in ("", "   ", "x" * 2_001):
        await alice.get("/console")
        assert (await alice.press("/console/notes", text=text)).status_code == 422


async def test_what_alice_leaves_to_others_is_off_her_queue_until_she_wants_it_back(
    alice: Browser, held: Comment
) -> None:
    await alice.get("/console")
    answer = await alice.post("/console/skips", **alice.form("/console/decisions"))
    page = (await alice.follow(answer)).text
    assert "Left to the others." in page
    assert f'id="card-{held.id}"' not in page
    page = (await alice.follow(await alice.press("/console/unskip"))).text
    assert f'id="card-{held.id}"' in page


async def test_what_has_changed_is_not_skipped(alice: Browser, store: Store, held: Comment) -> None:
    await alice.get("/console")
    form = alice.form("/console/decisions")
    current = await found(store, "courier", held.id)
    seen = Seen(current.id, current.version)
    await decide(store, "courier", seen, Decision(action=Action.APPROVE, actor=CHARLIE))
    answer = await alice.post("/console/skips", **form)
    assert "it has changed since you saw it" in (await alice.follow(answer)).text


async def test_only_what_waits_can_be_left_to_others(alice: Browser, held: Comment) -> None:
    page = await alice.get(f"/console/comments/{held.id}")
    assert "Leave to others" in page.text
    page = await alice.follow(await alice.press("/console/decisions", action="reject"))
    assert 'value="approve"' in page.text
    assert "Leave to others" not in page.text


async def test_bob_can_say_nothing_about_what_is_not_his(
    bob: Browser, store: Store, held: Comment
) -> None:
    await bob.get("/console")
    form = bob.form("/console/sign-out") | {"id": held.id, "version": str(held.version)}
    assert (await bob.post("/console/notes", **form, text="mine")).status_code == 404
    await bob.post("/console/skips", **form)
    assert (await store.reports.notes_of("courier", [held.id])) == [[]]
