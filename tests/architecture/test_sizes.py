"""What is too long to be read in one go is in need of a seam."""

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from tests.architecture.sources import PACKAGES, ROOT, python_files

LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
EXCUSED = {
    "service/metrics.py __init__",  # a list of metrics, one after the other
}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_module_is_longer_than_300_lines() -> None:
    lengths = {
        named(path): path.read_text().count("\n")
        for package in PACKAGES
        for path in python_files(package)
    }
    assert lengths
    assert {name for name, length in lengths.items() if length > LONGEST_MODULE} == set()


def test_no_function_has_more_than_40_lines_of_code_without_an_excuse() -> None:
    lengths = dict(chain.from_iterable(map(functions, PACKAGES)))
    assert {name for name, length in lengths.items() if length > LONGEST_FUNCTION} == EXCUSED


def functions(package: str) -> Iterator[tuple[str, int]]:
    """Count each function's lines that are neither blank, comment nor docstring."""
    for path in python_files(package):
        lines = path.read_text().splitlines()
        for node in ast.walk(ast.parse("\n".join(lines))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                code = [line.strip() for line in lines[node.lineno - 1 : node.end_lineno]]
                told = ast.get_docstring(node, clean=False)
                length = sum(bool(line) and not line.startswith("#") for line in code)
                spoken = sum(bool(line.strip()) for line in told.splitlines()) if told else 0
                yield f"{named(path)} {node.name}", length - spoken
