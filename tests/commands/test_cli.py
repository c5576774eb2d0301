"""The `greenroom` command, as a person meets it."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import COMMANDS, main

SECRET = "a secret that is long enough to be one"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("GREENROOM_SECRET", SECRET)
    return monkeypatch


def test_the_help_lists_every_command_and_imports_none() -> None:
    code = (
        "import sys; from service.cli import main; main(['--help'], standalone_mode=False);"
        "print('imported', [n for n in sys.modules if n.startswith('service.commands.')])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert all(f"  {name}  " in shown.stdout for name in COMMANDS)
    assert "imported []" in shown.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_of_its_own(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: main {name}")


def test_bad_settings_are_named_one_a_line_without_their_values(
    environment: pytest.MonkeyPatch,
) -> None:
    environment.setenv("GREENROOM_SECRET", "hush")
    environment.setenv("GREENROOM_REDIS_TIMEOUT_S", "-3")
    environment.setenv("GREENROOM_API_POORT", "1")
    result = CliRunner().invoke(main, ["worker"])
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "Error: bad settings:",
        "GREENROOM_SECRET: Value should have at least 32 items after validation, not 4",
        "GREENROOM_REDIS_TIMEOUT_S: Input should be greater than 0",
        "GREENROOM_API_POORT: Extra inputs are not permitted",
    ]


def test_a_secret_that_is_missing_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GREENROOM_SECRET", raising=False)
    result = CliRunner().invoke(main, ["beat"])
    assert (result.exit_code, result.output.splitlines()[1]) == (
        1,
        "GREENROOM_SECRET: Field required",
    )


@pytest.mark.parametrize("command", [["keys", "list", "demo"], ["doctor"], ["backup", "x.tar"]])
def test_who_has_set_nothing_is_told_of_the_folder(
    monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.delenv("GREENROOM_SECRET", raising=False)
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 1
    assert result.output.splitlines()[-1].endswith("--data var")


def test_a_secret_file_that_cannot_be_read_is_named(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("GREENROOM_SECRET_FILE", "/no/such/file")
    result = CliRunner().invoke(main, ["worker"])
    assert result.exit_code == 1
    assert result.output == "Error: bad settings: /no/such/file: No such file or directory\n"


def test_replay_without_a_key_says_where_one_would_be_found(tmp_path: Path) -> None:
    comments = tmp_path / "a.jsonl"
    comments.write_text('{"text": "x"}\n')
    result = CliRunner().invoke(main, ["replay", str(comments), "--data", str(tmp_path)])
    assert result.exit_code == 1
    assert result.output == f"Error: no {tmp_path}/demo.json: give --url and --key, or --data\n"
