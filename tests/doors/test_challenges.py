"""Proof of work, where a site asks for it: solved by ALTCHA's own code."""

import time
from typing import Any

import altcha
import httpx2
import pytest

from service.domain.sites import Site
from service.doors.challenges import LIFE_S, Challenges
from service.moderation.sites import change_site, create_site
from service.settings import Settings
from service.store.redis import Store
from tests.answers import kind
from tests.doors.test_post_form import FORM, FROM_PAGE, TYPED, kept, typed_in

CHALLENGE = "/forms/courier/challenge"


@pytest.fixture(autouse=True)
async def asking(store: Store, site: Site) -> None:
    await change_site(store, site.name, proof_of_work=True)


def solve(given: dict[str, Any]) -> str:
    challenge = altcha.Challenge.from_dict(given)
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


async def solved(client: httpx2.AsyncClient) -> str:
    return solve((await client.get(CHALLENGE)).json())


async def post(client: httpx2.AsyncClient, **more: str) -> httpx2.Response:
    return await client.post(FORM, data=TYPED | more, headers=FROM_PAGE)


async def test_a_solved_challenge_lets_a_comment_in(
    client: httpx2.AsyncClient, store: Store
) -> None:
    comment = await kept(store, await post(client, altcha=await solved(client)))
    assert comment.text == TYPED["comment"]


async def test_a_solution_is_good_for_one_comment(client: httpx2.AsyncClient, store: Store) -> None:
    solution = await solved(client)
    first = await kept(store, await post(client, altcha=solution))
    again = await kept(store, await post(client, altcha=solution))
    assert again.id == first.id
    other = await post(client, altcha=solution, comment="Buy my book.")
    assert other.status_code == 409
    assert await store.pending.size("courier") == 1


@pytest.mark.parametrize("solution", ["", "x", "e30=", "bnVsbA==", "eyJjaGFsbGVuZ2UiOiB7fX0=", "ü"])
async def test_without_one_it_comes_back_with_all_that_was_typed(
    client: httpx2.AsyncClient, store: Store, solution: str
) -> None:
    answer = await post(client, altcha=solution)
    assert answer.status_code == 422
    assert "altcha" in answer.text
    assert typed_in(answer.text)["comment"] == TYPED["comment"]
    assert await store.pending.size("courier") == 0


async def test_one_of_another_site_is_none(
    client: httpx2.AsyncClient, store: Store, settings: Settings
) -> None:
    await create_site(store, "gazette", "The Gazette")
    foreign = Challenges(settings.secret.get_secret_value()).issue("gazette", cost=1)
    assert (await post(client, altcha=solve(foreign))).status_code == 422


async def test_one_that_was_made_easier_is_none(client: httpx2.AsyncClient) -> None:
    given = (await client.get(CHALLENGE)).json()
    given["parameters"]["cost"] = 1
    assert (await post(client, altcha=solve(given))).status_code == 422


async def test_one_that_is_too_old_is_none(
    client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    solution = await solved(client)
    later = time.time() + LIFE_S + 1
    monkeypatch.setattr(time, "time", lambda: later)
    answer = await post(client, altcha=solution)
    assert answer.status_code == 422
    assert "too long ago" in answer.text


async def test_there_is_none_for_a_site_that_there_is_not(client: httpx2.AsyncClient) -> None:
    assert kind(await client.get("/forms/nowhere/challenge"), 404) == "not-found"
