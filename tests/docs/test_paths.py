"""What the documentation points at is there."""

import re
from pathlib import Path

import pytest

from tests.docs.conftest import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_PATH = re.compile(r"`((?:service|workers|classifier|tests|docs|docker|benchmarks)/[\w./-]*)`")
_INSIDE = re.compile(r"`([a-z]\w*/[\w/]+\.(?:py|lua))`")
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    named = [ROOT / name for name in _PATH.findall(text)]
    linked = [page.parent / name for name in _LINK.findall(text)]
    assert [path for path in (*named, *linked) if not path.exists()] == []


def test_every_module_that_the_architecture_names_is_there() -> None:
    """There the folders are those of ``service``, unless they stand at the root."""
    named = _INSIDE.findall((ROOT / "ARCHITECTURE.md").read_text("utf-8"))
    assert named
    places = (ROOT, ROOT / "service")
    assert [n for n in named if not any((place / n).exists() for place in places)] == []


def test_every_part_of_the_service_stands_in_the_architecture_s_plan() -> None:
    plan = (ROOT / "ARCHITECTURE.md").read_text("utf-8").partition("```\n")[2].partition("```")[0]
    folders = {f"{path.parent.name}/" for path in (ROOT / "service").glob("*/__init__.py")}
    files = {path.name for path in (ROOT / "service").glob("[a-z]*.py")}
    assert {name for name in folders | files if name not in plan.split()} == set()
