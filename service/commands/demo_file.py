"""Where the service is and by which key: as told, or as `greenroom up` has written it down."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
import orjson

Command = TypeVar("Command", bound=Callable[..., object])


def service_options(key: str) -> Callable[[Command], Command]:
    """Give a command the options `--url`, `--key`, which is described, and `--data`."""
    options = (
        click.option("--url", help="Of the service.  [default: from DATA/demo.json]"),
        click.option("--key", help=f"{key}  [default: from DATA/demo.json]"),
        click.option(
            "--data",
            default="var",
            show_default=True,
            type=click.Path(path_type=Path),
            help="Folder of a running `greenroom up`.",
        ),
    )

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def reach(url: str | None, key: str | None, data: Path) -> tuple[str, str]:
    """Tell where the service is and the key for it; what is not given is that of the demo site.

    Raises
    ------
    click.ClickException
        There is no such file.
    """
    if url and key:
        return url, key
    path = data / "demo.json"
    try:
        demo: dict[str, str] = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        raise click.ClickException(f"no {path}: give --url and --key, or --data") from None
    return url or demo["url"], key or demo["secret_key"]
