"""Workers as processes of their own, and the processor time that they and Redis take."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from running import SECRET

from service.settings import RedisSettings
from service.store.redis import Store


@contextmanager
def working(redis: RedisSettings, *command: str, **more: str) -> Iterator[int]:
    """Keep a process of the workers running; gives the id of its group."""
    environment = {
        **os.environ,
        "GREENROOM_SECRET": SECRET,
        "GREENROOM_REDIS_URL": redis.url,
        "GREENROOM_WORK_SWEEP_S": "0.5",
        **more,
    }
    process = subprocess.Popen(
        [sys.executable, *command],
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process.pid
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def cpu_of(group: int) -> float:
    """Give the processor time of a process and its children so far, s."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def cpu_of_redis(store: Store) -> float:
    """Give the processor time of the server so far, s."""
    told = await store.connection.call("INFO", "cpu")
    return float(told["used_cpu_user"]) + float(told["used_cpu_sys"])
