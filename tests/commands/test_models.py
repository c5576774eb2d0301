"""Models from the command line, in a real Redis."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from service.settings import RedisSettings
from tests.packages import write_model


@pytest.fixture(autouse=True)
def environment(redis_settings: RedisSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENROOM_REDIS_URL", redis_settings.url)
    monkeypatch.setenv("GREENROOM_SECRET", "a secret for tests, of 32 or more")


def models(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["models", *arguments])


def test_a_model_is_imported_promoted_rolled_back_and_retired(tmp_path: Path) -> None:
    model = write_model(tmp_path, "harsh")
    assert models("import", str(tmp_path)).output == f"imported {model}\n"
    assert models("promote", model).output == f"decides: {model}; shadow: none\n"
    assert "decides" in models("list").output
    assert "in use" in models("retire", model).output
    assert models("rollback").output == "decides: what came with Greenroom; shadow: none\n"
    assert models("shadow", model).output.endswith(f"shadow: {model}\n")
    assert models("retire", model).exit_code == 0
    assert "retired" in models("list").output


def test_a_site_that_is_not_there_chooses_nothing(tmp_path: Path) -> None:
    model = write_model(tmp_path, "harsh")
    models("import", str(tmp_path))
    refused = models("promote", model, "--site", "nowhere")
    assert (refused.exit_code, refused.output) == (1, "Error: There is no site “nowhere”.\n")


def test_a_damaged_folder_is_refused_in_a_line(tmp_path: Path) -> None:
    write_model(tmp_path, "harsh")
    weights = bytearray((tmp_path / "weights.npz").read_bytes())
    weights[len(weights) // 2] ^= 0xFF
    (tmp_path / "weights.npz").write_bytes(weights)
    refused = models("import", str(tmp_path))
    assert refused.exit_code == 1
    assert "damaged" in refused.output
    assert refused.output.count("\n") == 1


def test_a_folder_that_is_no_model_is_refused_in_a_line(tmp_path: Path) -> None:
    refused = models("import", str(tmp_path))
    assert refused.exit_code == 1
    assert "there is no model in" in refused.output
