"""`greenroom keys`: API keys."""

from datetime import UTC, datetime

import click

from service.commands.opening import data_option, read_settings_of_record, show, with_store
from service.domain.pseudonyms import Pseudonyms
from service.domain.sites import ApiKey, KeyKind, Scope
from service.moderation.keys import KeyRequest, issue_key, revoke_key
from service.moderation.short_keys import issue_short_key

DAY_S = 86_400


@click.group()
@data_option
def command() -> None:
    """Create, list and revoke API keys."""


@command.command()
@click.argument("site")
@click.option("--publishable", is_flag=True, help="May stand in a page; submits only.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(Scope, case_sensitive=False),
    help="Repeatable.  [default: submit]",
)
@click.option("--short", is_flag=True, help="Twelve digits, for software that speaks Akismet.")
@click.option("--label", default="", help="What it is for.")
@click.option("--days", type=click.IntRange(min=1), help="Days to live.  [default: until revoked]")
def create(
    *,
    site: str,
    publishable: bool,
    short: bool,
    scopes: tuple[Scope, ...],
    label: str,
    days: int | None,
) -> None:
    """Make a key for SITE ("*": for all) and print it, this once."""
    if short and (publishable or scopes):
        raise click.UsageError("a short key is for servers, and has the scopes that it needs")
    life_s = days * DAY_S if days else None
    if short:
        pseudonyms = Pseudonyms(read_settings_of_record().secret.get_secret_value())
        key, _ = with_store(lambda store: issue_short_key(store, pseudonyms, site, label, life_s))
        click.echo(key)
        return
    request = KeyRequest(
        site=site,
        kind=KeyKind.PUBLISHABLE if publishable else KeyKind.SECRET,
        scopes=frozenset(scopes or {Scope.SUBMIT}),
        label=label,
        life_s=life_s,
    )
    secret, _key = with_store(lambda store: issue_key(store, request))
    click.echo(secret)


@command.command(name="list")
@click.argument("site")
def list_(site: str) -> None:
    """List the keys of SITE ("*": those for all); never the keys themselves."""
    keys = with_store(lambda store: store.api_keys.of_site(site))
    headers = ("id", "kind", "scopes", "label", "created", "expires", "revoked")
    show(headers, [_row(key) for key in keys])


@command.command()
@click.argument("key_id")
def revoke(key_id: str) -> None:
    """End the life of the key with the id KEY_ID, its third part: gr_sec_KEY-ID_..."""
    with_store(lambda store: revoke_key(store, key_id))
    click.echo(f"revoked the key {key_id}")


def _row(key: ApiKey) -> tuple[str, ...]:
    times = map(_day, (key.created_at, key.expires_at, key.revoked_at))
    return (key.id, key.kind, " ".join(sorted(key.scopes)), key.label, *times)


def _day(milliseconds: int | None) -> str:
    if milliseconds is None:
        return ""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat()
