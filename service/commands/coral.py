"""`greenroom coral`: the secrets that a site's Coral signs with."""

from datetime import UTC, datetime

import click

from service.commands.opening import data_option, show, with_store
from service.domain.sites import SigningSecret
from service.moderation.coral_secrets import add_secret, remove_secret


@click.group()
@data_option
def command() -> None:
    """Add, list and remove the secrets that a site's Coral signs with."""


@command.command()
@click.argument("site")
@click.option("--secret", prompt=True, hide_input=True, help="Asked for when it is not given.")
def add(site: str, secret: str) -> None:
    """Accept what the Coral of SITE signs with a secret; others stay good."""
    added = with_store(lambda store: add_secret(store, site, secret.strip()))
    click.echo(f"added the secret {added.id}")


@command.command(name="list")
@click.argument("site")
def list_(site: str) -> None:
    """List the secrets of SITE; never the secrets themselves."""
    known = with_store(lambda store: store.coral_secrets.of_site(site))
    show(("id", "added"), [(secret.id, _day(secret)) for secret in known])


@command.command()
@click.argument("site")
@click.argument("secret_id")
def remove(site: str, secret_id: str) -> None:
    """Refuse what is signed with the secret SECRET_ID of SITE."""
    with_store(lambda store: remove_secret(store, site, secret_id))
    click.echo(f"removed the secret {secret_id}")


def _day(secret: SigningSecret) -> str:
    return datetime.fromtimestamp(secret.created_at / 1000, UTC).date().isoformat()
