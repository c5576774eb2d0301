"""POST /v1/scores."""

import httpx2
import pytest

from service.domain.policy import Policy, Threshold
from service.domain.sites import Site
from service.store.redis import Store
from tests.answers import fields, problem
from tests.callers import Headers

TEXTS = ["An awful casino.", "A fine piece."]


async def test_texts_are_scored_at_once_and_nothing_is_stored(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    answer = await client.post("/v1/scores", json={"texts": TEXTS}, headers=bob)
    assert answer.status_code == 200
    assert answer.json() == {
        "model": "m-words",
        "results": [
            {
                "scores": {"toxicity": 0.95, "spam": 0.99},
                "bands": {"toxicity": "high", "spam": "high"},
            },
            {"scores": {"toxicity": 0.0, "spam": 0.0}, "bands": {"toxicity": "low", "spam": "low"}},
        ],
    }
    assert await store.pending.size(site.name) == 0


async def test_bands_go_by_what_the_site_holds(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site
) -> None:
    thresholds = {"toxicity": Threshold(hold=0.96), "spam": Threshold(hold=1.0)}
    assert await store.policies.put(site.name, Policy(version=2, thresholds=thresholds))
    told = (await client.post("/v1/scores", json={"texts": TEXTS[:1]}, headers=bob)).json()
    assert told["results"][0]["bands"] == {"toxicity": "some", "spam": "some"}


async def test_one_may_ask_for_some_labels_in_any_order(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    sent = {"texts": TEXTS, "labels": ["spam"]}
    told = (await client.post("/v1/scores", json=sent, headers=bob)).json()
    assert [result["scores"] for result in told["results"]] == [{"spam": 0.99}, {"spam": 0.0}]


async def test_spans_say_which_code_points_weigh_how_much(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    sent = {"texts": ["🌕 awful"], "explain": True}
    told = (await client.post("/v1/scores", json=sent, headers=bob)).json()
    spans = told["results"][0]["spans"]
    assert spans == [{"begin": 2, "end": 7, "label": "toxicity", "contribution": 3.5}]


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({}, "texts"),
        ({"texts": []}, "texts"),
        ({"texts": "x"}, "texts"),
        ({"texts": ["x"] * 1_001}, "texts"),
        ({"texts": ["x", ""]}, "texts.1"),
        ({"texts": ["x\0"]}, "texts"),
        ({"texts": ["x"], "labels": []}, "labels"),
        ({"texts": ["x"], "labels": ["kindness"]}, "labels"),
        ({"texts": ["x"], "explain": "yes"}, "explain"),
        ({"texts": ["x"], "model": "other"}, "model"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    client: httpx2.AsyncClient, bob: Headers, sent: dict[str, object], wrong: str
) -> None:
    assert fields(await client.post("/v1/scores", json=sent, headers=bob)) == [wrong]


async def test_a_page_may_not_ask(client: httpx2.AsyncClient, page: Headers) -> None:
    problem(await client.post("/v1/scores", json={"texts": TEXTS}, headers=page), 403)
