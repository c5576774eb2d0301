"""GET /v1/audit and its export."""

import csv
import io
import json
from typing import Any

import httpx2
import pytest

from service.domain.sites import Site
from service.store import audit
from service.store.redis import Store
from tests.answers import fields
from tests.callers import Headers
from tests.drafts import accept


@pytest.fixture
async def ids(client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site) -> list[str]:
    """Four comments, of which one is approved, with a note that begins like a formula."""
    ids = [(await accept(store, site.name)).id for _ in range(4)]
    sent = {"action": "approve", "note": "=HYPERLINK(1)", "version": 1}
    answer = await client.post(f"/v1/comments/{ids[1]}/decisions", json=sent, headers=bob)
    assert answer.status_code == 200
    return ids


async def read(client: httpx2.AsyncClient, headers: Headers, **query: object) -> dict[str, Any]:
    answer = await client.get("/v1/audit", params=query, headers=headers)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_the_newest_change_comes_first(
    client: httpx2.AsyncClient, bob: Headers, ids: list[str]
) -> None:
    told = await read(client, bob)
    assert [entry["comment"] for entry in told["items"]] == [ids[1], *reversed(ids)]
    assert told["next_cursor"] is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"action": "approve"}, 1),
        ({"to": "pending"}, 4),
        ({"from": "pending"}, 1),
        ({"actor": "bobs-key"}, 4),
        ({"since": "2026-01-01T00:00:00Z"}, 5),
        ({"until": "2026-01-01T00:00:00Z"}, 0),
        ({"action": "approve", "to": "spam"}, 0),
    ],
)
async def test_filters_narrow_it(
    client: httpx2.AsyncClient, bob: Headers, ids: list[str], query: dict[str, str], found: int
) -> None:
    assert len((await read(client, bob, **query))["items"]) == found


async def test_times_are_from_and_up_to(
    client: httpx2.AsyncClient, bob: Headers, ids: list[str]
) -> None:
    newest = (await read(client, bob, limit=1))["items"][0]
    assert newest in (await read(client, bob, since=newest["at"]))["items"]
    assert newest not in (await read(client, bob, until=newest["at"]))["items"]


async def test_it_is_read_page_by_page_without_gap_or_repetition(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site, ids: list[str]
) -> None:
    everything = (await read(client, bob))["items"]
    pages: list[Any] = []
    cursor = None
    while cursor or not pages:
        told = await read(client, bob, limit=2, **({"cursor": cursor} if cursor else {}))
        pages.append(told["items"])
        cursor = told["next_cursor"]
        await accept(store, site.name)  # what is added meanwhile moves nothing
    assert [entry for page in pages for entry in page] == everything


async def test_one_comment_s_entries_are_found_page_by_page(
    client: httpx2.AsyncClient, bob: Headers, ids: list[str]
) -> None:
    first = await read(client, bob, comment=ids[1], limit=1)
    assert [entry["action"] for entry in first["items"]] == ["approve"]
    second = await read(client, bob, comment=ids[1], limit=1, cursor=first["next_cursor"])
    assert [entry["action"] for entry in second["items"]] == ["accept"]
    assert second["next_cursor"] is None


async def test_a_page_looks_at_so_many_entries_and_says_where_to_go_on(
    client: httpx2.AsyncClient, bob: Headers, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "_LOOK_AT_MOST", 2)
    monkeypatch.setattr(audit, "_AT_ONCE", 3)
    cursor: str | None = ""
    found, pages = [], 0
    while cursor is not None:
        told = await read(client, bob, action="accept", **({"cursor": cursor} if cursor else {}))
        found += [entry["comment"] for entry in told["items"]]
        cursor, pages = told["next_cursor"], pages + 1
    assert (found, pages) == (ids[::-1], 3)


@pytest.mark.parametrize("cursor", ["x", "1", "1-", "1-1 +", "-1", "9" * 30 + "-1"])
async def test_a_cursor_of_something_else_is_refused(
    client: httpx2.AsyncClient, bob: Headers, site: Site, cursor: str
) -> None:
    answer = await client.get("/v1/audit", params={"cursor": cursor}, headers=bob)
    assert fields(answer) == ["cursor"]


async def test_another_site_s_log_is_another(
    client: httpx2.AsyncClient, charlie: Headers, ids: list[str]
) -> None:
    assert (await read(client, charlie))["items"] == []
    assert (await read(client, charlie, comment=ids[0]))["items"] == []


async def test_it_is_exported_line_by_line(
    client: httpx2.AsyncClient, bob: Headers, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.api.audit._EXPORTED_AT_ONCE", 2)
    answer = await client.get("/v1/audit/export", headers=bob)
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    assert answer.headers["Content-Disposition"].endswith('"audit-courier.ndjson"')
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert lines == (await read(client, bob))["items"]


async def test_no_cell_of_an_exported_table_is_a_formula(
    client: httpx2.AsyncClient, bob: Headers, ids: list[str]
) -> None:
    query = {"format": "csv", "action": "approve"}
    answer = await client.get("/v1/audit/export", params=query, headers=bob)
    assert answer.headers["Content-Type"].startswith("text/csv")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["comment"], row["from"], row["to"]) == (ids[1], "pending", "approved")
    assert row["note"] == "'=HYPERLINK(1)"
    assert json.loads(row["reasons"])[0]["code"] == "moderator"


@pytest.mark.parametrize("value", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_every_beginning_of_a_formula_is_defused(value: str) -> None:
    from service.api.exporting import _defused  # noqa: PLC0415 - what the table is made of

    assert _defused(value) == f"'{value}"
    assert _defused(f"x{value}") == f"x{value}"


async def test_a_note_stands_with_its_decision_until_the_comment_is_erased(
    client: httpx2.AsyncClient, bob: Headers, ids: list[str]
) -> None:
    async def notes() -> list[str | None]:
        everything = (await read(client, bob))["items"]
        export = await client.get("/v1/audit/export", params={"format": "ndjson"}, headers=bob)
        history = (await client.get(f"/v1/comments/{ids[1]}/history", headers=bob)).json()["items"]
        of_one = (await read(client, bob, comment=ids[1]))["items"]
        lists = (everything, map(json.loads, export.text.splitlines()), history, of_one)
        return [row["note"] for rows in lists for row in rows if row["action"] == "approve"]

    assert await notes() == ["=HYPERLINK(1)"] * 4
    await client.delete(f"/v1/comments/{ids[1]}", headers=bob)
    assert await notes() == [None] * 4
