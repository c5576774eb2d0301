"""Which model decides, chosen over HTTP: for one site, or for all that have not chosen."""

import httpx2
import pytest

from service.artifacts import load_package
from service.domain.sites import ALL_SITES, Scope, Site
from service.moderation.scoring import Scoring
from service.moderation.shadowing import Shadowing
from service.settings import WorkSettings
from service.store.redis import Store
from tests import callers
from tests.answers import kind
from tests.callers import Headers
from tests.drafts import accept, draft
from tests.integration.waiting import until
from tests.moderation.test_shadowing import Cast
from tests.packages import candidate, damage, imported
from tests.scorers import WordScorer


@pytest.fixture
async def operator(store: Store) -> Headers:
    """Whoever runs the installation."""
    return await callers.server(store, ALL_SITES, Scope.ADMIN)


async def deciding(client: httpx2.AsyncClient, headers: Headers) -> str:
    told: str = (await client.post("/v1/scores", json={"texts": ["x"]}, headers=headers)).json()[
        "model"
    ]
    return told


async def until_decides(client: httpx2.AsyncClient, headers: Headers, model: str) -> None:
    async def decides() -> bool:
        return await deciding(client, headers) == model

    await until(decides, within_s=5)


async def choose(client: httpx2.AsyncClient, headers: Headers, what: str) -> dict[str, str | None]:
    answer = await client.post(f"/v1/models/{what}", headers=headers)
    assert answer.status_code == 200, answer.text
    chosen: dict[str, str | None] = answer.json()
    return chosen


async def test_a_promotion_and_its_rolling_back_are_followed_within_five_seconds(
    client: httpx2.AsyncClient, store: Store, bob: Headers
) -> None:
    model = await imported(store, "harsh")
    assert await deciding(client, bob) == "m-words"
    assert await choose(client, bob, f"{model}/promote") == {"deciding": model, "shadow": None}
    await until_decides(client, bob, model)
    assert await choose(client, bob, "rollback") == {"deciding": None, "shadow": None}
    await until_decides(client, bob, "m-words")


async def test_a_site_chooses_for_itself_alone_and_the_operator_for_the_others(
    client: httpx2.AsyncClient, store: Store, bob: Headers, charlie: Headers, operator: Headers
) -> None:
    harsh, mild = await imported(store, "harsh"), await imported(store, "mild")
    await choose(client, bob, f"{harsh}/promote")
    await choose(client, operator, f"{mild}/promote")
    await until_decides(client, charlie, mild)
    assert await deciding(client, bob) == harsh
    listed = {
        name: (await client.get("/v1/models", headers=headers)).json()
        for name, headers in (("bob", bob), ("charlie", charlie))
    }
    assert [(told["chosen"], told["own"]) for told in listed.values()] == [
        (harsh, True),
        (mild, False),
    ]
    acts = [(act["act"], act["everywhere"]) for act in listed["charlie"]["history"]]
    assert acts == [("promote", True), ("import", True), ("import", True)]  # nothing of Bob's


async def test_the_list_tells_of_each_model_what_its_manifest_says(
    client: httpx2.AsyncClient, store: Store, bob: Headers
) -> None:
    harsh, mild = await imported(store, "harsh"), await imported(store, "mild")
    await choose(client, bob, f"{mild}/shadow")
    told = (await client.get("/v1/models", headers=bob)).json()
    items = {item["id"]: item for item in told["items"]}
    assert items.keys() == {harsh, mild}
    assert items[mild]["shadow"] is True
    assert items[harsh]["shadow"] is False
    assert items[harsh]["metrics"]["toxicity"]["auc"] > 0.9
    assert items[harsh]["thresholds"]["spam"].keys() == {"hold", "reject"}
    assert items[harsh]["size"] > 10_000
    assert told["deciding"] == "m-words"


async def test_the_model_card_is_shown_as_long_as_the_model_is_there(
    client: httpx2.AsyncClient, store: Store, bob: Headers, operator: Headers
) -> None:
    model = await imported(store, "harsh")
    answer = await client.get(f"/v1/models/{model}/card", headers=bob)
    assert answer.text == "A harsh model for tests.\n"
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    await choose(client, operator, f"{model}/retire")
    answer = await client.get(f"/v1/models/{model}/card", headers=bob)
    assert kind(answer, 404) == "not-found"


async def test_a_model_that_cannot_be_used_is_told_with_the_reason_and_counted(
    client: httpx2.AsyncClient, store: Store, bob: Headers
) -> None:
    model = await imported(store, "harsh")
    await damage(store, model)
    await choose(client, bob, f"{model}/promote")

    async def is_told() -> bool:
        return bool((await client.get("/v1/models", headers=bob)).json()["troubles"])

    await until(is_told, within_s=5)
    told = (await client.get("/v1/models", headers=bob)).json()
    assert told["chosen"] == model
    assert told["deciding"] == "m-words"
    assert (told["processes"], told["following"]) == (1, 0)
    (trouble,) = told["troubles"]
    assert trouble["model"] == model
    assert "damaged" in trouble["why"]
    figures = (await client.get("/metrics")).text
    assert f'greenroom_model_troubles{{model="{model}"}} 1.0' in figures
    assert 'greenroom_model_processes{model="m-words"} 1.0' in figures


async def test_what_cannot_be_done_with_a_model_is_a_conflict(
    client: httpx2.AsyncClient, store: Store, bob: Headers, operator: Headers
) -> None:
    model = await imported(store, "harsh")
    await choose(client, bob, f"{model}/promote")
    for headers, what in (
        (bob, f"{model}/promote"),
        (bob, f"{model}/shadow"),
        (operator, f"{model}/retire"),
        (operator, "rollback"),
    ):
        assert kind(await client.post(f"/v1/models/{what}", headers=headers), 409) == "model"
    answer = await client.post("/v1/models/m-nothing/promote", headers=bob)
    assert kind(answer, 404) == "not-found"


async def test_explanations_go_by_what_the_site_has_chosen(
    client: httpx2.AsyncClient, store: Store, bob: Headers, site: Site
) -> None:
    model = await imported(store, "harsh")
    await choose(client, bob, f"{model}/promote")
    await until_decides(client, bob, model)
    sent = {"text": "How kind of you.", "thread": {"id": "t"}}
    posted = (await client.post("/v1/comments", json=sent, headers=bob)).json()
    answer = await client.get(f"/v1/comments/{posted['id']}/explanation", headers=bob)
    assert answer.json()["explained_by"] == model


async def test_what_a_shadow_says_is_listed_for_its_site_alone(
    client: httpx2.AsyncClient, store: Store, bob: Headers, charlie: Headers, operator: Headers
) -> None:
    model = await imported(store, "harsh")
    await choose(client, bob, f"{model}/shadow")
    sent = await accept(store, "courier", draft("How kind of you."))
    shadowing = Shadowing(store, Cast(load_package(candidate("harsh").package)))
    await Scoring(store, WordScorer(), WorkSettings(), shadowing).score_batch("courier")
    assert await shadowing.compare_some()

    (item,) = (await client.get("/v1/models", headers=bob)).json()["items"]
    assert item["agreement"]["beside"] == "m-words"
    assert item["agreement"]["verdicts"]["share"] == 0
    assert item["agreement"]["labels"]["toxicity"]["counts"] == {"no/yes": 1}
    for headers, seen in ((operator, 1), (charlie, None)):
        (item,) = (await client.get("/v1/models", headers=headers)).json()["items"]
        assert (item["agreement"] and item["agreement"]["comments"]) == seen

    listed = await client.get(f"/v1/models/{model}/differences", headers=bob)
    (difference,) = listed.json()["items"]
    assert difference["comment"] == sent.id
    assert difference["said"] == difference["status"] == "approved"
    assert difference["would_say"] != "approved"
    listed = await client.get(f"/v1/models/{model}/differences", headers=charlie)
    assert listed.json() == {"items": [], "next_cursor": None}
    refused = await client.get(f"/v1/models/{model}/differences?cursor=x", headers=bob)
    assert kind(refused, 422) == "invalid"
