"""/console/opinions and /console/disagreements: two people, one of whom does not know the first."""

import pytest

from service.domain.comments import Comment
from service.domain.policy import Policy
from service.domain.statuses import Action, Status
from service.moderation.deciding import Decision, Seen, decide_all
from service.store.redis import Store
from tests.console.browsers import Browser
from tests.console.waiting import hold
from tests.drafts import found
from tests.people import CHARLIE

PAGE = "/console/opinions"
DISPUTED = "/console/disagreements"


@pytest.fixture
async def rejected(store: Store, people: None) -> Comment:
    """A comment that Charlie has rejected, and that somebody else is to look at."""
    held = await hold(store, "courier", "hmm, what a piece.")
    policy = await store.policies.current("courier")
    again = Policy(version=policy.version + 1, second_review_share=1.0)
    await store.policies.put("courier", again)
    decision = Decision(action=Action.REJECT, actor=CHARLIE, reason="Off topic")
    await decide_all(store, "courier", [Seen(held.id, held.version)], decision)
    return await found(store, "courier", held.id)


async def test_doris_is_asked_without_being_told(doris: Browser, rejected: Comment) -> None:
    page = (await doris.get(PAGE)).text
    assert rejected.text in page
    for told in ("Rejected", "rejected", "Off topic", "charlie", f"/comments/{rejected.id}"):
        assert told not in page.partition("<main")[2], told


async def test_an_opinion_changes_nothing_and_a_lead_settles(
    doris: Browser, alice: Browser, store: Store, rejected: Comment
) -> None:
    await doris.get(PAGE)
    page = (await doris.follow(await doris.press(PAGE, action="approve"))).text
    assert "Kept. The comment stays what it is" in page
    assert rejected.text not in page
    assert (await found(store, "courier", rejected.id)) == rejected

    page = " ".join((await alice.get(DISPUTED)).text.split())
    assert "1 second opinion was given in the last 30 days; 0 said the same as the first." in page
    for told in ("rejected", "charlie", "doris", "Off topic"):
        assert told in page
    page = (await alice.follow(await alice.press(DISPUTED))).text
    assert "Settled: the first decision stands." in page
    assert "Nobody disagrees." in page
    page = (await alice.follow(await alice.post(DISPUTED, **_settle(alice, rejected)))).text
    assert "that is settled already" in page


async def test_a_lead_has_the_last_word(
    doris: Browser, alice: Browser, store: Store, rejected: Comment
) -> None:
    await doris.get(PAGE)
    await doris.press(PAGE, action="spam")
    await alice.get(DISPUTED)
    answer = await alice.press("/console/decisions", action="approve")
    page = (await alice.follow(answer)).text
    assert "Nobody disagrees." in page
    assert "Approved." in page
    assert (await found(store, "courier", rejected.id)).status is Status.APPROVED


async def test_what_has_changed_is_asked_about_no_more(
    doris: Browser, store: Store, rejected: Comment
) -> None:
    await doris.get(PAGE)
    seen = [Seen(rejected.id, rejected.version)]
    decision = Decision(action=Action.APPROVE, actor=CHARLIE)
    await decide_all(store, "courier", seen, decision)
    page = (await doris.follow(await doris.press(PAGE, action="reject"))).text
    assert "Not kept: the comment has changed" in page
    assert "Nothing waits for a second opinion of yours." in page


async def test_disagreements_are_for_leads(doris: Browser, rejected: Comment) -> None:
    assert (await doris.get(DISPUTED)).status_code == 403
    answer = await doris.post(DISPUTED, id=rejected.id, form_token=await _token(doris))
    assert answer.status_code == 403
    assert DISPUTED not in (await doris.get(PAGE)).text


async def test_opinions_that_are_none_are_refused(doris: Browser, rejected: Comment) -> None:
    for wrong in ({"action": "hold"}, {"action": "approve", "version": "x"}, {"id": "x" * 65}):
        await doris.get(PAGE)
        assert (await doris.press(PAGE, **({"action": "spam"} | wrong))).status_code == 422


async def test_bob_of_another_site_is_asked_nothing(bob: Browser, rejected: Comment) -> None:
    assert rejected.text not in (await bob.get(PAGE)).text
    token = await _token(bob)
    fields = {"id": rejected.id, "version": str(rejected.version), "action": "approve"}
    answer = await bob.post(PAGE, form_token=token, **fields)
    assert "Not kept" in (await bob.follow(answer)).text


async def test_a_site_that_asks_for_none_says_so(alice: Browser) -> None:
    assert "The policy of this site asks for none." in (await alice.get(PAGE)).text
    assert "No second opinion was given" in (await alice.get(DISPUTED)).text


def _settle(browser: Browser, comment: Comment) -> dict[str, str]:
    return {"form_token": browser.form("/console/sign-out")["form_token"], "id": comment.id}


async def _token(browser: Browser) -> str:
    await browser.get("/console")
    return browser.form("/console/sign-out")["form_token"]
