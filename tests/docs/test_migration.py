"""The pages for those who move in: their examples, run against a running Greenroom."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.conftest import ROOT, House

PAGES = ROOT / "docs/migrate"
PLUGIN = PAGES / "greenroom-akismet.php"
_EXAMPLE = re.compile(
    r"<!-- test: (?P<name>[a-z-]+) -->\n *```\w+\n(?P<script>.*?)\n *```", re.DOTALL
)


def example(page: str, name: str) -> str:
    """Give an example as it is written on a page."""
    found = _EXAMPLE.finditer((PAGES / page).read_text("utf-8"))
    return next(match["script"] for match in found if match["name"] == name)


def run(house: House, *command: str, text: str | None = None) -> str:
    done = subprocess.run(
        command, cwd=house.folder, input=text, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def sh(house: House, page: str, name: str) -> list[str]:
    return run(house, "bash", "-euo", "pipefail", "-c", example(page, name)).splitlines()


@pytest.fixture(scope="session")
def key(house: House) -> str:
    """The key that the page on WordPress has its reader make."""
    return sh(house, "wordpress.md", "short-key")[-1]


def test_code_that_calls_akismet_is_answered(house: House, key: str) -> None:
    script = example("akismet.md", "python").replace("http://127.0.0.1:8000", house.url)
    told = run(house, sys.executable, "-c", f"KEY = {key!r}\n{script}")
    assert told == "SPAM\n"


@pytest.mark.skipif(shutil.which("php") is None, reason="PHP is not installed")
@pytest.mark.parametrize(
    ("text", "body", "approved"),
    [
        ("A fine piece, thank you.", "false", 1),
        ("You are a complete idiot.", "true", 1),
        ("See http://a.example http://b.example http://c.example", "false", 0),
    ],
)
@pytest.mark.parametrize("host", ["rest.akismet.com", "{key}.rest.akismet.com"])
def test_the_plugin_for_wordpress_sends_to_us_and_holds_what_we_hold(
    house: House, key: str, text: str, body: str, approved: int, host: str
) -> None:
    run(house, "php", "-l", str(PLUGIN))
    harness = str(ROOT / "tests/docs/wordpress.php")
    told = json.loads(run(house, "php", harness, house.url, key, text, host.format(key=key)))
    assert told == {
        "body": body,
        "told": False,
        "approved": approved,
        "spam": "spam",
        "rest": approved,
    }


def test_coral_s_secret_is_made_known(house: House) -> None:
    run(house, ".venv/bin/greenroom", "sites", "--data", "var", "create", "my-newsroom")
    (said,) = sh(house, "coral-phase.md", "coral-secret")
    assert said.startswith("added the secret ")
    listed = run(house, ".venv/bin/greenroom", "coral", "--data", "var", "list", "my-newsroom")
    secret = said.rpartition(" ")[2]
    assert secret in listed
    assert "empk" not in listed
    run(house, ".venv/bin/greenroom", "coral", "--data", "var", "remove", "my-newsroom", secret)


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: page.name)
def test_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
