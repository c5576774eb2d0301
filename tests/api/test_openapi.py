"""What /openapi.json says, against what is there."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from service.settings import Settings
from tests.api.test_who_may_call import CALLS, DOORS, PUBLIC, routes


@pytest.fixture
async def openapi(client: httpx2.AsyncClient) -> dict[str, Any]:
    described: dict[str, Any] = (await client.get("/openapi.json")).json()
    return described


def operations(openapi: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def test_it_describes_every_route(openapi: dict[str, Any], settings: Settings) -> None:
    there = {(method, path.replace(":path", "")) for method, path in routes(settings)}
    described = {
        (method, path)
        for method, path, _operation in operations(openapi)
        if not path.startswith(DOORS)
    }
    assert described == there


def test_it_says_which_scope_each_call_needs(openapi: dict[str, Any]) -> None:
    scopes = {
        (method, path.replace(":path", "")): scope for (method, path), (scope, *_) in CALLS.items()
    }
    for method, path, operation in operations(openapi):
        if path.startswith(DOORS):
            continue
        if path in PUBLIC:
            assert "security" not in operation
        else:
            assert operation["security"] == [{"key": [scopes[method, path]]}]
    assert openapi["components"]["securitySchemes"]["key"]["scheme"] == "bearer"


def test_errors_are_problems_everywhere(openapi: dict[str, Any]) -> None:
    for method, path, operation in operations(openapi):
        if path in PUBLIC or path.startswith(DOORS):
            continue
        errors = {s: r for s, r in operation["responses"].items() if s >= "400"}
        assert {"401", "403", "503"} <= errors.keys(), (method, path)
        for response in errors.values():
            assert list(response["content"]) == ["application/problem+json"]
        if "requestBody" in operation:
            assert {"413", "415", "422"} <= errors.keys(), (method, path)
    assert "HTTPValidationError" not in openapi["components"]["schemas"]


def test_every_reference_leads_somewhere(openapi: dict[str, Any]) -> None:
    schemas = openapi["components"]["schemas"]
    found = {reference.removeprefix("#/components/schemas/") for reference in references(openapi)}
    assert found
    assert found <= schemas.keys()


def references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from references(inner)


async def test_there_are_no_pages_that_load_scripts_from_elsewhere(
    client: httpx2.AsyncClient,
) -> None:
    for path in ("/docs", "/redoc"):
        assert (await client.get(path)).status_code == 404
