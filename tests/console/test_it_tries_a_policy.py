"""/console/policy/trials: what a policy would do, on the site's own comments, before it is kept."""

from service.domain.policy import Threshold
from service.domain.statuses import Status
from service.store.redis import Store
from tests.console.browsers import Browser
from tests.console.test_it_keeps_the_policy import PAGE, typed
from tests.drafts import found
from tests.moderation.rescored import judged

TRIALS = f"{PAGE}/trials"


async def tried(ada: Browser, **changes: str) -> str:
    """Try the policy of the form with some changes; gives what is told, in one line."""
    await ada.get(PAGE)
    answer = await ada.post(TRIALS, **(ada.form(PAGE) | typed(ada) | {"over": "500"} | changes))
    assert answer.status_code == 200
    return " ".join(answer.text.split())


async def test_counts_and_the_very_comments_are_shown_and_nothing_is_kept(
    ada: Browser, store: Store
) -> None:
    fine, odd, awful = await judged(store, "A fine piece.", "hmm, <b>odd</b>", "awful")
    text = await tried(ada, **{"hold.toxicity": "0.97", "reject.toxicity": "0.99"})
    assert "Tried on 3 comments" in text
    assert "2 would be decided otherwise." in text
    assert "held → approved: 1" in text
    assert "rejected → approved: 1" in text
    assert "hmm, &lt;b&gt;odd&lt;/b&gt;" in text
    assert f"/console/comments/{awful.id}" in text
    assert f"/console/comments/{fine.id}" not in text
    assert "<ins>held from 0.97, refused from 0.99</ins>" in text
    assert typed(ada)["hold.toxicity"] == "0.97"
    assert (await store.policies.current("courier")).version == 1
    assert (await found(store, "courier", odd.id)).status is Status.HELD


async def test_what_was_tried_can_then_be_saved(ada: Browser, store: Store) -> None:
    await judged(store, "hmm")
    await tried(ada, **{"hold.toxicity": "0.97"})
    await ada.follow(await ada.press(PAGE, **typed(ada)))
    policy = await store.policies.current("courier")
    assert policy.thresholds == {"toxicity": Threshold(hold=0.97)}


async def test_what_may_offend_is_blurred_unless_they_want_it_otherwise(
    ada: Browser, store: Store
) -> None:
    await judged(store, "awful")
    limits = {"hold.toxicity": "0.99"}
    ada.client.cookies.set("greenroom-veil", "all")
    assert '<details class="veil">' in await tried(ada, **limits)
    ada.client.cookies.set("greenroom-veil", "off")
    assert '<details class="veil">' not in await tried(ada, **limits)


async def test_a_policy_that_changes_nothing_is_told(ada: Browser, store: Store) -> None:
    await judged(store, "A fine piece.")
    assert "None would be decided otherwise." in await tried(ada)


async def test_what_would_take_long_becomes_a_rescoring_that_changes_nothing(
    ada: Browser, store: Store
) -> None:
    await judged(store, "hmm")
    await ada.get(PAGE)
    limits = {"hold.toxicity": "0.97", "over": "50000"}
    answer = await ada.post(TRIALS, **(ada.form(PAGE) | typed(ada) | limits))
    text = (await ada.follow(answer)).text
    assert "A policy is tried on the scores that are there." in text
    assert "Changes nothing" in text


async def test_one_that_makes_no_sense_is_not_tried(ada: Browser) -> None:
    await ada.get(PAGE)
    sent = ada.form(PAGE) | typed(ada) | {"max_links": "x"}
    answer = await ada.post(TRIALS, **sent)
    assert answer.status_code == 422
    assert "Type a number." in answer.text


async def test_the_policy_is_drawn_over_the_scores_of_the_site(ada: Browser, store: Store) -> None:
    await judged(store, "A fine piece.", "hmm", "awful")
    text = " ".join((await ada.get(PAGE)).text.split())
    # 0, 0.5 and 0.95, against the 0.4 and 0.9 of the model
    assert "Of the last 3 comments with this score, 1 would be held and 1 refused." in text
    assert '<svg class="limit hold" id="spread-toxicity-hold-line" x="40.0%"' in text
    assert '<th scope="row">0.48</th><td>1</td>' in text
