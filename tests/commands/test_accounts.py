"""Keeping sites, keys and moderators from the command line, in a real Redis."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main

DAY = r"\d{4}-\d\d-\d\d"


def greenroom(data: Path, group: str, *arguments: str) -> Result:
    return CliRunner().invoke(main, [group, "--data", str(data), *arguments])


def test_a_site_is_created_listed_and_revoked(data: Path) -> None:
    created = greenroom(data, "sites", "create", "courier", "--origin", "https://courier.example")
    assert (created.exit_code, created.output) == (0, "created the site courier\n")
    assert "https://courier.example" in greenroom(data, "sites", "list").output
    assert greenroom(data, "sites", "revoke", "courier").exit_code == 0
    assert "courier" not in greenroom(data, "sites", "list").output


def test_a_site_is_changed_in_what_is_given(data: Path) -> None:
    greenroom(data, "sites", "create", "courier", "--origin", "https://courier.example")
    changed = greenroom(data, "sites", "change", "courier", "--proof-of-work")
    assert (changed.exit_code, changed.output) == (0, "changed the site courier\n")
    listed = greenroom(data, "sites", "list").output
    assert "https://courier.example" in listed
    assert "yes" in listed
    assert greenroom(data, "sites", "change", "nowhere").exit_code == 1


def test_a_key_is_printed_alone_and_never_again(data: Path) -> None:
    greenroom(data, "sites", "create", "courier")
    created = greenroom(data, "keys", "create", "courier", "--scope", "read", "--label", "web")
    _, kind, key_id, secret = created.output.strip().split("_", 3)
    assert kind == "sec"
    listed = greenroom(data, "keys", "list", "courier").output
    assert key_id in listed
    assert "read" in listed
    assert secret not in listed


def test_the_id_that_revoking_wants_is_whole_on_a_narrow_terminal(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    greenroom(data, "sites", "create", "courier")
    more = ("--scope", "read", "--label", "the content management system", "--days", "90")
    key_id = greenroom(data, "keys", "create", "courier", *more).output.split("_")[2]
    assert key_id in greenroom(data, "keys", "list", "courier").output


def test_a_revoked_key_stays_listed_with_the_day(data: Path) -> None:
    greenroom(data, "sites", "create", "courier")
    key_id = greenroom(data, "keys", "create", "courier").output.split("_")[2]
    assert len(re.findall(DAY, greenroom(data, "keys", "list", "courier").output)) == 1
    assert greenroom(data, "keys", "revoke", key_id).exit_code == 0
    assert len(re.findall(DAY, greenroom(data, "keys", "list", "courier").output)) == 2


def test_a_moderator_is_created_listed_and_revoked(data: Path) -> None:
    greenroom(data, "sites", "create", "courier")
    person = ("courier", "ann")
    password = ("--password", "correct horse battery")
    assert greenroom(data, "moderators", "create", *person, *password).exit_code == 0
    assert "ann" in greenroom(data, "moderators", "list", "courier").output
    assert greenroom(data, "moderators", "role", *person, "lead").exit_code == 0
    assert "lead" in greenroom(data, "moderators", "list", "courier").output
    another = ("--password", "a better horse battery")
    assert greenroom(data, "moderators", "password", *person, *another).exit_code == 0
    assert greenroom(data, "moderators", "password", "courier", "bob", *another).exit_code == 1
    assert greenroom(data, "moderators", "revoke", *person).exit_code == 0
    assert "ann" not in greenroom(data, "moderators", "list", "courier").output


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("keys", "create", "nowhere"), "There is no site “nowhere”."),
        (("sites", "create", "Not A Name"), "name: Use 1 to 63 lower-case letters"),
        (("sites", "create", "x", "--origin", "x.example"), "origins: Write an origin as"),
        (("moderators", "revoke", "demo", "ann"), "no moderator of that name"),
    ],
)
def test_what_is_refused_is_said_in_a_line(
    data: Path, arguments: tuple[str, ...], fault: str
) -> None:
    result = greenroom(data, *arguments)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert result.output.count("\n") == 1
