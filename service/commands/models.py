"""`greenroom models`: which models there are, and which of them decides."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from service.commands.opening import data_option, show, with_store
from service.domain.errors import NotFoundError
from service.domain.models import Choice, ModelRecord
from service.domain.setting_changes import OPERATOR
from service.domain.sites import ALL_SITES
from service.moderation import registry
from service.moderation.overviews import Overview, look_over
from service.moderation.registry import Wish
from service.store.redis import Store

site_option = click.option(
    "--site", default=ALL_SITES, help="A site that chooses for itself.  [default: all others]"
)


@click.group()
@data_option
def command() -> None:
    """Import models and choose which of them decides.

    Every API and worker process follows a choice within five seconds, without a restart.
    """


@command.command(name="import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def import_(folder: Path) -> None:
    """Put the model in FOLDER into the record; nothing goes by it yet."""
    from service.artifacts import open_folder  # noqa: PLC0415 - loads the classifier

    found = open_folder(folder)
    with_store(lambda store: registry.import_model(store, found, OPERATOR))
    click.echo(f"imported {found.id}")


@command.command(name="list")
@site_option
def list_(site: str) -> None:
    """List all models: which decides, which is the shadow."""
    overview = with_store(lambda store: look_over(store, site))
    headers = ("id", "is", "added", "by", "MB", "rows")
    show(headers, [_row(model, overview) for model in overview.models])
    click.echo(f"{overview.following} of {overview.processes} processes go by what is chosen")
    for trouble in overview.troubles:
        click.echo(f"{trouble.model} cannot be used by {trouble.processes}: {trouble.why}")


@command.command()
@click.argument("model")
@site_option
def promote(model: str, site: str) -> None:
    """Let MODEL decide."""
    _choose(site, lambda store, wish: registry.promote(store, wish, model))


@command.command()
@click.argument("model")
@site_option
def shadow(model: str, site: str) -> None:
    """Let MODEL score beside the one that decides, unseen."""
    _choose(site, lambda store, wish: registry.cast_shadow(store, wish, model))


@command.command()
@click.argument("model")
@site_option
def retire(model: str, site: str) -> None:
    """Do without MODEL: for a site as its own choice, else wholly, unless it is in use."""
    _choose(site, lambda store, wish: registry.retire(store, wish, model))


@command.command()
@site_option
def rollback(site: str) -> None:
    """Let decide what did before the last promotion."""
    _choose(site, registry.roll_back)


def _choose(site: str, change: Callable[[Store, Wish], Awaitable[Choice]]) -> None:
    async def do(store: Store) -> Choice:
        if site != ALL_SITES and await store.sites.get(site) is None:
            raise NotFoundError(f"There is no site “{site}”.")
        return await change(store, Wish(site, OPERATOR))

    choice = with_store(do)
    default = "what came with Greenroom" if site == ALL_SITES else "the installation's choice"
    click.echo(f"decides: {choice.deciding or default}; shadow: {choice.shadow or 'none'}")


def _row(model: ModelRecord, overview: Overview) -> tuple[str, ...]:
    added = datetime.fromtimestamp(model.added_at / 1000, UTC).date().isoformat()
    rows = str(model.manifest.get("training_rows", ""))
    return (
        model.id,
        _state(model, overview),
        added,
        model.added_by,
        f"{model.size / 1e6:.1f}",
        rows,
    )


def _state(model: ModelRecord, overview: Overview) -> str:
    if model.retired_at is not None:
        return "retired"
    words = {overview.shadow: "shadow", overview.chosen: "chosen", overview.deciding: "decides"}
    return words.get(model.id, "")
