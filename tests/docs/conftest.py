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
_EXAMPLE = re.compile(
    r"<!-- test: (?P<name>[a-z-]+) -->\n *```(?P<language>sh|python)\n(?P<script>.*?)\n *```",
    re.DOTALL,
)
_RUN = {"sh": ("bash", "-euo", "pipefail", "-c"), "python": (sys.executable, "-c")}


def examples_of(page: str) -> dict[str, tuple[str, str]]:
    """Give the examples of a page that are to be run, by name: language and script."""
    text = (ROOT / page).read_text("utf-8")
    return {m["name"]: (m["language"], m["script"]) for m in _EXAMPLE.finditer(text)}


class House:
    """A folder like a checkout after `make run`, and what runs on it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url

    def run(self, name: str, page: str = "README.md", before: str = "") -> str:
        """Run an example as it is written, at the port that was free; give its output."""
        language, script = examples_of(page)[name]
        return self.call(
            *_RUN[language], before + script.replace("http://127.0.0.1:8000", self.url)
        )

    def call(self, *command: str, told: str | None = None) -> str:
        """Run a command in the folder, with something to read; give its output."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            input=told,
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
