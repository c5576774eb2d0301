"""`greenroom sites`: the tenants of this installation."""

import click

from service.commands.opening import data_option, show, with_store
from service.moderation.sites import change_site, close_site, create_site


@click.group()
@data_option
def command() -> None:
    """Create, change, list and revoke sites."""


@command.command()
@click.argument("name")
@click.option("--title", help="As people know it.  [default: NAME]")
@click.option("--origin", "origins", multiple=True, help="Of its pages: https://news.example")
def create(name: str, title: str | None, origins: tuple[str, ...]) -> None:
    """Open a site with the default policy."""
    with_store(lambda store: create_site(store, name, title or name, origins))
    click.echo(f"created the site {name}")


@command.command()
@click.argument("name")
@click.option("--title", help="As people know it.")
@click.option(
    "--origin", "origins", multiple=True, help="All of its pages, in place of those known."
)
@click.option(
    "--proof-of-work/--no-proof-of-work",
    default=None,
    help="Whether its plain form asks browsers for some work before it takes a comment.",
)
def change(
    name: str, *, title: str | None, origins: tuple[str, ...], proof_of_work: bool | None
) -> None:
    """Change what is given; the rest stays as it is."""
    with_store(
        lambda store: change_site(
            store, name, title=title, origins=origins or None, proof_of_work=proof_of_work
        )
    )
    click.echo(f"changed the site {name}")


@command.command(name="list")
def list_() -> None:
    """List all sites."""
    sites = with_store(lambda store: store.sites.all())
    rows = [
        (site.name, site.title, " ".join(site.origins), "yes" if site.proof_of_work else "no")
        for site in sites
    ]
    show(("name", "title", "origins", "proof of work"), rows)


@command.command()
@click.argument("name")
def revoke(name: str) -> None:
    """Take a site out of service; its comments stay in the record."""
    with_store(lambda store: close_site(store, name))
    click.echo(f"revoked the site {name}")
