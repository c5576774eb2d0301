"""A rescoring over HTTP: ordered, watched, looked through, taken away, undone."""

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterator

import httpx2
import pytest

from service.domain.sites import Site
from service.moderation.rescoring import Rescorer
from service.settings import BulkSettings, Settings
from service.store.redis import Store
from tests.answers import kind
from tests.callers import Headers
from tests.moderation.rescored import NAME, SternScorer, judged, now
from tests.serving import serving

TEXTS = ("A fine piece.", "hmm, one", "=hmm, two", "awful")


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    """A service where another model decides than the one that has judged the comments."""
    async with serving(settings, scorer=SternScorer()) as client:
        yield client


async def work_off(store: Store) -> None:
    rescorer = Rescorer(store, SternScorer(), BulkSettings())
    while await store.rescorings.due_sites([NAME]):
        await rescorer.work(NAME)


async def post(client: httpx2.AsyncClient, bob: Headers, path: str = "", **body: object) -> dict:  # type: ignore[type-arg]
    answer = await client.post(f"/v1/rescorings{path}", json=body or None, headers=bob)
    assert answer.is_success, answer.text
    told: dict[str, object] = answer.json()
    return told


async def test_it_is_ordered_done_looked_at_and_undone(
    client: httpx2.AsyncClient, store: Store, site: Site, bob: Headers
) -> None:
    comments = await judged(store, *TEXTS)
    answer = await client.post("/v1/rescorings", json={"apply": "decisions"}, headers=bob)
    path = answer.headers["Location"]
    begun = answer.json()
    assert answer.status_code == 202
    assert (begun["state"], begun["total"], begun["model"]) == ("running", 4, "m-stern")
    await work_off(store)
    done = (await client.get(path, headers=bob)).json()
    assert (done["state"], done["done"], done["changed"], done["errors"]) == ("done", 4, 2, 0)
    assert done["moves"] == [{"from": "held", "to": "rejected", "count": 2}]
    listed = (await client.get("/v1/rescorings", headers=bob)).json()
    assert listed == {"items": [done], "next_cursor": None}
    assert (await client.post(f"{path}/undo", headers=bob)).json()["state"] == "undoing"
    await work_off(store)
    undone = (await client.get(path, headers=bob)).json()
    assert (undone["state"], undone["restored"], undone["changed"]) == ("undone", 2, 2)
    assert [c.status for c in await now(store, comments)] == [c.status for c in comments]


async def test_changes_are_paged_filtered_and_exported(
    client: httpx2.AsyncClient, store: Store, site: Site, bob: Headers
) -> None:
    comments = await judged(store, *TEXTS)
    rescoring = await post(client, bob, apply="none", filter={"thread": "moon"})
    await work_off(store)
    path = f"/v1/rescorings/{rescoring['id']}/changes"
    first = (await client.get(path, params={"limit": 1}, headers=bob)).json()
    query = {"limit": 1, "cursor": first["next_cursor"], "from": "held", "to": "rejected"}
    second = (await client.get(path, params=query, headers=bob)).json()
    assert [row["comment"] for row in first["items"] + second["items"]] == [
        comment.id for comment in comments[1:3]
    ]
    row = first["items"][0]
    assert (row["from"], row["to"], row["model_before"]) == ("held", "rejected", "m-words")
    assert (row["scores_before"]["toxicity"], row["scores"]["toxicity"]) == (0.5, 0.97)
    assert row["reasons"][0]["code"] == "score"
    nothing = await client.get(path, params={"to": "spam"}, headers=bob)
    assert nothing.json() == {"items": [], "next_cursor": None}
    lines = (await client.get(f"{path}/export", headers=bob)).text.splitlines()
    assert [json.loads(line) for line in lines] == first["items"] + second["items"]
    table = await client.get(f"{path}/export", params={"format": "csv"}, headers=bob)
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [(r["toxicity_before"], r["toxicity"]) for r in rows] == [("0.5", "0.97")] * 2


async def test_it_is_paused_resumed_and_cancelled(
    client: httpx2.AsyncClient, store: Store, site: Site, bob: Headers
) -> None:
    await judged(store, *TEXTS)
    path = f"/{(await post(client, bob, apply='scores'))['id']}"
    assert (await post(client, bob, f"{path}/pause"))["state"] == "paused"
    assert await store.rescorings.due_sites([NAME]) == []
    again = await client.post(f"/v1/rescorings{path}/pause", headers=bob)
    assert kind(again, 422) == "not-allowed"
    assert (await post(client, bob, f"{path}/resume"))["state"] == "running"
    assert (await post(client, bob, f"{path}/cancel"))["state"] == "cancelled"
    assert await store.rescorings.due_sites([NAME]) == []
    late = await client.post(f"/v1/rescorings{path}/resume", headers=bob)
    assert kind(late, 422) == "not-allowed"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"apply": "everything"},
        {"apply": "none", "filter": {"status": "pending"}},
        {"apply": "none", "filter": {"until": "yesterday"}},
        {"apply": "none", "more": 1},
    ],
)
async def test_an_order_that_makes_no_sense_is_refused(
    client: httpx2.AsyncClient, site: Site, bob: Headers, body: object
) -> None:
    answer = await client.post("/v1/rescorings", json=body, headers=bob)
    assert kind(answer, 422) == "invalid"


async def test_another_sites_rescoring_is_not_found(
    client: httpx2.AsyncClient, site: Site, bob: Headers, charlie: Headers
) -> None:
    path = f"/{(await post(client, bob, apply='none'))['id']}"
    for method, call in (("GET", ""), ("GET", "/changes"), ("POST", "/cancel"), ("POST", "/undo")):
        answer = await client.request(method, f"/v1/rescorings{path}{call}", headers=charlie)
        assert kind(answer, 404) == "not-found"
    assert (await client.get("/v1/rescorings", headers=charlie)).json()["items"] == []


async def test_a_policy_is_tried_and_nothing_of_it_kept(
    client: httpx2.AsyncClient, store: Store, site: Site, bob: Headers
) -> None:
    comments = await judged(store, *TEXTS)
    tried = {"thresholds": {"toxicity": {"hold": 0.6, "reject": 0.9}}}
    body = {"policy": tried, "over": {"count": 100}}
    answer = await client.post("/v1/policy/trials", json=body, headers=bob)
    trial = answer.json()
    assert (answer.status_code, trial["tried"], trial["changed"]) == (200, 4, 2)
    (move,) = trial["moves"]
    assert (move["from"], move["to"], move["count"]) == ("held", "approved", 2)
    assert {row["comment"] for row in move["first"]} == {c.id for c in comments[1:3]}
    assert await now(store, comments) == comments
    assert (await store.policies.current(NAME)).thresholds == {}
    assert (await client.get("/v1/rescorings", headers=bob)).json()["items"] == []


async def test_a_policy_is_tried_on_many_comments_by_the_workers(
    client: httpx2.AsyncClient,
    store: Store,
    site: Site,
    bob: Headers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("service.moderation.trials.MOST_AT_ONCE", 2)
    for text in TEXTS:
        await judged(store, text)
        await asyncio.sleep(0.002)  # the last three are those of three milliseconds
    tried = {"thresholds": {"toxicity": {"hold": 0.6, "reject": 0.9}}}
    for over, total in (({"count": 3}, 3), ({"days": 1}, 4)):
        body = {"policy": tried, "over": over}
        answer = await client.post("/v1/policy/trials", json=body, headers=bob)
        assert answer.status_code == 202
        await work_off(store)
        done = (await client.get(answer.headers["Location"], headers=bob)).json()
        assert (done["state"], done["total"], done["policy"]) == ("done", total, 0)
        assert done["moves"] == [{"from": "held", "to": "approved", "count": 2}]


async def test_a_trial_says_what_it_is_over(
    client: httpx2.AsyncClient, site: Site, bob: Headers
) -> None:
    for over in ({}, {"count": 1, "days": 1}, {"count": 0}):
        body = {"policy": {}, "over": over}
        answer = await client.post("/v1/policy/trials", json=body, headers=bob)
        assert kind(answer, 422) == "invalid"
