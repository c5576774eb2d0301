"""Every fault once, in some order, under load; the long form is `make chaos`."""

import asyncio
import random
import sys

import pytest

from tests.chaos.faults import FAULTS, flush_broker
from tests.chaos.houses import House
from tests.chaos.trials import Plan, run


async def test_whatever_happens_every_comment_that_was_taken_is_there_once_and_decided(
    capsys: pytest.CaptureFixture[str],
) -> None:
    faults = random.Random(7).sample(FAULTS, len(FAULTS))
    result = await run(Plan(seed=7, faults=faults))
    with capsys.disabled():
        sys.stdout.write(f"\n{result}\n")
    assert result.wrongs == []
    assert result.ledger.faults.total() == len(FAULTS)
    assert len(result.ledger.accepted) > 100
    assert result.ledger.decided


async def stop_worker_and_flush_broker(house: House, chance: random.Random) -> None:
    """For a while nobody hears the doorbell, and then what it said is gone."""
    worker = house.parts.pop("worker")
    worker.close()
    await asyncio.sleep(2)
    await flush_broker(house, chance)
    house.parts["worker"] = worker


async def test_without_sweeps_comments_stay_behind_and_are_found_missing() -> None:
    """The control: were this green, the trial above would prove nothing."""
    never = {"GREENROOM_WORK_SWEEP_S": "86400"}
    faults = [stop_worker_and_flush_broker]
    result = await run(Plan(seed=8, faults=faults, settle_s=4, environment=never))
    assert any("is pending for ever" in wrong for wrong in result.wrongs)
