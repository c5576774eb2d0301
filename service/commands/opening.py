"""Opening the record for the commands that need no service: what it is opened with, and tables."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TypeVar

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Column, Table

from service.commands.configuring import read_settings
from service.settings import Settings
from service.store.redis import Store, open_store

Answer = TypeVar("Answer")
OTHERWISE = "For a running `greenroom up` or `make run`, say where it keeps everything: --data var"


def _point_at(_context: click.Context, _option: click.Parameter, data: Path | None) -> None:
    if data:
        os.environ["GREENROOM_REDIS_URL"] = f"unix://{data.resolve() / 'redis.sock'}"
        os.environ["GREENROOM_SECRET_FILE"] = str(data.resolve() / "secret")


data_option = click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    callback=_point_at,
    expose_value=False,
    help="Folder of a running `greenroom up`.  [default: what the settings name]",
)


def read_settings_of_record() -> Settings:
    """Read the settings, those of the record perhaps from `--data`.

    Raises
    ------
    click.ClickException
        With one line for each bad setting, and how to do without.
    """
    try:
        return read_settings()
    except click.ClickException as error:
        raise click.ClickException(f"{error.message}\n{OTHERWISE}") from None


def with_store(use: Callable[[Store], Awaitable[Answer]]) -> Answer:
    """Run something on the record that the settings name."""
    settings = read_settings_of_record()

    async def run() -> Answer:
        async with open_store(settings.redis) as store:
            return await use(store)

    return asyncio.run(run())


def show(headers: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Print a table; what comes first is never broken: other commands are given it."""
    first, *others = headers
    columns = [Column(other, overflow="fold") for other in others]  # the default leaves words out
    table = Table(
        Column(first, no_wrap=True, overflow="ignore"), *columns, box=SIMPLE, padding=(0, 1, 0, 0)
    )
    for row in rows:
        table.add_row(*row)
    Console().print(table)
