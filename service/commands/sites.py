"""`greenroom sites`: the tenants of this installation."""

import click

from service.commands.accounts import data_option, show, with_store
from service.moderation.sites import close_site, create_site


@click.group()
@data_option
def command() -> None:
    """Create, list and revoke sites."""


@command.command()
@click.argument("name")
@click.option("--title", help="As people know it.  [default: NAME]")
@click.option("--origin", "origins", multiple=True, help="Of its pages: https://news.example")
def create(name: str, title: str | None, origins: tuple[str, ...]) -> None:
    """Open a site with the default policy."""
    with_store(lambda store: create_site(store, name, title or name, origins))
    click.echo(f"created the site {name}")


@command.command(name="list")
def list_() -> None:
    """List all sites."""
    sites = with_store(lambda store: store.sites.all())
    rows = [(site.name, site.title, " ".join(site.origins)) for site in sites]
    show(("name", "title", "origins"), rows)


@command.command()
@click.argument("name")
def revoke(name: str) -> None:
    """Take a site out of service; its comments stay in the record."""
    with_store(lambda store: close_site(store, name))
    click.echo(f"revoked the site {name}")
