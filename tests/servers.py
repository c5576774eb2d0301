"""A real Redis for tests: started, ended and killed at will, on the same data each time."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import BusyLoadingError, RedisError
from redis.retry import Retry

from service.supervision.bonds import bond_to_parent
from service.supervision.redis_server import CONF, find_server


class Server:
    """One server with a folder of its own, behind a unix socket, configured as `greenroom up` does.

    The client is redis-py's plain one: what it finds owes nothing to the code under test.
    """

    def __init__(
        self, folder: Path, environment: Mapping[str, str] | None = None, conf: Path = CONF
    ) -> None:
        self.folder = folder
        self.conf = conf
        self._environment = {**os.environ, **(environment or {})}
        self.socket = folder / "redis.sock"
        self.url = f"unix://{self.socket}"
        self.redis = Redis(
            unix_socket_path=str(self.socket),
            decode_responses=True,
            retry=Retry(NoBackoff(), 0),  # what it is told once is what is true
        )
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *arguments: str, loaded: bool = True) -> None:
        """Start it, and return once it serves; not ``loaded``: once it listens."""
        own = ("--port", "0", "--unixsocket", str(self.socket), "--dir", str(self.folder))
        self._process = subprocess.Popen(
            [str(find_server()), str(self.conf), *own, *arguments],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            preexec_fn=bond_to_parent(),  # noqa: PLW1509 - the child dies with the test run
        )
        while not self._answers(loaded=loaded):
            assert self._process.poll() is None, "the server ended while it started"
            time.sleep(0.01)

    def stop(self) -> None:
        """End it in order."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a crash does; does nothing when it is not running."""
        self._end(signal.SIGKILL)

    def freeze(self) -> None:
        """Let it hold its connections and answer nothing, until `thaw`."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def close(self) -> None:
        """Leave nothing behind."""
        self.redis.close()
        self.kill()

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()
            self._process = None

    def _answers(self, *, loaded: bool) -> bool:
        try:
            return bool(self.redis.ping())
        except BusyLoadingError:
            return not loaded
        except RedisError:
            return False
