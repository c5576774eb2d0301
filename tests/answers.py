"""What answers look like."""

from typing import Any

import httpx2

COMMENT = {"text": "A fine piece.", "thread": {"id": "moon"}}


def problem(answer: httpx2.Response, status: int) -> dict[str, Any]:
    """Check that an answer is a problem in the one shape, and give it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told["status"] == status
    assert told["type"].startswith("urn:greenroom:problem:")
    assert told["title"]
    assert told["detail"]
    return told


def fields(answer: httpx2.Response) -> list[str]:
    """Name the fields that a 422 complains about."""
    return [error["field"] for error in problem(answer, 422)["errors"]]


def kind(answer: httpx2.Response, status: int) -> str:
    """Name the kind of problem."""
    return str(problem(answer, status)["type"]).rpartition(":")[2]
