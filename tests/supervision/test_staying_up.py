"""Being told to end."""

import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator

import pytest

WORK = textwrap.dedent("""
    import asyncio
    from service.supervision.staying_up import run_until_told

    async def work():
        try:
            print("working", flush=True)
            await asyncio.sleep(60)
        finally:
            print("ending", flush=True)
            await asyncio.sleep(1.5)
            print("ended", flush=True)

    run_until_told(work())
    """)


@pytest.fixture
def work() -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen([sys.executable, "-c", WORK], stdout=subprocess.PIPE, text=True) as work:
        assert work.stdout
        assert work.stdout.readline() == "working\n"
        yield work
        work.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_told_to_end_it_ends_in_order(work: "subprocess.Popen[str]", number: int) -> None:
    work.send_signal(number)
    assert work.communicate(timeout=10)[0] == "ending\nended\n"
    assert work.returncode == 0


def test_signals_at_the_same_moment_are_one(work: "subprocess.Popen[str]") -> None:
    work.send_signal(signal.SIGTERM)
    time.sleep(0.1)
    work.send_signal(signal.SIGTERM)
    assert work.communicate(timeout=10)[0] == "ending\nended\n"


def test_told_once_more_it_ends_at_once(work: "subprocess.Popen[str]") -> None:
    work.send_signal(signal.SIGINT)
    time.sleep(1.1)
    work.send_signal(signal.SIGINT)
    assert work.communicate(timeout=10)[0] == "ending\n"
