"""GET /v1/stats."""

import httpx2

from service.domain.sites import Site
from service.store.redis import Store
from tests.answers import fields
from tests.api.queueing import hold
from tests.callers import Headers


async def test_figures_are_those_of_the_key_s_site(
    client: httpx2.AsyncClient, bob: Headers, charlie: Headers, store: Store, site: Site
) -> None:
    comment = await hold(store, site.name)
    sent = {"action": "reject", "version": comment.version}
    await client.post(f"/v1/comments/{comment.id}/decisions", json=sent, headers=bob)
    await hold(store, site.name)
    told = (await client.get("/v1/stats", headers=bob)).json()
    assert (told["for_people"], told["decisions"]["rejected"]) == (2, 1)
    assert told["statuses"]["held"] == told["queued"]["held"] == 1
    assert told["queued"]["oldest_at"].endswith("Z")
    assert told["time_to_decision"]["person"]["count"] == 1
    assert told["model_agreement"]["agreed"] == 1
    assert {"code": "score", "count": 2} in told["reasons"]
    assert len(told["hours"]) >= 1
    assert told["sample"]["wrong"]["value"] is None
    other = (await client.get("/v1/stats", headers=charlie)).json()
    assert (other["for_people"], other["reasons"], other["floods"]) == (0, [], [])


async def test_days_are_counted_from_today_back(client: httpx2.AsyncClient, bob: Headers) -> None:
    week = (await client.get("/v1/stats", headers=bob)).json()
    assert len(week["hours"]) > 6 * 24
    day = (await client.get("/v1/stats", params={"days": 1}, headers=bob)).json()
    assert len(day["hours"]) <= 24
    for days in (0, 366):
        answer = await client.get("/v1/stats", params={"days": days}, headers=bob)
        assert fields(answer) == ["days"]
