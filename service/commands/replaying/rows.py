"""Reading a file of comments: JSON lines or CSV, either of them gzipped or not."""

import csv
import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import click
import orjson

POSITIVE = 0.5
"""A label given as a number, say the share of raters who saw it, counts from here on."""
CLEAN = "clean"
UNLABELLED = "unlabelled"

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A comment to post, and what the file says about it."""

    body: dict[str, Any]
    """The request's body."""
    source: str
    labels: tuple[str, ...]
    """The names of the labels it has, or that it is clean, or that nobody has said."""


def read_rows(path: Path, source_field: str) -> list[Row]:
    """Read the whole file, so that nothing is posted from one that breaks off in the middle.

    Raises
    ------
    click.ClickException
        With the number of the first row that cannot be read.
    """
    rows: list[Row] = []
    records = _csv if ".csv" in path.suffixes else _json_lines
    try:
        with _opened(path) as file:
            for record in records(file):
                rows.append(_row(record, f"{path.name}:{len(rows) + 1}", source_field))
    except (ValueError, KeyError, TypeError, EOFError, OSError, csv.Error) as error:
        fault = f"no field {error}" if isinstance(error, KeyError) else str(error)
        raise click.ClickException(f"{path}, row {len(rows) + 1}: {fault}") from None
    return rows


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _csv(file: IO[str]) -> Iterator[Record]:
    return csv.DictReader(file)


def _json_lines(file: IO[str]) -> Iterator[Record]:
    return (orjson.loads(line) for line in file if not line.isspace())


def _row(record: Record, name: str, source_field: str) -> Row:
    # The id makes a repeated post harmless; a row without one has its place in the file as its id.
    body = {"text": record["text"], "external_id": str(record.get("id") or name)}
    body["thread"] = _as_object(record.get("thread") or "replay", "id")
    if author := record.get("author"):
        body["author"] = _as_object(author, "name")
    return Row(body, str(record.get(source_field) or ""), _labels(record.get("labels")))


def _as_object(value: str | Record, key: str) -> Record:
    return value if isinstance(value, Mapping) else {key: str(value)}


def _labels(given: str | Record | None) -> tuple[str, ...]:
    """Read `{label: number or null}`, or names parted by spaces; null means that nobody looked."""
    if isinstance(given, str):
        return tuple(given.split()) or (CLEAN,)
    known = {name: value for name, value in (given or {}).items() if value is not None}
    if not known:
        return (UNLABELLED,)
    return tuple(name for name, value in known.items() if value >= POSITIVE) or (CLEAN,)
