"""Thresholds from an error budget, on what people decided of a site's comments."""

from dataclasses import replace

import pytest

from service.domain.error_budgets import Budgeting, Lack
from service.domain.policy import Policy, Threshold
from service.domain.sites import Site
from service.domain.statuses import Action
from service.moderation.budgeting import work_out
from service.moderation.deciding import Decision, Seen, decide
from service.store.redis import Store
from tests.moderation.budgeted import check, check_a_few, say
from tests.moderation.rescored import NAME, STERN, judged
from tests.people import ALICE
from tests.scorers import WordScorer

BUDGET = 0.2


@pytest.fixture(autouse=True)
def there(site: Site) -> None:
    """Everything here is about one site."""


async def found(store: Store) -> Budgeting:
    return (await work_out(store, WordScorer(), NAME, BUDGET)).found


async def test_what_was_held_and_what_was_drawn_are_told_apart(store: Store) -> None:
    await check_a_few(store)
    out = await work_out(store, WordScorer(), NAME, BUDGET)
    assert (out.found.held, out.found.drawn, out.found.hold) == (6, 14, 0.5)
    assert out.found.share_unread == pytest.approx(14 / 20)
    assert out.found.estimate == 0
    assert out.found.bound == pytest.approx(1 - 0.05 ** (1 / 14))
    assert out.thresholds == dict.fromkeys(WordScorer.labels, Threshold(hold=0.5, reject=0.9))


async def test_what_is_refused_unread_is_known_by_random_checks_too(store: Store) -> None:
    await check(store)
    await say(store, Action.APPROVE, *["A fine piece."] * 14, *["hmm"] * 6)
    await say(store, Action.SPAM, "hmm")
    await say(store, Action.APPROVE, "awful", "awful")
    out = await work_out(store, WordScorer(), NAME, BUDGET)
    assert (out.found.held, out.found.drawn, out.found.hold) == (7, 16, 0.95)
    # What refuses from 0.9 on would refuse what is to go out.
    assert out.thresholds == dict.fromkeys(WordScorer.labels, Threshold(hold=0.95))


async def test_a_limit_of_the_policy_in_force_is_kept_where_it_is_above(store: Store) -> None:
    await check_a_few(store)
    policy = await store.policies.current(NAME)
    own = {"spam": Threshold(hold=0.1, reject=0.7), "toxicity": Threshold(hold=0.4)}
    await store.policies.put(NAME, replace(policy, version=3, thresholds=own))
    out = await work_out(store, WordScorer(), NAME, BUDGET)
    assert out.thresholds == {
        "spam": Threshold(hold=0.5, reject=0.7),
        "toxicity": Threshold(hold=0.5),
    }


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("hmm zyzzyva", Action.APPROVE),  # held for its unknown words, whatever the threshold
        ("hmm https://a.example https://b.example https://c.example", Action.REJECT),
        ("hmm", Action.HOLD),
        ("A fine piece.", Action.HOLD),
    ],
)
async def test_what_would_wait_anyway_or_is_not_decided_does_not_count(
    store: Store, text: str, action: Action
) -> None:
    await check(store)
    await say(store, action, text)
    await judged(store, "hmm", "A fine piece.")
    told = await found(store)
    assert (told.held, told.drawn, told.reason) == (0, 0, Lack.TOO_FEW_CHECKS)


async def test_what_seems_quoted_is_held_for_its_scores(store: Store) -> None:
    await check(store)
    await say(store, Action.APPROVE, "awful, they said")
    assert (await found(store)).held == 1


async def test_the_last_word_of_people_counts_and_counts_once(store: Store) -> None:
    await check(store)
    (comment,) = await judged(store, "hmm")
    for version, action in ((comment.version, Action.REJECT), (comment.version + 1, Action.SPAM)):
        await decide(store, NAME, Seen(comment.id, version), Decision(action=action, actor=ALICE))
    assert (await found(store)).held == 1


async def test_the_last_to_arrive_are_read_first_and_not_too_many(store: Store) -> None:
    await check_a_few(store)
    listings = store.listings
    last = await listings.latest_by_people(NAME, count=20, among=20)
    assert [one.status for one in last] == ["rejected"] * 6 + ["approved"] * 14
    assert await listings.latest_by_people(NAME, count=5, among=20) == last[:5]
    assert await listings.latest_by_people(NAME, count=20, among=7) == last[:7]


async def test_what_somebody_happened_to_see_is_no_random_check(store: Store) -> None:
    await check(store, 1e-9)
    await say(store, Action.REJECT, "A fine piece.", "hmm")
    told = await found(store)
    assert (told.held, told.drawn) == (1, 0)


async def test_what_was_drawn_at_another_share_does_not_count(store: Store) -> None:
    await say(store, Action.REJECT, "hmm")  # by the policy that a site begins with
    assert (await found(store)).held == 1
    await check_a_few(store)
    assert (await found(store)).held == 6
    policy = await store.policies.current(NAME)
    await store.policies.put(NAME, replace(policy, version=3, max_links=1))
    assert (await found(store)).held == 6
    await store.policies.put(NAME, replace(policy, version=4, audit_share=0.5))
    told = await found(store)
    assert (told.held, told.drawn, told.reason) == (0, 0, Lack.TOO_FEW_CHECKS)


async def test_without_random_checks_none_can_be_given(store: Store) -> None:
    await say(store, Action.REJECT, "hmm")
    out = await work_out(store, WordScorer(), NAME, BUDGET)
    assert (out.thresholds, out.found.reason) == (None, Lack.NO_RANDOM_CHECK)
    assert Policy().audit_share == 0


async def test_scores_of_another_model_do_not_count(store: Store) -> None:
    await check_a_few(store)

    class Now(WordScorer):
        model_id = STERN.model_id

    out = await work_out(store, Now(), NAME, BUDGET)
    assert (out.found.held, out.found.drawn) == (0, 0)
