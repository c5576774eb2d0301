"""What is heard of children."""

import asyncio
from collections.abc import Callable
from pathlib import Path


class Ear:
    """Remembers what was told, and waits for more of it."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []

    def __call__(self, name: str, line: str) -> None:
        self.lines.append((name, line))

    def pids(self, name: str = "child") -> list[int]:
        return [int(line) for speaker, line in self.lines if speaker == name and line.isdigit()]


async def until(holds: Callable[[], bool], timeout_s: float = 10) -> None:
    async with asyncio.timeout(timeout_s):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def is_alive(pid: int) -> bool:
    """Whether a process runs: one that is dead and only waits to be reaped does not."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
