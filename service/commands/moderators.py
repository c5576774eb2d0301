"""`greenroom moderators`: the people of a site."""

import click

from service.commands.opening import data_option, show, with_store
from service.domain.sites import Role
from service.moderation.moderators import (
    change_password,
    change_role,
    create_moderator,
    remove_moderator,
)


@click.group()
@data_option
def command() -> None:
    """Create, change, list and revoke the people who moderate."""


@command.command()
@click.argument("site")
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(Role, case_sensitive=False),
    default=Role.MODERATOR,
    help="[default: moderator]",
)
@click.password_option(help="Asked for when it is not given.")
def create(site: str, name: str, role: Role, password: str) -> None:
    """Give NAME an account on SITE."""
    with_store(lambda store: create_moderator(store, site, name, password, role))
    click.echo(f"created {role} {name} of {site}")


@command.command()
@click.argument("site")
@click.argument("name")
@click.argument("role", type=click.Choice(Role, case_sensitive=False))
def role(site: str, name: str, role: Role) -> None:
    """Give NAME another ROLE on SITE: moderator, lead or admin."""
    with_store(lambda store: change_role(store, site, name, role))
    click.echo(f"{name} of {site} is {role} now")


@command.command()
@click.argument("site")
@click.argument("name")
@click.password_option(help="Asked for when it is not given.")
def password(site: str, name: str, password: str) -> None:
    """Give NAME on SITE another password; who is signed in with the old one no longer is."""
    with_store(lambda store: change_password(store, site, name, password))
    click.echo(f"changed the password of {name} of {site}")


@command.command(name="list")
@click.argument("site")
def list_(site: str) -> None:
    """List the moderators of SITE."""
    people = with_store(lambda store: store.moderators.of_site(site))
    show(("name", "role"), [(person.name, person.role) for person in people])


@command.command()
@click.argument("site")
@click.argument("name")
def revoke(site: str, name: str) -> None:
    """Take the account of NAME on SITE away."""
    with_store(lambda store: remove_moderator(store, site, name))
    click.echo(f"revoked {name} of {site}")
