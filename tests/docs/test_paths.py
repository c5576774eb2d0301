"""What the documentation points at is there."""

import re
from pathlib import Path

import pytest

from tests.docs.conftest import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_PATH = re.compile(r"`((?:service|workers|classifier|tests|docs|docker|benchmarks)/[\w./-]*)`")
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    named = [ROOT / name for name in _PATH.findall(text)]
    linked = [page.parent / name for name in _LINK.findall(text)]
    assert [path for path in (*named, *linked) if not path.exists()] == []
