"""Stored comments are scored and judged again, page by page; people's decisions stand."""

import pytest

from service.domain.comments import Thread
from service.domain.policy import Mode, Policy
from service.domain.rescorings import Apply, Selection, State
from service.domain.sites import Site
from service.domain.statuses import Action, Status
from service.domain.verdicts import ReasonCode
from service.moderation.policies import change_policy
from service.store.integrity import check_site
from service.store.redis import Store
from tests.drafts import accept, draft
from tests.moderation.people_at_work import decided
from tests.moderation.rescored import NAME, judged, now, order, work_off
from tests.people import ALICE

TEXTS = ("A fine piece.", "hmm, one", "awful", "they said awful", "hmm, two", "casino")


async def test_applying_decisions_changes_what_the_policy_decided_and_says_who_did(
    store: Store, site: Site
) -> None:
    comments = await judged(store, *TEXTS)
    done = await work_off(store, await order(store))
    after = await now(store, comments)
    assert [c.status for c in comments] == ["approved", "held", "rejected", "held", "held", "spam"]
    assert [c.status for c in after] == [
        *("approved", "rejected", "rejected", "rejected", "rejected", "spam")
    ]
    assert {comment.model for comment in after} == {"m-stern"}
    assert after[0].scores["toxicity"] == 0.01
    assert (done.state, done.total, done.done, done.scored) == (State.DONE, 6, 6, 6)
    assert (done.changed, done.moves) == (3, {(Status.HELD, Status.REJECTED): 3})
    entry = (await store.comments.history(NAME, comments[1].id))[-1]
    assert (entry.action, entry.rescoring, entry.model) == ("rescore", done.id, "m-stern")
    assert (entry.policy, entry.reasons[0].code) == (1, ReasonCode.SCORE)
    assert await check_site(store.connection, NAME) == []


async def test_applying_scores_writes_them_and_judges_nothing(store: Store, site: Site) -> None:
    comments = await judged(store, *TEXTS)
    done = await work_off(store, await order(store, Apply.SCORES))
    after = await now(store, comments)
    assert [(c.status, c.version) for c in after] == [(c.status, c.version) for c in comments]
    assert after[1].scores["toxicity"] == 0.97
    assert (done.scored, done.changed, done.moves) == (6, 0, {})
    assert await check_site(store.connection, NAME) == []


async def test_applying_nothing_writes_nothing_and_tells_what_would_change(
    store: Store, site: Site
) -> None:
    comments = await judged(store, *TEXTS)
    done = await work_off(store, await order(store, Apply.NONE))
    assert await now(store, comments) == comments
    assert (done.changed, done.scored) == (3, 0)
    page = await store.rescorings.changes(NAME, done.id, lambda _change: True, limit=2, cursor=None)
    assert [change.comment_id for change in page.items] == [comments[1].id, comments[3].id]
    assert page.items[0].scores_before["toxicity"] == 0.5
    assert page.items[0].scores["toxicity"] == 0.97
    assert page.next_cursor is not None


async def test_what_a_person_decided_gets_scores_and_keeps_everything_else(
    store: Store, site: Site
) -> None:
    first, second = await judged(store, "hmm, kept", "hmm, let go")
    await decided(store, [first], Action.APPROVE)
    before = (await now(store, [first]))[0]
    done = await work_off(store, await order(store))
    kept, changed = await now(store, [first, second])
    assert (kept.status, kept.version, kept.reasons) == ("approved", 3, before.reasons)
    assert (kept.model, kept.scores["toxicity"]) == ("m-stern", 0.97)
    assert changed.status == "rejected"
    assert (done.scored, done.changed) == (2, 1)


async def test_the_same_model_and_policy_change_nothing_whatever_was_so_at_arrival(
    store: Store, site: Site
) -> None:
    policy = Policy(first_comments_held=2, author_pace=2, repeats_held=2, audit_share=0.3)
    await change_policy(store, NAME, policy, ALICE, seen=1)
    same = "The same text over and over again, word by word, by the same hand."
    texts = [draft(f"A fine piece {n}.", email_hash=f"e{n % 4}") for n in range(12)]
    await judged(store, *texts, *[draft(same, email_hash="s")] * 4)
    await store.policies.set_thread_mode(NAME, "moon", Mode.CLOSED)
    await judged(store, "Too late.", "Much too late.")
    await store.policies.set_thread_mode(NAME, "moon", Mode.HOLD_ALL)
    rescoring = await order(store)
    assert (await work_off(store, rescoring)).changed == 0
    assert rescoring.total == 18


async def test_pages_of_one_are_as_good_as_one_page(store: Store, site: Site) -> None:
    comments = await judged(store, *TEXTS)
    done = await work_off(store, await order(store), page_size=1)
    assert (done.state, done.done, done.changed) == (State.DONE, 6, 3)
    assert [c.model for c in await now(store, comments)] == ["m-stern"] * 6


async def test_what_cannot_be_scored_is_counted_and_left_as_it_is(store: Store, site: Site) -> None:
    comments = await judged(store, "hmm", "poison", "A fine piece.")
    done = await work_off(store, await order(store))
    after = await now(store, comments)
    assert (done.state, done.errors, done.done, done.scored) == (State.DONE, 1, 3, 2)
    assert [comment.model for comment in after] == ["m-stern", "m-words", "m-stern"]


async def test_a_rescoring_of_nothing_is_done_at_once(store: Store, site: Site) -> None:
    done = await work_off(store, await order(store))
    assert (done.state, done.total, done.eta_s) == (State.DONE, 0, None)


async def test_pending_comments_are_left_to_be_scored_as_they_came(
    store: Store, site: Site
) -> None:
    await judged(store, "hmm")
    pending = await accept(store, NAME, draft("hmm, later"))
    done = await work_off(store, await order(store))
    assert done.done == 1
    assert (await now(store, [pending]))[0] == pending


@pytest.mark.parametrize(
    ("selection", "rescored"),
    [
        (Selection(statuses=(Status.HELD,)), [1, 2]),
        (Selection(thread="sun"), [2]),
        (Selection(model_not="m-words"), []),
        (Selection(model_not="m-stern"), [0, 1, 2]),
        (Selection(since=4_000_000_000_000), []),
        (Selection(until=1), []),
    ],
)
async def test_only_what_is_selected_is_rescored(
    store: Store, site: Site, selection: Selection, rescored: list[int]
) -> None:
    elsewhere = draft("hmm, elsewhere", thread=Thread(id="sun"))
    comments = await judged(store, "A fine piece.", "hmm", elsewhere)
    await work_off(store, await order(store, selection=selection))
    after = await now(store, comments)
    assert [at for at, c in enumerate(after) if c.model == "m-stern"] == rescored
