"""`greenroom rescore`: score stored comments again in bulk, and watch how it goes."""

import time
from pathlib import Path
from typing import Any

import click
import httpx2
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from service.commands.demo_file import reach, service_options
from service.domain.rescorings import DECIDED, Apply

LOOKS_EVERY_S = 0.5
ANSWER_S = 30.0
OVER = ("done", "cancelled", "undone")


@click.command()
@click.option(
    "--apply",
    type=click.Choice([a.value for a in Apply]),
    default=Apply.NONE.value,
    show_default=True,
    help="What of it is to be kept.",
)
@click.option(
    "--status", type=click.Choice([s.value for s in DECIDED]), help="Only of this status."
)
@click.option("--thread", help="Only those of this thread.")
@click.option("--since", help="Arrived at or after: 2026-01-31T08:00:00Z.")
@click.option("--until", help="Arrived before.")
@click.option("--model-not", help="Not those that have scores of this model already.")
@click.option("--model", help="Whose scores.  [default: the one that decides]")
@service_options(key="A key that may administer.")
def command(
    *, apply: str, model: str | None, url: str | None, key: str | None, data: Path, **which: str
) -> None:
    """Score stored comments again, and judge them by the policy that is in force.

    With `--apply none`, the default, nothing is changed: it is told what would be. What a person
    decided gets new scores at most. Ctrl-C leaves it to the workers: it goes on.
    """
    url, key = reach(url, key, data)
    body: dict[str, Any] = {"apply": apply, "filter": {k: v for k, v in which.items() if v}}
    if model:
        body["model"] = model
    headers = {"Authorization": f"Bearer {key}"}
    with httpx2.Client(base_url=url, headers=headers, timeout=ANSWER_S) as client:
        begun = _answer(client, "POST", "/v1/rescorings", body)
        click.echo(f"rescoring {begun['id']}")
        ended = _watch(client, begun)
    _report(ended)
    if ended["state"] != "done" or ended["errors"]:
        raise SystemExit(1)


def _watch(client: httpx2.Client, rescoring: dict[str, Any]) -> dict[str, Any]:
    """Draw a bar until it is over, or rests."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, TextColumn("{task.description}")) as progress:
        bar = progress.add_task("", total=rescoring["total"])
        while rescoring["state"] not in (*OVER, "paused"):
            time.sleep(LOOKS_EVERY_S)
            rescoring = _answer(client, "GET", f"/v1/rescorings/{rescoring['id']}")
            told = f"{rescoring['rate']:,.0f}/s, {rescoring['changed']:,} verdicts change"
            progress.update(bar, completed=rescoring["done"], description=told)
    return rescoring


def _answer(
    client: httpx2.Client, method: str, path: str, body: dict[str, Any] | None = None
) -> dict[str, Any]:
    try:
        answer = client.request(method, path, json=body)
    except httpx2.TransportError as error:
        raise click.ClickException(f"{client.base_url} does not answer: {error}") from None
    if not answer.is_success:
        problem = answer.json()
        faults = [f"{fault['field']}: {fault['message']}" for fault in problem.get("errors", ())]
        raise click.ClickException("\n".join([problem["detail"], *faults]))
    told: dict[str, Any] = answer.json()
    return told


def _report(rescoring: dict[str, Any]) -> None:
    table = Table("from", "to", "comments")
    for move in rescoring["moves"]:
        table.add_row(move["from"], move["to"], f"{move['count']:,}")
    if rescoring["moves"]:
        Console().print(table)
    click.echo(
        f"{rescoring['state']}: {rescoring['done']:,} looked at, {rescoring['scored']:,} scored, "
        f"{rescoring['changed']:,} verdicts changed, {rescoring['errors']:,} errors"
    )
    click.echo(f"changes: GET /v1/rescorings/{rescoring['id']}/changes")
