"""The process as it starts, and the lines it writes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.settings import RedisSettings

MARKER = "zyzzyva"
SECRETS = {"GREENROOM_SECRET": "a secret for tests, of 32 or more"}


def lines_of(*command: str, **environment: str) -> tuple[int, list[dict[str, object]]]:
    told = subprocess.run(
        [sys.executable, *command],
        env=os.environ | SECRETS | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return told.returncode, [json.loads(line) for line in told.stderr.splitlines()]


def test_without_its_model_it_does_not_start_and_says_why_in_a_line(
    tmp_path: Path, redis_settings: RedisSettings
) -> None:
    api = ("-m", "service.cli", "api", "--port", "0")
    folder, url = str(tmp_path), redis_settings.url
    status, lines = lines_of(*api, GREENROOM_MODEL=folder, GREENROOM_REDIS_URL=url)
    assert status != 0
    assert lines[0]["event"] == "the model cannot be loaded"
    assert lines[0]["folder"] == folder
    assert "there is no model in" in str(lines[0]["why"])
    assert "Traceback" not in repr(lines)


@pytest.mark.parametrize(
    "logger", ["structlog.get_logger()", "__import__('logging').getLogger('uvicorn.error')"]
)
def test_an_exception_is_named_and_not_quoted(logger: str) -> None:
    script = (
        "import structlog; from service.logs import configure_logs; configure_logs()\n"
        f"log = {logger}\n"
        "try:\n"
        f"    raise ValueError('{MARKER}')\n"
        "except ValueError:\n"
        "    log.exception('it failed')\n"
    )
    _status, (line,) = lines_of("-c", script)
    assert line["event"] == "it failed"
    assert line["error"] == "ValueError"
    assert line["frames"] == ["<string>:4 <module>"]
    assert MARKER not in repr(line)
