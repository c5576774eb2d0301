import asyncio
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.supervision.data_folder import held, make_secret
from service.supervision.redis_server import answers, redis_child, socket_in


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder as a running `greenroom up` keeps it."""
    monkeypatch.delenv("GREENROOM_REDIS_URL", raising=False)
    monkeypatch.delenv("GREENROOM_SECRET", raising=False)
    make_secret(tmp_path / "secret")
    with held(tmp_path) as lock, socket_in(tmp_path) as socket:
        child = redis_child(tmp_path, socket, lock)
        with subprocess.Popen(child.command, stdout=subprocess.DEVNULL) as server:
            while not asyncio.run(answers(socket)):
                time.sleep(0.02)
            yield tmp_path
            server.terminate()
