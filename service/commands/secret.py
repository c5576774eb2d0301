"""`greenroom secret`: make the secret of an installation."""

from pathlib import Path

import click

from service.supervision.data_folder import make_secret


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """Make the secret of an installation in FILE, unless it is there.

    Name the file in GREENROOM_SECRET_FILE, keep it, and back it up: keys, sessions and hashes hang
    on it.
    """
    make_secret(file)
