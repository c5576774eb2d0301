"""`greenroom up`, as `make run` calls it: every part is a real process."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

ROOT = Path(__file__).parents[2]
FIRST_START_S = 180
"""The first start after a change to the classifier's kernels compiles them."""
LATER_START_S = 40
"""It may take 5 on a machine that has nothing else to do."""
CHILDREN = {
    "redis": "-server",
    "worker": "workers worker",
    "beat": "workers beat",
    "api": "cli api",
    "nursery": "supervision.nursery",
}
"""What stands on each child's command line."""


def until(holds: Callable[[], Any], timeout_s: float = 30) -> Any:  # noqa: ANN401 - whatever it was
    deadline = time.monotonic() + timeout_s
    while not (found := holds()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
    return found


def command_line(pid: int) -> str:
    """Return what a process was started with; nothing if it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def descendants(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [own for child in map(int, children) for own in (child, *descendants(child))]


class Up:
    """A running `greenroom up`."""

    def __init__(self, data: Path, *options: str, **environment: str) -> None:
        outside = {k: v for k, v in os.environ.items() if not k.startswith("GREENROOM_")}
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            (sys.executable, "-m", "service.cli", "up", "--data", str(data), *options),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=outside | environment,
            cwd=ROOT,
        )
        self.data = data
        self.lines: list[str] = []
        self._reading = threading.Thread(target=self._read)
        self._reading.start()

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as output:
            for line in output:
                self.lines.append(line.rstrip("\n"))

    def is_open(self) -> bool:
        """Whether it has said that it is ready; fails if it has ended instead."""
        if self.process.poll() is not None:
            self.ended()
            pytest.fail("\n".join(["it has ended:", *self.lines]))
        return any(line.startswith("ready ") for line in self.lines)

    def child(self, name: str) -> int | None:
        """Return the child's process id, if it runs."""
        running = {pid: command_line(pid) for pid in descendants(self.process.pid)}
        return next((pid for pid, line in running.items() if f"{CHILDREN[name]} " in line), None)

    def demo(self) -> dict[str, Any]:
        demo: dict[str, Any] = json.loads((self.data / "demo.json").read_text())
        return demo

    def call(self, method: str, path: str, body: object = None) -> httpx2.Response:
        demo = self.demo()
        key = {"Authorization": f"Bearer {demo['secret_key']}"}
        return httpx2.request(method, demo["url"] + path, json=body, headers=key, timeout=20)

    def status_of_new_comment(self) -> str:
        """Post a comment and wait for what is decided about it."""
        body = {"text": "What a lovely article.", "thread": {"id": "t"}}
        answer = self.call("POST", "/v1/comments", body).raise_for_status()
        path = f"/v1/comments/{answer.json()['id']}"

        def decided() -> str | None:
            status: str = self.call("GET", path).raise_for_status().json()["status"]
            return status if status != "pending" else None

        found: str = until(decided)
        return found

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> int:
        code = self.process.wait(timeout=60)
        self._reading.join()
        return code


@contextmanager
def up(data: Path, *options: str, **environment: str) -> Iterator[Up]:
    running = Up(data, "--port", "0", *options, **environment)
    try:
        until(running.is_open, FIRST_START_S)
        yield running
    finally:
        if running.process.poll() is None:
            running.end()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    with up(tmp_path_factory.mktemp("data")) as running:
        yield running


def test_the_first_start_leaves_a_private_file_with_all_that_its_owner_needs(running: Up) -> None:
    assert (running.data / "demo.json").stat().st_mode & 0o777 == 0o600
    demo = running.demo()
    assert demo.keys() == {"url", "console", "site", "submit_key", "secret_key", "login"}
    assert demo["login"].keys() == {"user", "password"}
    assert f"ready {demo['url']}" in running.lines
    assert any(line.endswith(demo["login"]["password"]) for line in running.lines)


def test_it_is_reached_from_this_machine_alone(running: Up) -> None:
    assert running.demo()["url"].startswith("http://127.0.0.1:")


@pytest.mark.parametrize("name", CHILDREN)
def test_a_killed_child_comes_back_and_comments_are_decided_again(running: Up, name: str) -> None:
    before = until(lambda: running.child(name))
    os.kill(before, signal.SIGKILL)
    after = until(lambda: (pid := running.child(name)) != before and pid)
    assert after
    deadline = time.monotonic() + 30
    while running.call("GET", "/readyz").status_code != 200:
        assert time.monotonic() < deadline
    assert running.status_of_new_comment() in {"approved", "held", "rejected", "spam"}


def test_a_second_start_on_the_same_data_is_refused(running: Up) -> None:
    second = Up(running.data, "--port", "0")
    assert second.ended() == 1
    assert second.lines == [f"Error: another `greenroom up` is running on {running.data}"]


def test_a_port_that_is_taken_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = Up(tmp_path, "--port", str(port))
        assert refused.ended() == 1
    assert refused.lines == [f"Error: port {port} is taken: choose another, say PORT={port + 1}"]


def test_bad_settings_are_said_without_a_traceback(tmp_path: Path) -> None:
    refused = Up(tmp_path, GREENROOM_WORK_BATCH_SIZE="many")
    assert refused.ended() == 1
    assert refused.lines[0] == "Error: bad settings:"
    assert refused.lines[1].startswith("GREENROOM_WORK_BATCH_SIZE: Input should be a valid integer")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_leaves_no_process_and_a_later_start_finds_everything(
    tmp_path: Path, number: int
) -> None:
    with up(tmp_path) as first:
        demo = first.demo()
        answer = first.call("POST", "/v1/comments", {"text": "Kept.", "thread": {"id": "t"}})
        processes = descendants(first.process.pid)
        assert len(processes) >= len(CHILDREN)
        assert first.end(number) == 0
    assert not [line for pid in processes if (line := command_line(pid))]

    with up(tmp_path) as later:
        assert time.monotonic() - later.began < LATER_START_S
        assert later.demo()["secret_key"] == demo["secret_key"]
        kept = later.call("GET", f"/v1/comments/{answer.json()['id']}").raise_for_status()
        assert kept.json()["text"] == "Kept."
        assert not any(demo["login"]["password"] in line for line in later.lines)


def test_killed_outright_it_leaves_no_process_either(tmp_path: Path) -> None:
    with up(tmp_path) as killed:
        processes = descendants(killed.process.pid)
        killed.end(signal.SIGKILL)
    until(lambda: not [pid for pid in processes if command_line(pid)])
