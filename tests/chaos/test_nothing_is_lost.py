"""Every fault once, in some order, under load; the long form is `make chaos`."""

import asyncio
import random
import sys
from pathlib import Path

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
    assert "404" not in result.ledger.answers, "with one server nothing is ever gone"
    assert result.ledger.faults.total() == len(FAULTS)
    assert len(result.ledger.accepted) > 50
    assert result.ledger.decided


NO_SWEEPS = "import workers.sweeping; workers.sweeping.add_sweeps = lambda *_: None"
"""What a process runs first that is not to look for what no ring announced."""


async def hold_the_worker_back(house: House, _chance: random.Random) -> None:
    """Nobody hears the doorbell."""
    house.idle["worker"] = house.parts.pop("worker")
    house.idle["worker"].close()
    await asyncio.sleep(2)


async def let_it_begin_when_every_ring_is_gone(house: House, chance: random.Random) -> None:
    await asyncio.sleep(1)  # the last ring may still be on its way
    await flush_broker(house, chance)
    house.parts |= house.idle
    await asyncio.sleep(8)


async def test_without_sweeps_comments_stay_behind_and_are_found_missing(tmp_path: Path) -> None:
    """The control: were this green, the trial above would prove nothing."""
    (tmp_path / "sitecustomize.py").write_text(NO_SWEEPS)
    plan = Plan(
        seed=8,
        faults=[hold_the_worker_back],
        afterwards=[let_it_begin_when_every_ring_is_gone],
        settle_s=1,
        environment={"PYTHONPATH": str(tmp_path), "GREENROOM_WORK_SWEEP_S": "86400"},
    )
    result = await run(plan)
    assert any("is pending for ever" in wrong for wrong in result.wrongs)
