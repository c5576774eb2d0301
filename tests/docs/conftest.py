"""A Greenroom started as the README says, and the README's examples run against it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
_EXAMPLE = re.compile(r"<!-- test: (?P<name>[a-z-]+) -->\n```sh\n(?P<script>.*?)```", re.DOTALL)


class House:
    """A folder like a checkout after `make run`, and what runs on it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url
        self.examples = {m["name"]: m["script"] for m in _EXAMPLE.finditer(README)}

    def run(self, name: str) -> str:
        """Run an example as it is written, at the port that was free; give its output."""
        script = self.examples[name].replace("http://127.0.0.1:8000", self.url)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("readme")
    (folder / ".venv").symlink_to(Path(sys.prefix))
    command = [str(folder / ".venv/bin/greenroom"), "up", "--port", "0", "--data", "var"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GREENROOM_")}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    ) as up:
        assert up.stdout is not None
        ready = next(line for line in up.stdout if line.startswith("ready "))
        yield House(folder, ready.split()[1])
        up.terminate()
        up.communicate(timeout=60)
        assert up.returncode == 0
