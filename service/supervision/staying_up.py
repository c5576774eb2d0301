"""Staying up: every part of Greenroom as a child of this process, until it is told to end."""

import asyncio
import signal
import socket
import sys
from collections.abc import Coroutine, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import click

from service.settings import Settings
from service.supervision.asking import ask
from service.supervision.children import Child, DescribePython, by_itself
from service.supervision.doors import address_of, url_of
from service.supervision.forking import Nursery
from service.supervision.printing import Printer
from service.supervision.processes import Process
from service.supervision.supervisor import Supervisor

LOOK_AGAIN_S = 0.1
ECHO_S = 1.0
"""Signals closer than this are one: `make` passes on what its whole process group was sent."""
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_until_told(work: Coroutine[object, object, None]) -> None:
    """Run until Ctrl-C, SIGTERM or the end of the terminal; told once more, end at once."""

    async def main() -> None:
        loop, this = asyncio.get_running_loop(), asyncio.current_task()
        assert this
        told = -ECHO_S

        def end() -> None:
            nonlocal told
            if loop.time() - told >= ECHO_S:
                told = loop.time()
                this.cancel()

        for number in ENDING:
            loop.add_signal_handler(number, end)
        with suppress(asyncio.CancelledError):
            await work

    asyncio.run(main())


async def stay_up(settings: Settings, data: Path, redis: Child | None, door: socket.socket) -> None:
    """Start everything, say when it is ready, and keep it running until cancelled.

    Things end in the reverse order of their start. The API goes before the worker, which is still
    there to decide the comments that somebody waits for; Redis goes last, when nobody has anything
    more to write.
    """
    click.echo(f"starting; everything is kept in {data}")
    with _opened_nursery() as nursery:
        async with Supervisor(Printer()) as supervisor:
            if nursery:
                await supervisor.start(nursery.as_child())
            with door:  # ours is closed before the API's: nobody shall wait where nobody will open
                if redis:
                    await supervisor.start(redis)
                url = settings.api.public_url or url_of(door)
                python = nursery.describe if nursery else by_itself
                login = await _open_demo_site(python, data, url)
                await _start_parts(supervisor, python, door)
                _announce(url, login)
                await supervisor.wait()


async def _open_demo_site(python: DescribePython, data: Path, url: str) -> str:
    """Have the demo site made if there is none; that takes the store, which is not needed here."""
    told: list[str] = []
    module = ("service.supervision.demo_site", str(data), url)
    making = await Process.start(python("demo", *module), told.append)
    if await making.ended():
        raise click.ClickException("\n".join(told))
    return "\n".join(told)


async def _start_parts(supervisor: Supervisor, python: DescribePython, door: socket.socket) -> None:
    # The service knows the workers by name only.
    await supervisor.start(python("worker", "workers", "worker"))
    api = ("service.cli", "api", "--fd", str(door.fileno()))
    await supervisor.start(python("api", *api, pass_fds=(door.fileno(),)))
    await _until_ready(door)
    await supervisor.start(python("deliverer", "workers", "deliverer"))
    await supervisor.start(python("bulk", "workers", "bulk"))
    # Nobody waits for beat: what it rings for, idle workers look for as well.
    await supervisor.start(python("beat", "workers", "beat"))


@contextmanager
def _opened_nursery() -> Iterator[Nursery | None]:
    if sys.platform != "linux":  # others do not fork without trouble, nor have what it is made with
        yield None
        return
    with closing(Nursery()) as nursery:
        yield nursery


async def _until_ready(door: socket.socket) -> None:
    while not await _is_ready(door):  # noqa: ASYNC110 - another process, which sets no event
        await asyncio.sleep(LOOK_AGAIN_S)


async def _is_ready(door: socket.socket) -> bool:
    answer = await ask(*address_of(door), "/readyz")
    return answer is not None and answer["workers"] >= 1


def _announce(url: str, login: str) -> None:
    click.echo(f"\n  demo page  {url}/demo\n  console    {url}/console")
    if login:  # a password is shown once; from then on it stands in DATA/demo.json
        click.echo(f"  sign in    {login}")
    click.echo(f"\nready {url}")
