"""One place builds keys, and every script says what it is given."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.store.connection import _read_scripts
from service.store.keys import DECIDED, KNOCKS
from service.store.redis import Store
from tests.architecture.sources import PACKAGES, ROOT, python_files

SCRIPTS = sorted((ROOT / "service/store/scripts").iterdir())


def strings(path: Path) -> Iterator[str]:
    """Give all strings of a module that are no docstrings."""
    tree = ast.parse(path.read_text())
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in spoken
        ):
            yield node.value


def test_only_one_module_builds_keys_of_the_record_and_one_those_of_the_broker() -> None:
    modules = [path for package in PACKAGES for path in python_files(package)]
    builders = [path for path in modules if any(text.startswith("gr:") for text in strings(path))]
    assert [str(path.relative_to(ROOT)) for path in builders] == [
        "service/broker/configuration.py",
        "service/store/keys.py",
    ]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_opens_with_what_it_does_its_keys_its_arguments_and_its_answer(
    script: Path,
) -> None:
    lines = script.read_text().splitlines()
    if lines[0].startswith("#!"):
        del lines[0]
    header = "\n".join(lines[: next(n for n, x in enumerate(lines) if not x.startswith("--"))])
    assert re.match(r"-- [A-Z]\w+s ", header)
    for word in ("KEYS  1", "ARGV  1", "Gives"):
        assert f"-- {word}" in header


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_names_no_key_itself(script: Path) -> None:
    code = [line for line in script.read_text().splitlines() if not line.startswith("--")]
    named = re.findall(r"'(gr:[^']*)'", "\n".join(code))
    assert set(named) <= {DECIDED, KNOCKS}  # channels, which are no keys


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
async def test_a_script_compiles_and_is_called_somewhere(store: Store, script: Path) -> None:
    digest, source = dict(_read_scripts())[script.stem]
    assert await store.connection.call("SCRIPT", "LOAD", source) == digest
    modules = python_files("service/store")
    assert any(f'"{script.stem}"' in path.read_text() for path in modules)
