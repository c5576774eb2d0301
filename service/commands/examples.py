"""`greenroom examples`: what a site's people have taught, for the next model."""

import gzip
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import orjson

from service.commands.opening import data_option, with_store
from service.domain.errors import NotFoundError
from service.domain.examples import LICENCE, as_row
from service.moderation.teaching import lessons
from service.store.redis import Store


@click.group()
@data_option
def command() -> None:
    """Count and export the labelled examples of a site."""


@command.command()
@click.argument("site")
def count(site: str) -> None:
    """Count the examples of SITE."""
    click.echo(with_store(lambda store: _count(store, site)))


@command.command(
    help=f"""Write the examples of SITE as JSON lines, a row each.

    Written to DATA/train/SITE.jsonl.gz, `greenroom train --data DATA --licence {LICENCE}` learns
    from them.
    """
)
@click.argument("site")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; compressed if its name ends in .gz.  [default: standard output]",
)
def export(site: str, out: Path | None) -> None:
    """Write the examples of a site."""
    written = with_store(lambda store: _export(store, site, out))
    click.echo(f"{written} examples", err=True)


async def _count(store: Store, site: str) -> int:
    return sum([1 async for _example in lessons(store, site)])


async def _export(store: Store, site: str, out: Path | None) -> int:
    if await store.sites.get(site) is None:
        raise NotFoundError(f"There is no site “{site}”.")
    written = 0
    with _opened(out) as write:
        async for example in lessons(store, site):
            write(orjson.dumps(as_row(site, example), option=orjson.OPT_APPEND_NEWLINE))
            written += 1
    return written


@contextmanager
def _opened(out: Path | None) -> Iterator[Callable[[bytes], object]]:
    """Open what to write to, and give its way to write."""
    if out is None:
        yield sys.stdout.buffer.write
        return
    with gzip.open(out, "wb") if out.suffix == ".gz" else out.open("wb") as file:
        yield file.write
