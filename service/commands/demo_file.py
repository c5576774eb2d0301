"""What `greenroom up` has written down of the site that it made."""

from pathlib import Path

import click
import orjson


def read_demo(data: Path) -> dict[str, str]:
    """Read where the service is and the keys of its demo site.

    Raises
    ------
    click.ClickException
        There is no such file.
    """
    path = data / "demo.json"
    try:
        demo: dict[str, str] = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        raise click.ClickException(f"no {path}: give --url and --key, or --data") from None
    return demo
