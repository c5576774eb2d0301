"""`greenroom restore`: puts a backup where a server begins from it."""

from pathlib import Path

import click

from service.backups import BackupError, read_backup


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def command(file: Path, folder: Path) -> None:
    """Make FOLDER, from the backup in FILE, what `greenroom up --data FOLDER` left off with.

    FOLDER must have no record. For a server of your own, stop it, and give it what is then in
    FOLDER/redis as its folder, and FOLDER/secret as GREENROOM_SECRET_FILE.
    """
    try:
        manifest = read_backup(file, folder)
    except BackupError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"restored {file}, taken with version {manifest.version}, into {folder}")
