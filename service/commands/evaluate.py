"""`greenroom evaluate`: measure a model."""

from pathlib import Path

import click

from service.commands.bars import show_steps
from service.commands.extras import missing


@click.command()
@click.option(
    "--data",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with train/ and eval/*.jsonl.gz, labelled comments.",
)
@click.option(
    "--model",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the model.  [default: the one that ships]",
)
@click.option(
    "--report",
    default="report",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the figures and pictures.",
)
def command(data: Path, model: Path | None, report: Path) -> None:
    """Measure a model beside others on labelled comments, and write its model card."""
    try:
        from classifier.artifacts import SHIPPED  # noqa: PLC0415 - needs the extra `train`
        from classifier.evaluation import evaluate  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise missing(error) from None
    with show_steps() as progress:
        evaluate(model or SHIPPED, data, report, progress=progress)
    click.echo(f"the report is in {report}")
