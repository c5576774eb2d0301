"""`greenroom train`: train a model."""

from pathlib import Path

import click

from service.commands.bars import show_steps
from service.commands.extras import missing


@click.command()
@click.option(
    "--data",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with train/*.jsonl.gz, labelled comments.",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the model; one that is there is overwritten.",
)
@click.option(
    "--licence",
    "licences",
    multiple=True,
    help="How the licences of rows to learn from begin.  [default: those for commercial use]",
)
def command(data: Path, out: Path, licences: tuple[str, ...]) -> None:
    """Train a model on labelled comments."""
    try:
        from classifier.training import train  # noqa: PLC0415
        from classifier.training.licences import PERMITTED  # noqa: PLC0415 - needs the extra `train`
    except ModuleNotFoundError as error:
        raise missing(error) from None
    with show_steps() as progress:
        manifest = train(data, out, licences=licences or PERMITTED, progress=progress)
    click.echo(f"{manifest['model_id']} is in {out}")
