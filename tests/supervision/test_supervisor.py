"""The supervisor, on real processes."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from service.supervision.children import Child
from service.supervision.supervisor import Supervisor
from tests.supervision.hearing import Ear, is_alive, until

SAY_PID_AND_SLEEP = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SAY_PID_AND_SLEEP}"
SAY_GOODBYE = textwrap.dedent("""
    import signal, sys, time
    def end(*_): print("goodbye", flush=True); sys.exit()
    signal.signal(signal.SIGTERM, end)
    print("hello", flush=True)
    time.sleep(60)
    """)
WITH_GRANDCHILD = textwrap.dedent("""
    import subprocess, sys, time
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    print(child.pid, flush=True)
    time.sleep(60)
    """)


def python(code: str, name: str = "child", grace_s: float = 5) -> Child:
    return Child(name=name, command=(sys.executable, "-c", code), grace_s=grace_s)


@pytest.fixture
def ear() -> Ear:
    return Ear()


async def test_a_killed_child_is_started_again_and_that_is_told(ear: Ear) -> None:
    async with Supervisor(ear) as supervisor:
        await supervisor.start(python(SAY_PID_AND_SLEEP))
        await until(lambda: len(ear.pids()) == 1)
        os.kill(ear.pids()[0], signal.SIGKILL)
        await until(lambda: len(ear.pids()) == 2)
    first, second = ear.pids()
    assert first != second
    assert ("child", "ended by SIGKILL; starting it again in 0.2 s") in ear.lines
    assert not is_alive(second)


async def test_a_child_that_ends_at_once_is_started_less_and_less_often(ear: Ear) -> None:
    async with Supervisor(ear) as supervisor:
        await supervisor.start(python("import sys; sys.exit(3)"))
        await until(lambda: len(ear.lines) == 3)
    assert [line for _, line in ear.lines] == [
        "ended with code 3; starting it again in 0.2 s",
        "ended with code 3; starting it again in 0.4 s",
        "ended with code 3; starting it again in 0.8 s",
    ]


async def test_a_program_that_is_missing_is_tried_again_and_that_is_told(ear: Ear) -> None:
    async with Supervisor(ear) as supervisor:
        await supervisor.start(Child(name="child", command=("/no/such/program",)))
        await until(lambda: len(ear.lines) == 2)
    assert all("cannot be started: [Errno 2]" in line for _, line in ear.lines)


async def test_start_returns_when_the_child_is_ready(ear: Ear) -> None:
    async def has_spoken() -> bool:
        return bool(ear.pids())

    child = Child(
        name="child", command=(sys.executable, "-c", SAY_PID_AND_SLEEP), is_ready=has_spoken
    )
    async with Supervisor(ear) as supervisor:
        await supervisor.start(child)
        assert ear.pids()


async def test_children_end_in_the_reverse_order_of_their_start_with_their_last_words(
    ear: Ear,
) -> None:
    names = ["redis", "worker", "api"]
    async with Supervisor(ear) as supervisor:
        for name in names:
            await supervisor.start(python(SAY_GOODBYE, name))
        await until(lambda: len(ear.lines) == 3)
    assert ear.lines[3:] == [(name, "goodbye") for name in reversed(names)]


async def test_a_child_that_will_not_end_is_killed_after_its_grace(ear: Ear) -> None:
    async with Supervisor(ear) as supervisor:
        await supervisor.start(python(DEAF, grace_s=0.5))
        await until(lambda: bool(ear.pids()))
        began = time.monotonic()
    assert 0.5 <= time.monotonic() - began < 3
    assert not is_alive(ear.pids()[0])


async def test_what_a_child_started_ends_with_it(ear: Ear) -> None:
    async with Supervisor(ear) as supervisor:
        await supervisor.start(python(WITH_GRANDCHILD))
        await until(lambda: bool(ear.pids()))
    await until(lambda: not is_alive(ear.pids()[0]), timeout_s=2)


async def test_a_second_order_to_stop_kills_what_is_left(ear: Ear) -> None:
    async def stay_up() -> None:
        async with Supervisor(ear) as supervisor:
            await supervisor.start(python(DEAF, grace_s=60))
            await supervisor.wait()

    up = asyncio.create_task(stay_up())
    await until(lambda: bool(ear.pids()))
    up.cancel()
    await asyncio.sleep(0.1)
    assert is_alive(ear.pids()[0])
    up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await up
    await until(lambda: not is_alive(ear.pids()[0]))


async def test_a_line_without_end_does_not_silence_the_child(ear: Ear) -> None:
    code = "print('x' * 3_000_000); print('after', flush=True); import time; time.sleep(60)"
    async with Supervisor(ear) as supervisor:
        await supervisor.start(python(code))
        await until(lambda: ("child", "after") in ear.lines)


def test_children_die_with_a_supervisor_that_is_killed() -> None:
    code = textwrap.dedent(f"""
        import asyncio, sys
        from service.supervision.children import Child
        from service.supervision.supervisor import Supervisor
        async def main():
            async with Supervisor(lambda _, line: print(line, flush=True)) as supervisor:
                child = (sys.executable, "-c", {DEAF!r})
                await supervisor.start(Child(name="child", command=child))
                await supervisor.wait()
        asyncio.run(main())
        """)
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as up:
        assert up.stdout
        pid = int(up.stdout.readline())
        assert is_alive(pid)
        up.kill()
    deadline = time.monotonic() + 5
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not is_alive(pid)
