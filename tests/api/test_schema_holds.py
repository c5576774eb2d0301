"""Everything that /openapi.json describes, called with whatever its schema allows and forbids."""

import asyncio
import sys
from pathlib import Path

import pytest

from service.api import events, preferences
from service.domain.sites import Site
from service.doors import forms
from service.settings import Settings
from service.store.redis import Store
from tests import callers
from tests.scorers import LabelScorer
from tests.serving import listening

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
)


async def test_no_call_fails_or_answers_what_is_not_described(
    settings: Settings,
    store: Store,
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(events, "LIFE_S", 0.05)  # streams end at once
    monkeypatch.setattr(preferences, "LONGEST_WAIT_S", 0)  # nobody decides here
    monkeypatch.setattr(forms, "WAIT_S", 0)
    headers = await callers.server(store, site.name)
    key = headers["Authorization"].removeprefix("Bearer ")
    async with listening(settings, LabelScorer()) as url:
        run = await asyncio.create_subprocess_exec(
            SCHEMATHESIS,
            "run",
            f"{url}/openapi.json",
            *("--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing"),
            *("--max-examples", "5", "--seed", "17", "--workers", "1", "--no-shrink"),
            *("--header", f"Authorization: Bearer {key}", "--header", f"X-Goog-Api-Key: {key}"),
            *("--warnings", "off", "--continue-on-failure"),
            cwd=tmp_path,  # it keeps what it found there
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        told, _ = await run.communicate()
    assert run.returncode == 0, told.decode()
