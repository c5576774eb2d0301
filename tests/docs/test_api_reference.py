"""The API reference names every call there is, and none that is not."""

import re

from service.app import create_app
from service.settings import Settings
from tests.docs.conftest import ROOT

REFERENCE = (ROOT / "docs/api.md").read_text("utf-8")
_METHODS = {"get", "post", "put", "patch", "delete"}


def test_reference_and_schema_name_the_same_calls(settings: Settings) -> None:
    schema = create_app(settings).openapi()
    offered = {
        f"{method.upper()} {path}"
        for path, operations in schema["paths"].items()
        for method in operations.keys() & _METHODS
    }
    named = set(re.findall(r"^\| `((?:GET|POST|PUT|PATCH|DELETE) [^`]+)`", REFERENCE, re.MULTILINE))
    assert named == offered
