"""What the whole service takes of memory when nothing happens, process by process.

    python benchmarks/footprint.py

Starts `greenroom up`, posts a hundred comments so that everything is loaded, and waits. Memory
that processes share is counted once (proportional set size, from /proc). To be under 350 MB in all,
Redis included; the ratio is to one bare Python process with numpy and numba imported.
"""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import httpx2
from running import everything_running

BASE = "import numpy, numba, sys; sys.stdin.read()"


def descendants(pid: int) -> list[int]:
    """List a process and all it has started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in map(int, children) for one in descendants(child))]


def megabytes(pid: int) -> float:
    """Read the proportional set size of a process."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    (line,) = [line for line in lines if line.startswith("Pss:")]
    return int(line.split()[1]) / 1024


def named(pid: int) -> str:
    """Say what a process is."""
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ").split()
    short = " ".join(Path(word).name for word in words if not word.startswith("-"))
    return short[:48]


async def main() -> None:
    """Measure, and print a row for each process."""
    async with everything_running() as (url, key):
        headers = {"Authorization": f"Bearer {key}"}
        async with httpx2.AsyncClient(base_url=url, headers=headers) as client:
            for n in range(100):
                body = {"text": f"What a lovely piece, number {n}.", "thread": {"id": "t"}}
                await client.post("/v1/comments", json=body)
        await asyncio.sleep(5)
        rows = [(named(pid), megabytes(pid)) for pid in descendants(os.getpid())[1:]]
    command = (sys.executable, "-c", BASE)
    base = await asyncio.create_subprocess_exec(*command, stdin=subprocess.PIPE)
    await asyncio.sleep(3)
    alone = megabytes(base.pid)
    base.kill()
    for name, size in rows:
        print(f"{size:7.1f} MB  {name}")
    total = sum(size for _, size in rows)
    print(f"{total:7.1f} MB  in all; numpy and numba alone {alone:.1f}, ratio {total / alone:.1f}")


if __name__ == "__main__":
    asyncio.run(main())
