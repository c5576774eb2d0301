"""GET /v1/policy/error-budget."""

import httpx2
import pytest

from service.store.redis import Store
from tests.answers import fields
from tests.api.test_policy import put, read
from tests.callers import Headers
from tests.moderation.budgeted import check_a_few

PATH = "/v1/policy/error-budget"


async def test_thresholds_are_told_as_a_policy_has_them_and_not_saved(
    client: httpx2.AsyncClient, bob: Headers, store: Store
) -> None:
    await check_a_few(store)
    told = (await client.get(PATH, params={"at_most": 0.2}, headers=bob)).json()
    limits = {"hold": 0.5, "reject": 0.9}
    assert told["thresholds"] == {"toxicity": limits, "spam": limits}
    assert (told["held"], told["drawn"], told["needed"], told["reason"]) == (6, 14, 14, None)
    assert (told["share_unread"], told["estimate"]) == (0.7, 0)
    assert 0.15 < told["bound"] <= 0.2
    assert (await read(client, bob))["thresholds"] == {}
    answer = await put(client, bob, {"thresholds": told["thresholds"]}, '"2"')
    assert answer.json()["thresholds"] == told["thresholds"]


async def test_one_in_a_hundred_is_the_budget_unless_another_is_given(
    client: httpx2.AsyncClient, bob: Headers, store: Store
) -> None:
    await check_a_few(store)
    told = (await client.get(PATH, headers=bob)).json()
    assert (told["drawn"], told["needed"], told["reason"]) == (14, 299, "too_few_checks")
    assert (told["thresholds"], told["bound"]) == (None, None)


async def test_another_site_has_decisions_of_its_own(
    client: httpx2.AsyncClient, bob: Headers, charlie: Headers, store: Store
) -> None:
    await check_a_few(store)
    told = (await client.get(PATH, params={"at_most": 0.2}, headers=charlie)).json()
    assert (told["held"], told["drawn"], told["reason"]) == (0, 0, "no_random_check")


@pytest.mark.parametrize("wrong", ["0", "5e-324", "-0.1", "0.5", "1", "nan", "moon"])
async def test_what_is_no_budget_is_refused(
    client: httpx2.AsyncClient, bob: Headers, wrong: str
) -> None:
    answer = await client.get(PATH, params={"at_most": wrong}, headers=bob)
    assert fields(answer) == ["at_most"]
