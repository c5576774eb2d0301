"""The long form: one trial after another, each with the faults in another order.

    python -m tests.chaos --minutes 30 [--seed 1]

Prints what was done, what was answered, and what is not as it was promised: nothing, one hopes.
"""

import asyncio
import random
import sys
import time

import click

from tests.chaos.faults import LONG_FAULTS
from tests.chaos.trials import Plan, run


@click.command()
@click.option("--minutes", default=10.0, help="How long to go on.")
@click.option("--seed", default=1, help="Where to begin; the same seed, the same order of faults.")
def main(minutes: float, seed: int) -> None:
    """Run trials until the time is over; the exit code is 1 if anything was not as promised."""
    until, faults, accepted, wrongs = time.monotonic() + minutes * 60, 0, 0, 0
    while time.monotonic() < until:
        order = random.Random(seed).sample(LONG_FAULTS, len(LONG_FAULTS))
        result = asyncio.run(run(Plan(seed=seed, faults=order * 2)))
        click.echo("\n".join([f"seed {seed}: {result}", *result.wrongs]))
        faults += result.ledger.faults.total()
        accepted += len(result.ledger.accepted)
        wrongs += len(result.wrongs)
        seed += 1
    click.echo(f"{faults} faults, {accepted} comments accepted, {wrongs} wrongs")
    sys.exit(1 if wrongs else 0)


if __name__ == "__main__":
    main()
