"""Three floors, no stairs going back up; and each rule really can be broken."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, ROOT

LINT = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path) -> dict[str, str]:
    """Give each contract's name and whether it was kept."""
    told = subprocess.run(
        [str(LINT), "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )
    verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)$", told.stdout, re.MULTILINE))
    assert verdicts, told.stdout + told.stderr
    return verdicts


def test_every_import_goes_the_way_it_should() -> None:
    assert {name for name, verdict in lint(ROOT).items() if verdict != "KEPT"} == set()


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Lint a copy with one wrong import for each rule."""
    folder = tmp_path_factory.mktemp("broken")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package)
    for module, line in WRONG.values():
        with (folder / module).open("a") as file:
            file.write(f"\n{line}\n")
    return lint(folder)


WRONG = {
    "Inside the service, imports only go down": (
        "service/store/keys.py",
        "from service.moderation import deciding",
    ),
    "No door knows another": (
        "service/doors/openai/__init__.py",
        "import service.doors.perspective",
    ),
    "The service asks for work by task name and never imports the workers": (
        "service/settings.py",
        "import workers.tasks",
    ),
    "The workers know nothing of HTTP": ("workers/tasks.py", "import fastapi"),
    "The classifier stands alone": ("classifier/labels.py", "import redis"),
    "Serving needs nothing of training": ("classifier/windows.py", "import classifier.training"),
    "Only the composition roots and the workers know the classifier": (
        "service/domain/words.py",
        "import classifier.labels",
    ),
    "Only the store talks to Redis": ("service/moderation/waiting.py", "import redis"),
    "Only the broker and the workers talk to Celery": (
        "service/moderation/finding.py",
        "import celery",
    ),
    "The domain is standard library only": ("service/domain/audit.py", "import pydantic"),
}


@pytest.mark.parametrize("rule", WRONG)
def test_a_wrong_import_breaks_the_rule(broken: dict[str, str], rule: str) -> None:
    assert broken[rule] == "BROKEN"


def test_every_rule_has_been_seen_broken(broken: dict[str, str]) -> None:
    assert broken.keys() == WRONG.keys()
