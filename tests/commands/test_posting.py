"""Posting comments to an API that stumbles, and following them up."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable

import httpx2
import orjson
import pytest

from service.commands.replaying import posting
from service.commands.replaying.calling import Caller, NoAnswerError
from service.commands.replaying.posting import Fate, Pace, follow_all, post_all
from service.commands.replaying.rows import Row
from service.commands.replaying.tables import tabulate

Handler = Callable[[httpx2.Request], httpx2.Response]


def row(name: str, *labels: str) -> Row:
    return Row({"text": name, "external_id": name}, "here", labels or ("clean",))


def calling(handler: Handler, patience_s: float = 5) -> Caller:
    transport = httpx2.MockTransport(handler)
    return Caller(httpx2.AsyncClient(transport=transport, base_url="http://service"), patience_s)


def accepted(request: httpx2.Request) -> httpx2.Response:
    name = orjson.loads(request.content)["external_id"]
    return httpx2.Response(202, json={"id": f"id-{name}", "status": "pending"})


async def post(handler: Handler, *names: str, patience_s: float = 5) -> list[Fate]:
    caller = calling(handler, patience_s)
    return await post_all(caller, [row(name) for name in names], 4, Pace(None), lambda: None)


async def test_every_row_is_posted_once() -> None:
    seen: Counter[str] = Counter()

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen[orjson.loads(request.content)["external_id"]] += 1
        return accepted(request)

    names = [str(number) for number in range(50)]
    fates = await post(handler, *names)
    assert seen == Counter(names)
    assert [fate.id for fate in fates] == [f"id-{name}" for name in names]


@pytest.mark.parametrize("stumble", [503, 429, 502, "connection"])
async def test_a_stumble_is_answered_with_the_same_request_again(stumble: int | str) -> None:
    bodies: list[bytes] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        bodies.append(request.content)
        if len(bodies) > 1:
            return accepted(request)
        if stumble == "connection":
            raise httpx2.ReadError("cut off")
        return httpx2.Response(int(stumble))

    (fate,) = await post(handler, "a")
    assert (fate.id, fate.status) == ("id-a", "pending")
    assert len(bodies) == 2
    assert bodies[0] == bodies[1]


async def test_retry_after_is_heeded() -> None:
    times: list[float] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        times.append(time.monotonic())
        if len(times) == 1:
            return httpx2.Response(429, headers={"Retry-After": "1"})
        return accepted(request)

    await post(handler, "a")
    assert times[1] - times[0] >= 1


async def test_patience_ends() -> None:
    with pytest.raises(NoAnswerError, match="status 503"):
        await calling(lambda _: httpx2.Response(503), patience_s=0.2).call("GET", "/")


async def test_a_refused_row_says_why_and_does_not_stop_the_others() -> None:
    def handler(request: httpx2.Request) -> httpx2.Response:
        if b'"bad"' in request.content:
            return httpx2.Response(422, text="text: too long")
        return accepted(request)

    bad, good = await post(handler, "bad", "good")
    assert (bad.status, bad.fault) == ("refused", "422 text: too long")
    assert good.status == "pending"


async def test_comments_are_followed_until_they_are_decided_or_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(posting, "LOOK_AGAIN_S", 0.01)
    looks: Counter[str] = Counter()

    def handler(request: httpx2.Request) -> httpx2.Response:
        name = request.url.path.rpartition("/")[2]
        looks[name] += 1
        if name == "gone":
            return httpx2.Response(404)
        late = name == "late" and looks[name] < 3
        return httpx2.Response(200, json={"status": "pending" if late else "approved"})

    names = ("soon", "late", "gone")
    fates = [Fate(row(name), status="pending", id=name) for name in names]
    done: list[None] = []
    await follow_all(calling(handler), fates, 4, 5, lambda: done.append(None))
    assert [fate.status for fate in fates] == ["approved", "approved", "lost"]
    assert looks == {"soon": 1, "late": 3, "gone": 1}
    assert len(done) == 3


async def test_a_comment_that_stays_pending_is_given_up_after_a_while() -> None:
    fate = Fate(row("a"), status="pending", id="a")
    caller = calling(lambda _: httpx2.Response(200, json={"status": "pending"}))
    async with asyncio.timeout(5):
        await follow_all(caller, [fate], 1, 0.3, lambda: None)
    assert fate.status == "pending"


async def test_a_pace_spreads_turns_evenly() -> None:
    pace = Pace(50)
    began = time.monotonic()
    await asyncio.gather(*(pace() for _ in range(10)))
    assert 0.18 <= time.monotonic() - began < 0.5


def test_the_table_counts_by_label_and_shows_that_nothing_is_lost() -> None:
    fates = [
        Fate(row("a", "insult", "spam"), status="spam"),
        Fate(row("b"), status="approved"),
        Fate(row("c"), status="erased"),
    ]
    table = tabulate(fates)
    cells = {str(column.header): list(column.cells) for column in table.columns}
    assert cells["label"] == ["clean", "insult", "spam", ""]
    assert cells["comments"] == ["2", "1", "1", "3"]
    assert cells["spam"] == ["0", "1", "1", "1"]
    assert cells["erased"] == ["1", "0", "0", "1"]
    assert cells["pending"] == cells["lost"] == ["0", "0", "0", "0"]
    assert "refused" not in cells
