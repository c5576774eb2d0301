"""`greenroom rescore` orders a rescoring, watches it, and says what came of it."""

import asyncio
from pathlib import Path

from click.testing import CliRunner, Result

from service.cli import main
from service.domain.sites import Site
from service.settings import Settings
from service.store.background import beside
from service.store.redis import Store
from tests import callers
from tests.moderation.rescored import NAME, SternScorer, judged, now, rescorer
from tests.serving import listening


async def run(url: str, key: str, *arguments: str) -> Result:
    words = ["rescore", "--url", url, "--key", key, *arguments]
    return await asyncio.to_thread(CliRunner().invoke, main, words)


async def work_on(store: Store) -> None:
    worker = rescorer(store)
    while True:
        await worker.work(NAME)
        await asyncio.sleep(0.01)


async def test_it_says_what_changed(store: Store, site: Site, settings: Settings) -> None:
    comments = await judged(store, "A fine piece.", "hmm, one", "hmm, two")
    key = (await callers.server(store, NAME))["Authorization"].removeprefix("Bearer ")
    async with listening(settings, SternScorer()) as url, beside(work_on(store)):
        told = await run(url, key, "--apply", "decisions", "--status", "held")
        refused = await run(url, key, "--since", "yesterday")
    assert told.exit_code == 0, told.output
    assert "done: 2 looked at, 2 scored, 2 verdicts changed, 0 errors" in told.output
    assert "held" in told.output
    assert [c.status for c in await now(store, comments)] == ["approved", "rejected", "rejected"]
    assert refused.exit_code == 1
    assert "since: Write a time as 2026-01-31T08:00:00Z." in refused.output


def test_without_a_key_it_says_where_one_would_be_found(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["rescore", "--data", str(tmp_path)])
    assert result.exit_code == 1
    assert "demo.json: give --url and --key, or --data" in result.output


async def test_a_service_that_is_away_is_named() -> None:
    told = await run("http://127.0.0.1:1", "gr_sec_x")
    assert told.exit_code == 1
    assert "http://127.0.0.1:1 does not answer" in told.output
