"""`greenroom backup`: the whole record, and the secret that it hangs on, in one file."""

from pathlib import Path

import click

from service import __version__
from service.backups import Manifest, write_backup
from service.clock import now_ms
from service.commands.opening import data_option, read_settings_of_record


@click.command()
@data_option
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Write the record into FILE, while everything goes on.

    FILE has the comments, and the secret that keys and hashes hang on: keep it as safe as them.
    """
    settings = read_settings_of_record()
    made = Manifest(version=__version__, taken_at=now_ms())
    size = write_backup(file, settings, made)
    click.echo(f"wrote {file}: {size / 2**20:,.1f} MB of record")
