"""Several APIs and workers on one record, told from outside: whether they work as one."""

import asyncio
import json
from functools import partial

import httpx2

from tests.integration.waiting import until

EACH = 40
"""Comments that are posted through each API."""


async def work_as_one(apis: list[httpx2.AsyncClient]) -> None:
    """Fail unless what is done on one is true on the other, and everything is done once."""
    one, other = apis
    ids = await _post_through(apis)
    await until(partial(_all_decided, other, ids), within_s=60)
    assert await _decisions_each(one, ids) == {1}

    waited = await one.post("/v1/comments", json=_comment("wait"), headers={"Prefer": "wait=10"})
    assert waited.status_code == 200, "no worker's decision was heard"
    read = (await other.get(waited.headers["Location"])).json()
    assert read["status"] == waited.json()["status"] != "pending"

    told = await _decide_while_listening(one, other, read)
    assert (told["comment"], told["status"]) == (read["id"], "rejected")
    seen = {"action": "approve", "version": read["version"]}
    stale = await other.post(f"/v1/comments/{read['id']}/decisions", json=seen)
    assert stale.status_code == 409  # it is the version before what was decided on the first


async def _post_through(apis: list[httpx2.AsyncClient]) -> list[str]:
    """Post through all at once; the same idempotency key finds the same comment anywhere."""
    posting = [
        api.post(
            "/v1/comments", json=_comment(f"{at} {n}"), headers={"Idempotency-Key": f"{at}-{n}"}
        )
        for at, api in enumerate(apis)
        for n in range(EACH)
    ]
    answers = await asyncio.gather(*posting)
    ids = [answer.raise_for_status().json()["id"] for answer in answers]
    assert len(set(ids)) == len(apis) * EACH
    again = await apis[1].post(
        "/v1/comments", json=_comment("0 0"), headers={"Idempotency-Key": "0-0"}
    )
    assert again.json()["id"] == ids[0]
    return ids


async def _decide_while_listening(
    one: httpx2.AsyncClient, other: httpx2.AsyncClient, comment: dict[str, object]
) -> dict[str, object]:
    """Decide on one API; give what the other tells of it, as it happens."""
    decision = {"action": "reject", "version": comment["version"]}
    async with asyncio.timeout(20), other.stream("GET", "/v1/events") as stream:
        assert stream.status_code == 200
        decided = await one.post(f"/v1/comments/{comment['id']}/decisions", json=decision)
        assert decided.is_success, decided.text
        async for line in stream.aiter_lines():
            if line.startswith("data:"):
                told: dict[str, object] = json.loads(line.removeprefix("data:"))
                if told.get("status") == "rejected":
                    return told
    raise AssertionError("the stream ended")


def _comment(about: str) -> dict[str, object]:
    return {"text": f"What a fine harbour this is, said {about}.", "thread": {"id": "harbour"}}


async def _all_decided(api: httpx2.AsyncClient, ids: list[str]) -> bool:
    answers = await asyncio.gather(*(api.get(f"/v1/comments/{id_}") for id_ in ids))
    return all(answer.raise_for_status().json()["status"] != "pending" for answer in answers)


async def _decisions_each(api: httpx2.AsyncClient, ids: list[str]) -> set[int]:
    """How many entries the histories have after the first, whichever comment's."""
    answers = await asyncio.gather(*(api.get(f"/v1/comments/{id_}/history") for id_ in ids))
    return {len(answer.raise_for_status().json()["items"]) - 1 for answer in answers}
