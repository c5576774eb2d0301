"""A process that hangs in a task is ended, so that whoever keeps it running starts another."""

import subprocess
import sys
import textwrap

import pytest

HANGING = """
    import ctypes, time
    from workers.limiting import ended_after
    print("begun", flush=True)
    with ended_after(0.5):
        {}
    time.sleep(0.8)
    print("over", flush=True)
    """
HOLDING_THE_LOCK = "ctypes.PyDLL(None).sleep(60)"


def run(work: str) -> "subprocess.CompletedProcess[str]":
    code = textwrap.dedent(HANGING.format(work))
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=30
    )


@pytest.mark.parametrize("work", ["time.sleep(60)", "exec('while True: pass')", HOLDING_THE_LOCK])
def test_what_hangs_is_ended_and_says_where(work: str) -> None:
    ended = run(work)
    assert (ended.returncode, ended.stdout) == (1, "begun\n")
    assert "<module>" in ended.stderr


def test_what_ends_in_time_goes_on_for_as_long_as_it_likes() -> None:
    ended = run("pass")
    assert (ended.returncode, ended.stdout) == (0, "begun\nover\n")
