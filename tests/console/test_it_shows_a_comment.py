"""GET /console/comments/{id}."""

from service.domain.comments import Comment
from service.moderation.editing import Edit, edit
from service.store.redis import Store
from tests.bells import CountingBell
from tests.console.browsers import Browser
from tests.console.waiting import hold
from tests.drafts import found
from tests.people import BOB
from tests.scorers import LabelScorer


async def test_it_shows_the_whole_text_and_what_was_done_in_words(
    alice: Browser, store: Store
) -> None:
    comment = await hold(store, "courier", "hmm " * 1_000)
    await alice.get(f"/console/comments/{comment.id}")
    decided = await alice.press("/console/decisions", action="reject", reason="Off topic")
    assert decided.headers["Location"].startswith(f"/console/comments/{comment.id}?act=")
    page = (await alice.follow(decided)).text
    assert "<details>" not in page
    assert page.count("hmm ") >= 1_000
    for told in ("Sent in", "Judged", "the policy, version 2", "held → rejected", "Off topic"):
        assert told in page
    assert "<strong>Rejected</strong>\nby <bdi>alice</bdi>" in page


async def test_it_offers_to_decide_anew(alice: Browser, store: Store, held: Comment) -> None:
    await alice.get(f"/console/comments/{held.id}")
    await alice.follow(await alice.press("/console/decisions", action="approve"))
    again = await alice.press("/console/decisions", action="hold")
    assert again.status_code == 303
    assert (await found(store, "courier", held.id)).version == held.version + 2


async def test_bob_finds_no_comment_of_alices_site(bob: Browser, held: Comment) -> None:
    answer = await bob.get(f"/console/comments/{held.id}")
    assert answer.status_code == 404
    assert "There is no such page or comment." in answer.text
    assert held.text not in answer.text


async def test_charlie_is_asked_to_sign_in_and_learns_nothing(
    charlie: Browser, held: Comment
) -> None:
    for comment_id in (held.id, "nothing"):
        answer = await charlie.get(f"/console/comments/{comment_id}")
        assert answer.headers["Location"].startswith("/console/sign-in?back=%2Fconsole%2Fcomments")


async def test_it_shows_what_was_changed_in_the_text(
    alice: Browser, store: Store, held: Comment
) -> None:
    edited = Edit(text="hmm, what a masterpiece.", actor=BOB, version=held.version)
    await edit(store, CountingBell(), "courier", held.id, edited)
    page = (await alice.get(f"/console/comments/{held.id}")).text
    assert "hmm, what a <del>" in page
    assert "piece</del><ins>" in page
    assert "masterpiece</ins>." in page


async def test_it_shows_what_else_its_author_wrote(
    alice: Browser, store: Store, held: Comment
) -> None:
    other = await hold(store, "courier", "hmm, another of mine.")
    await hold(store, "courier", "hmm, of somebody else.", email_hash="f")
    page = (await alice.get(f"/console/comments/{held.id}")).text
    assert f'href="/console/comments/{other.id}"' in page
    assert "another of mine" in page
    assert "of somebody else" not in page


async def test_it_shows_what_it_replies_to(alice: Browser, store: Store, held: Comment) -> None:
    reply = await hold(store, "courier", "hmm, no.", parent_id=held.id)
    orphan = await hold(store, "courier", "hmm, nor that.", parent_id="gone")
    page = (await alice.get(f"/console/comments/{reply.id}")).text
    assert "In reply to Dora" in page
    assert held.text in page
    page = (await alice.get(f"/console/comments/{orphan.id}")).text
    assert "In reply to a comment that is not here" in page


async def test_what_is_offensive_waits_to_be_asked_for(
    alice: Browser, store: Store, held: Comment
) -> None:
    severe = await hold(store, "courier", "A threat, a piece.", LabelScorer())
    for veil, blurred in (("severe", {severe.id}), ("all", {held.id, severe.id}), ("off", set())):
        await alice.get("/console/preferences")
        await alice.press("/console/preferences", veil=veil)
        for id_ in (held.id, severe.id):
            page = (await alice.get(f"/console/comments/{id_}")).text
            assert ('<details class="veil">' in page) is (id_ in blurred), veil


async def test_the_words_that_weigh_are_marked_in_place(alice: Browser, store: Store) -> None:
    awful = await hold(store, "courier", "An awful piece.")
    page = (await alice.get(f"/console/comments/{awful.id}")).text
    assert 'An <mark title="toxicity">awful</mark> piece.' in page
    assert "For toxicity:" in page
