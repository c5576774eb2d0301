"""The folder that `greenroom up` keeps everything in."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from service.supervision.data_folder import held, make_secret, write_private


def test_the_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    with held(tmp_path / "new" / "var"):
        assert (tmp_path / "new" / "var").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_is_held_refuses_a_second_holder(tmp_path: Path) -> None:
    with (
        held(tmp_path),
        pytest.raises(click.ClickException, match="another `greenroom up` is running on"),
        held(tmp_path),
    ):
        pass
    with held(tmp_path):
        pass


def test_a_folder_stays_held_while_a_process_that_inherited_the_lock_lives(tmp_path: Path) -> None:
    with held(tmp_path) as lock:
        server = subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1, pass_fds=(lock,))
    with pytest.raises(click.ClickException), held(tmp_path):
        pass
    server.communicate(b"\n")
    with held(tmp_path):
        pass


def test_a_folder_that_cannot_be_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(click.ClickException, match="cannot keep data in"), held(tmp_path / "file"):
        pass


def test_the_secret_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    make_secret(path)
    first = path.read_text()
    assert len(first) >= 32
    assert path.stat().st_mode & 0o777 == 0o600
    make_secret(path)
    assert path.read_text() == first


def test_no_two_secrets_are_the_same(tmp_path: Path) -> None:
    make_secret(tmp_path / "a")
    make_secret(tmp_path / "b")
    assert (tmp_path / "a").read_text() != (tmp_path / "b").read_text()


def test_a_private_file_replaces_an_open_one_with_a_closed_one(tmp_path: Path) -> None:
    path = tmp_path / "demo.json"
    path.write_text("old")
    path.chmod(0o644)
    write_private(path, "new")
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["demo.json"]
