"""The source files that the rules are about."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("classifier", "service", "workers")


def python_files(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))
