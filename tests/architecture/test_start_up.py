"""What a process loads: workers no web server, and who serves none of the training tools.

(Numba itself imports the top of scipy where that is installed.)
"""

import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT

WEB = ("fastapi", "starlette", "uvicorn")
TRAINING = ("sklearn", "matplotlib", "profanity_check")
NOWHERE = {"GREENROOM_SECRET_FILE": "/nowhere", "GREENROOM_REDIS_URL": "nonsense"}
IMPORTING = """
import sys
def refuse(event, args):
    if event == "socket.connect":
        sys.exit("it connects")
sys.addaudithook(refuse)
import {}
print(*sys.modules)
"""


@pytest.mark.parametrize(
    ("imported", "unwanted"),
    [
        ("workers.scoring", WEB + TRAINING),
        ("workers.rescoring", WEB + TRAINING),
        ("workers.delivering", (*WEB, *TRAINING, "numpy", "classifier")),
        ("workers.beat", (*WEB, *TRAINING, "numpy", "classifier", "redis")),
        ("service.app", (*TRAINING, "workers")),
        ("service.cli", (*WEB, *TRAINING, "numba", "celery")),
        ("classifier.scorer", (*WEB, *TRAINING, "redis", "celery", "service")),
        ("service.domain.checks", ("pydantic", "redis", "orjson", "numpy")),
    ],
)
def test_importing_reads_no_settings_opens_no_connection_and_loads_nothing_unwanted(
    imported: str, unwanted: tuple[str, ...]
) -> None:
    told = subprocess.run(
        [sys.executable, "-c", IMPORTING.format(imported)],
        cwd=ROOT,
        env=NOWHERE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stderr) == (0, "")
    loaded = set(told.stdout.split())
    assert imported in loaded
    assert loaded.isdisjoint(unwanted)
