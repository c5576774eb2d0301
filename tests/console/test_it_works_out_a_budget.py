"""/console/policy/error-budget: thresholds filled in, and not saved."""

import pytest

from service.domain.policy import Threshold
from service.store.redis import Store
from tests.console.browsers import Browser
from tests.console.test_it_keeps_the_policy import PAGE, typed
from tests.moderation.budgeted import check_a_few

BUDGET = f"{PAGE}/error-budget"


async def told(browser: Browser, at_most: str) -> str:
    answer = await browser.client.get(BUDGET, params={"at_most": at_most})
    assert answer.status_code == 200
    browser.seen = answer.text
    return " ".join(answer.text.split())


async def test_it_is_told_in_one_sentence_and_filled_in_and_can_be_saved(
    ada: Browser, store: Store
) -> None:
    await check_a_few(store)
    assert f'method="get" action="{BUDGET}"' in (await ada.get(PAGE)).text
    text = await told(ada, "20")
    assert (
        "Held from 0.5: 70.0% would go out unread, at most 19.3% of that deserve rejection "
        "(95% sure; estimate 0.0%); from 20 decisions, 14 of them random checks. "
        "Nothing is saved yet." in text
    )
    assert 'name="at_most" type="number" step="any" min="0.01" max="49" required value="20"' in text
    assert (typed(ada)["hold.toxicity"], typed(ada)["reject.spam"]) == ("0.5", "0.9")
    assert (await store.policies.current("courier")).version == 2
    await ada.follow(await ada.press(PAGE, **typed(ada)))
    policy = await store.policies.current("courier")
    assert (policy.version, policy.audit_share) == (3, 1)
    assert policy.thresholds["toxicity"] == Threshold(hold=0.5, reject=0.9)


async def test_why_not_and_what_is_needed_is_told(ada: Browser, store: Store) -> None:
    text = await told(ada, "1")
    assert "no random checks are made" in text
    await check_a_few(store)
    text = await told(ada, "1")
    assert "299 random checks without a mistake would be needed, and there are 14." in text
    assert "hold.toxicity" not in {name for name, value in typed(ada).items() if value}


async def test_it_is_told_in_french(ada: Browser, store: Store) -> None:
    await check_a_few(store)
    ada.client.cookies.set("greenroom-language", "fr")
    assert "Retenu dès 0,5 :" in await told(ada, "20")


@pytest.mark.parametrize("wrong", ["0", "5e-324", "50", "nan", "moon"])
async def test_what_is_no_budget_is_refused(ada: Browser, wrong: str) -> None:
    answer = await ada.client.get(BUDGET, params={"at_most": wrong})
    assert answer.status_code == 422


async def test_moderators_do_not_see_it(doris: Browser) -> None:
    assert (await doris.get(BUDGET)).status_code == 403
