"""The pages for those who move in: their examples, run against a running Greenroom."""

import base64
import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from tests.docs.conftest import ROOT, House

PAGES = ROOT / "docs/migrate"
PLUGIN = PAGES / "greenroom-akismet.php"


@pytest.fixture(scope="session")
def key(house: House) -> str:
    """The key that the page on WordPress has its reader make."""
    return house.run("short-key", "docs/migrate/wordpress.md").splitlines()[-1]


def test_code_that_calls_akismet_is_answered(house: House, key: str) -> None:
    told = house.run("python", "docs/migrate/akismet.md", before=f"KEY = {key!r}\n")
    assert told == "SPAM\n"


needs_php = pytest.mark.skipif(shutil.which("php") is None, reason="PHP is not installed")
SECRET = "whsec_" + base64.b64encode(b"a secret of at least 24 bytes").decode()


def as_wordpress(house: House, key: str, **other: object) -> dict[str, Any]:
    """Let the plugin ask about a comment and hear of a decision; give what came of both."""
    said = {"text": "A fine piece.", "host": "rest.akismet.com"}
    given = {"url": house.url, "key": key, "secret": SECRET, **said}
    harness = str(ROOT / "tests/docs/wordpress.php")
    asked = json.dumps({**given, "webhook": letter("msg_1", {"status": "pending"}), **other})
    told: dict[str, Any] = json.loads(house.call("php", harness, told=asked))
    return told


def letter(id_: str, data: dict[str, str], age: timedelta = timedelta()) -> dict[str, Any]:
    """Write what a webhook would be told."""
    at, body = datetime.now(UTC) - age, json.dumps({"type": "comment.decided", "data": data})
    return {
        "body": body,
        "headers": {
            "webhook_id": id_,
            "webhook_timestamp": str(int(at.timestamp())),
            "webhook_signature": "v1,other " + Webhook(SECRET).sign(id_, at, body),
        },
    }


@needs_php
@pytest.mark.parametrize(
    ("text", "body", "held"),
    [
        ("A fine piece, thank you.", "false", False),
        ("You are a complete idiot.", "true", False),
        ("See http://a.example http://b.example http://c.example", "false", True),
    ],
)
@pytest.mark.parametrize("host", ["rest.akismet.com", "{key}.rest.akismet.com", "192.0.2.1"])
def test_the_plugin_for_wordpress_sends_to_us_and_holds_what_we_hold(
    house: House, key: str, text: str, body: str, host: str, *, held: bool
) -> None:
    house.call("php", "-l", str(PLUGIN))
    told = as_wordpress(house, key, text=text, host=host.format(key=key))
    assert (told["body"], told["told"]) == (body, False)
    assert told["moderates"] == ("1" if held else False)
    assert (told["by_rest"], told["by_editor"]) == (0 if held else 1, 1)
    assert told["done"][0] == ["meta", 7, "akismet_guid", told["guid"]]


@needs_php
def test_the_plugin_for_wordpress_holds_what_nobody_judged(house: House, key: str) -> None:
    unreachable = as_wordpress(house, key, url="http://127.0.0.1:1")
    for told in (unreachable, as_wordpress(house, "0" * 12)):
        assert (told["moderates"], told["by_rest"]) == ("1", 0)


@needs_php
def test_the_plugin_for_wordpress_reports_what_is_approved(house: House, key: str) -> None:
    told = as_wordpress(house, key)
    assert [done for done in told["done"] if done[0] == "ham"] == [["ham", 7]]


@needs_php
@pytest.mark.parametrize(
    ("status", "by", "done"),
    [
        ("approved", "person", "approve"),
        ("rejected", "person", "spam"),
        ("held", "person", "hold"),
        ("spam", "policy", None),
        ("erased", None, None),
    ],
)
def test_the_plugin_for_wordpress_does_what_people_decide_here(
    house: House, key: str, status: str, by: str | None, done: str | None
) -> None:
    data = {"id": "the-id", "status": status, **({"decided_by": by} if by else {})}
    told = as_wordpress(house, key, webhook=letter("msg_1", data))
    wanted = [["sought", "akismet_guid", "the-id"], ["status", 7, done]]
    assert told["signed"] is True
    assert told["done"][2:] == (wanted if done else [])


@needs_php
def test_the_plugin_for_wordpress_listens_to_nobody_else(house: House, key: str) -> None:
    data = {"id": "the-id", "status": "approved", "decided_by": "person"}
    forged, old = letter("msg_1", data), letter("msg_1", data, timedelta(minutes=6))
    forged["body"] = forged["body"].replace("approved", "spam")
    for webhook in (forged, old, {"body": forged["body"], "headers": {}}):
        told = as_wordpress(house, key, webhook=webhook)
        assert (told["signed"], told["done"][2:]) == (False, [])


def test_coral_s_secret_is_made_known(house: House) -> None:
    house.call(".venv/bin/greenroom", "sites", "--data", "var", "create", "my-newsroom")
    (said,) = house.run("coral-secret", "docs/migrate/coral-phase.md").splitlines()
    assert said.startswith("added the secret ")
    listed = house.call(".venv/bin/greenroom", "coral", "--data", "var", "list", "my-newsroom")
    secret = said.rpartition(" ")[2]
    assert secret in listed
    assert "empk" not in listed
    house.call(".venv/bin/greenroom", "coral", "--data", "var", "remove", "my-newsroom", secret)


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: page.name)
def test_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
