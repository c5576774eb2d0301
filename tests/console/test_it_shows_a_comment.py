"""GET /console/comments/{id}."""

from service.domain.comments import Comment
from service.store.redis import Store
from tests.console.browsers import Browser
from tests.console.waiting import hold
from tests.drafts import found


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
