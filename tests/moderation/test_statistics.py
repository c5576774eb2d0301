"""A site's figures, counted as things happen."""

import pytest

from service.domain.comments import Comment, DecidedBy
from service.domain.reports import Report, ReportReason
from service.domain.statuses import Action, Status
from service.domain.verdicts import Reason, ReasonCode, Verdict
from service.moderation.editing import erase
from service.moderation.reporting import report_comment
from service.moderation.statistics import Statistics, read_statistics
from service.moderation.undoing import undo
from service.store.keys import SiteKeys
from service.store.redis import Store
from service.store.transitions import Ruling
from tests.drafts import accept, draft, found
from tests.moderation.people_at_work import NAME, decided, hold
from tests.people import ALICE, BOB
from tests.rulings import ruling, unread

pytestmark = pytest.mark.usefixtures("site")
DRAWN = Reason(code=ReasonCode.AUDIT_SAMPLE, detail="Drawn.")
HELD, APPROVED, REJECTED, SPAM = Status.HELD, Status.APPROVED, Status.REJECTED, Status.SPAM


async def figures(store: Store) -> Statistics:
    return await read_statistics(store, NAME, days=1)


async def judged(store: Store, status: Status, score: float = 0.1, **more: object) -> Comment:
    comment = await accept(store, NAME)
    await store.comments.apply_verdicts(NAME, [ruling(comment, status, score, **more)])  # type: ignore[arg-type]
    return await found(store, NAME, comment.id)


async def drawn(store: Store, status: Status) -> Comment:
    """Have a comment decided automatically and drawn for a person to check."""
    comment = await accept(store, NAME)
    verdict = Verdict(status, (DRAWN,), asks=True)
    made = ruling(comment, status)
    sampled = Ruling(
        comment=comment, verdict=verdict, scores=made.scores, model="m1", policy=made.policy
    )
    await store.comments.apply_verdicts(NAME, [sampled])
    return await found(store, NAME, comment.id)


async def test_the_share_that_needed_nobody_is_told(store: Store) -> None:
    for status in (APPROVED, APPROVED, SPAM, HELD):
        await judged(store, status)
    await judged(store, APPROVED, asks=True)  # out, and yet for a person
    told = await figures(store)
    assert told.verdicts == {APPROVED: 2, REJECTED: 0, SPAM: 1}
    assert told.for_people == 2
    assert (told.automatic.part, told.automatic.of, told.automatic.value) == (3, 5, 0.6)
    assert told.statuses[APPROVED] == 3
    (hour,) = [hour for hour in told.hours if hour.automatic]
    assert (hour.automatic, hour.for_people, hour.arrived[APPROVED]) == (3, 2, 3)


async def test_a_second_look_at_what_is_out_is_no_second_verdict(store: Store) -> None:
    comment = await accept(store, NAME)
    await store.comments.apply_verdicts(NAME, [unread(comment)])
    again = await found(store, NAME, comment.id)
    await store.comments.apply_verdicts(NAME, [ruling(again, APPROVED)])
    assert (await figures(store)).verdicts[APPROVED] == 1


async def test_what_came_too_late_is_not_counted(store: Store) -> None:
    comment = await accept(store, NAME)
    for _ in range(2):
        await store.comments.apply_verdicts(NAME, [ruling(comment, SPAM)])
    await decided(store, [comment], Action.REJECT)
    told = await figures(store)
    assert (told.verdicts[SPAM], told.decisions[REJECTED]) == (1, 0)


async def test_the_reasons_of_verdicts_are_counted_each_once(store: Store) -> None:
    await judged(store, HELD)
    await judged(store, HELD)
    await judged(store, APPROVED)
    told = {row.code: row.count for row in (await figures(store)).reasons}
    assert told == {ReasonCode.SCORE: 2, ReasonCode.TOO_LONG: 2, ReasonCode.CLEAN: 1}


async def test_what_people_say_is_held_against_what_the_model_took_for_likelier(
    store: Store,
) -> None:
    for score, action in (
        (0.9, Action.REJECT),
        (0.9, Action.APPROVE),
        (0.2, Action.APPROVE),
        (0.2, Action.APPROVE),
        (0.2, Action.SPAM),
        (0.2, Action.HOLD),  # which says nothing
    ):
        comment = await judged(store, HELD if action is not Action.HOLD else APPROVED, score)
        await decided(store, [comment], action)
    told = (await figures(store)).model_agreement
    assert (told.count, told.agreed) == (5, 3)
    assert told.kappa == pytest.approx((0.6 - 0.52) / 0.48)


async def test_a_second_decision_says_nothing_of_the_model(store: Store) -> None:
    comment = await judged(store, HELD, 0.9)
    await decided(store, [comment], Action.REJECT)
    await decided(store, [await found(store, NAME, comment.id)], Action.APPROVE)
    told = await figures(store)
    assert told.model_agreement.count == 1
    assert (told.decisions[REJECTED], told.decisions[APPROVED]) == (1, 1)


async def test_the_error_of_automatic_decisions_is_that_of_the_sample(store: Store) -> None:
    right, wrong, refused, unchecked = [
        await drawn(store, status) for status in (APPROVED, APPROVED, SPAM, APPROVED)
    ]
    assert unchecked.awaits
    await decided(store, [right], Action.APPROVE)
    await decided(store, [wrong], Action.REJECT)
    await decided(store, [refused], Action.APPROVE)
    told = await figures(store)
    assert (told.sample.drawn, told.sample.checked) == (4, 3)
    assert (told.sample.wrong.part, told.sample.wrong.of) == (2, 3)
    assert told.sample.wrong.low == pytest.approx(0.2077, abs=1e-4)
    assert told.sample.wrong_by_status[APPROVED].value == 0.5
    assert (told.automatic.part, told.automatic.of) == (4, 4)


async def test_one_that_readers_took_down_meanwhile_was_out(store: Store) -> None:
    comment = await drawn(store, APPROVED)
    for reader in "abc":
        report = Report(reporter=reader, reason=ReportReason.ABUSE, at=1)
        await report_comment(store, NAME, comment.id, report, BOB)
    held = await found(store, NAME, comment.id)
    assert held.status is HELD
    await decided(store, [held], Action.REJECT)
    assert (await figures(store)).sample.wrong_by_status[APPROVED].part == 1


async def test_what_is_undone_was_never_said(store: Store) -> None:
    comment = await drawn(store, APPROVED)
    act = await decided(store, [comment], Action.REJECT)
    await undo(store, NAME, act.id, ALICE)
    told = await figures(store)
    assert told.sample.checked == 0
    assert told.model_agreement.count == 0
    assert told.decisions == {APPROVED: 0, REJECTED: 0, SPAM: 0, HELD: 0}


async def test_what_was_decided_yesterday_and_undone_today_is_none_of_both(store: Store) -> None:
    comment = await hold(store)
    act = await decided(store, [comment], Action.REJECT)
    key = SiteKeys(NAME).figures("day:")
    (today,) = await scan(store, f"{key}*")
    yesterday = f"{key}{int(today.removeprefix(key)) - 1}"
    await store.connection.call("RENAME", today, yesterday)
    await undo(store, NAME, act.id, ALICE)
    for days, count in ((1, 0), (2, 0)):
        told = await read_statistics(store, NAME, days)
        assert (told.decisions[REJECTED], told.model_agreement.count) == (count, 0)


async def scan(store: Store, pattern: str) -> list[str]:
    return list(await store.connection.call("KEYS", pattern))


async def test_waits_are_counted_apart_for_policy_and_people(store: Store) -> None:
    comment = await judged(store, HELD)
    await judged(store, APPROVED)
    await decided(store, [comment], Action.APPROVE)
    told = (await figures(store)).time_to_decision
    assert told[DecidedBy.POLICY].count == 1
    assert told[DecidedBy.PERSON].count == 1
    policy, person = told[DecidedBy.POLICY].median_s, told[DecidedBy.PERSON].median_s
    assert policy is not None
    assert person is not None
    assert 0 < policy < 30
    assert 0 < person < 30


async def test_the_queue_tells_since_when_the_oldest_waits(store: Store) -> None:
    assert (await figures(store)).queued.oldest_at is None
    first, _second = await hold(store), await hold(store)
    queued = (await figures(store)).queued
    assert (queued.cards, queued.held, queued.oldest_at) == (2, 2, first.received_at)


async def test_the_largest_floods_are_told_by_one_of_their_texts(store: Store) -> None:
    for number, flood in enumerate("aabaabc"):
        comment = await accept(store, NAME, draft(f"text {flood} {number}"))
        await store.comments.apply_verdicts(NAME, [ruling(comment, HELD, flood=flood)])
    told = (await figures(store)).floods
    assert [(f.text, f.texts) for f in told] == [("text a 0", 4), ("text b 2", 2)]
    await erase(store, NAME, told[0].comment, ALICE)
    assert [flood.texts for flood in (await figures(store)).floods] == [2]


async def test_figures_are_bounded_and_forgotten_in_time(store: Store) -> None:
    comments = [await accept(store, NAME) for _ in range(450)]
    rulings = [ruling(c, HELD, flood=f"f{min(n, 420)}") for n, c in enumerate(comments)]
    await store.comments.apply_verdicts(NAME, rulings)
    prefix = SiteKeys(NAME).figures("")
    keys = await scan(store, f"{prefix}*")
    assert len(keys) == 4
    for key in keys:
        lives = 8 if key.startswith(f"{prefix}hour:") else 400
        assert 0 < await store.connection.call("TTL", key) <= lives * 86_400
    (floods,) = [key for key in keys if key.startswith(f"{prefix}floods:")]
    (examples,) = [key for key in keys if key.startswith(f"{prefix}flood-examples:")]
    assert await store.connection.call("ZCARD", floods) < 400
    assert await store.connection.call("HLEN", examples) < 400
    assert (await figures(store)).floods[0].texts == 30
