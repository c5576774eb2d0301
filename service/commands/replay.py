"""`greenroom replay`: post a file of comments through the API and see what becomes of them."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click
import httpx2
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from service.commands.demo_file import reach, service_options
from service.commands.replaying.calling import Caller, NoAnswerError
from service.commands.replaying.posting import OPEN, REFUSED, Fate, Pace, follow_all, post_all
from service.commands.replaying.rows import Row, read_rows
from service.commands.replaying.tables import tabulate

NOBODY = "00000000-0000-7000-8000-000000000000"
CONNECT_S = 5.0
ANSWER_S = 30.0


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How to replay."""

    lanes: int
    rate: float | None
    patience_s: float


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@service_options(key="A secret key.")
@click.option("--limit", type=click.IntRange(min=1), help="Post only the first so many rows.")
@click.option("--rate", type=click.FloatRange(0, min_open=True), help="Comments a second, at most.")
@click.option("--lanes", default=16, show_default=True, help="Requests under way at a time.")
@click.option("--patience", default=60.0, show_default=True, help="Seconds without an answer.")
@click.option("--source-field", default="source", show_default=True, help="Field to count by.")
def command(  # noqa: PLR0913 - one for each option
    file: Path,
    *,
    url: str | None,
    key: str | None,
    data: Path,
    limit: int | None,
    rate: float | None,
    lanes: int,
    patience: float,
    source_field: str,
) -> None:
    """Post the comments of FILE through the API and print what became of them.

    FILE is JSON lines or CSV, gzipped or not. Each row has a `text`, and if it likes an `id`, an
    `author`, a `thread`, `labels` and a source. The id makes posting it twice harmless.
    """
    rows = read_rows(file, source_field)[:limit]
    url, key = reach(url, key, data)
    manner = Manner(lanes=lanes, rate=rate, patience_s=patience)
    fates = asyncio.run(_replay(rows, url, key, manner))
    _report(fates)
    if any(fate.status in OPEN for fate in fates):
        raise SystemExit(1)


async def _replay(rows: Sequence[Row], url: str, key: str, manner: Manner) -> list[Fate]:
    async with httpx2.AsyncClient(
        base_url=url,
        headers={"Authorization": f"Bearer {key}"},
        timeout=httpx2.Timeout(ANSWER_S, connect=CONNECT_S),
        limits=httpx2.Limits(max_connections=manner.lanes),
    ) as client:
        caller = Caller(client, manner.patience_s)
        await _check(caller, url)
        with _progress() as progress:
            return await _post_and_follow(caller, rows, manner, progress)


async def _check(caller: Caller, url: str) -> None:
    """Ask for a comment that nobody wrote, before 5,000 rows are refused one by one."""
    try:
        answer = await caller.call("GET", f"/v1/comments/{NOBODY}")
    except NoAnswerError as error:
        raise click.ClickException(f"{url} does not answer: {error}") from None
    if answer.status_code != httpx2.codes.NOT_FOUND:
        raise click.ClickException(f"{url} does not take this key: {answer.status_code}")


async def _post_and_follow(
    caller: Caller, rows: Sequence[Row], manner: Manner, progress: Progress
) -> list[Fate]:
    began = time.monotonic()
    bar = progress.add_task("posting", total=len(rows))
    step = partial(progress.advance, bar)
    fates = await post_all(caller, rows, manner.lanes, Pace(manner.rate), step)
    posted = time.monotonic() - began
    bar = progress.add_task("deciding", total=sum(bool(fate.id) for fate in fates))
    step = partial(progress.advance, bar)
    await follow_all(caller, fates, manner.lanes, manner.patience_s, step)
    progress.console.print(
        f"{len(rows):,} posted in {posted:.1f} s ({len(rows) / posted:,.0f}/s), "
        f"all followed up after {time.monotonic() - began:.1f} s"
    )
    return fates


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description:>8}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )


def _report(fates: Sequence[Fate]) -> None:
    console = Console()
    if not console.is_terminal:  # a file has room
        console.width = 120
    console.print(tabulate(fates))
    for fate in [fate for fate in fates if fate.status in (*OPEN, REFUSED)][:10]:
        name = fate.row.body["external_id"]
        console.print(f"{fate.status}: {name} {fate.fault}", markup=False, highlight=False)
