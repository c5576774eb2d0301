"""The bulk worker lets others have the processor first, whatever session they are in."""

import subprocess
import sys
from pathlib import Path

import pytest

OF_SESSION = Path("/proc/self/autogroup")
STANDING_BACK = f"""
import os
from pathlib import Path
from workers.standing_back import stand_back
stand_back(7)
print(os.nice(0))
print(Path("{OF_SESSION}").read_text().split()[-1] if Path("{OF_SESSION}").exists() else None)
"""


def stood_back(*, own_session: bool) -> list[str]:
    """Give how nice a process is that has stood back, and how nice its session is."""
    told = subprocess.run(
        [sys.executable, "-c", STANDING_BACK],
        start_new_session=own_session,
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.split()


@pytest.mark.skipif(not OF_SESSION.exists(), reason="sessions do not count here")
def test_a_process_with_a_session_of_its_own_says_it_of_the_session() -> None:
    before = OF_SESSION.read_text().split()[-1]
    nice = stood_back(own_session=False)[0]
    assert stood_back(own_session=True) == [nice, "7"]
    assert OF_SESSION.read_text().split()[-1] == before


def test_a_process_in_a_session_of_others_only_speaks_for_itself() -> None:
    before = OF_SESSION.read_text() if OF_SESSION.exists() else None
    assert int(stood_back(own_session=False)[0]) >= 7
    assert (OF_SESSION.read_text() if OF_SESSION.exists() else None) == before
