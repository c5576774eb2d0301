"""Audit entries as files, written a page at a time."""

import csv
import io
from collections.abc import AsyncIterator, Callable, Sequence
from enum import StrEnum
from typing import Any

import orjson

from service.api.records import AuditRecord
from service.domain.audit import AuditEntry

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of something to compute."""

_COLUMNS = (
    *("id", "at", "comment", "from", "to", "action", "version", "actor_kind", "actor_id"),
    *("reasons", "note", "decision", "model", "policy"),
)


class Format(StrEnum):
    """How a file is written."""

    CSV = "csv"
    NDJSON = "ndjson"


MEDIA_TYPES = {Format.CSV: "text/csv", Format.NDJSON: "application/x-ndjson"}

Pages = AsyncIterator[Sequence[AuditEntry]]


async def write_pages(
    format_: Format, first: Sequence[AuditEntry], more: Pages
) -> AsyncIterator[str]:
    """Write entries down: the first page, and those that follow as they come."""
    write = _WRITERS[format_]
    if format_ is Format.CSV:
        yield _lines([_COLUMNS])
    yield write(first)
    async for page in more:
        yield write(page)


def _as_csv(entries: Sequence[AuditEntry]) -> str:
    rows = map(_row, entries)
    return _lines([[_defused(row.get(name)) for name in _COLUMNS] for row in rows])


def _as_ndjson(entries: Sequence[AuditEntry]) -> str:
    return "".join(f"{orjson.dumps(_shown(entry)).decode()}\n" for entry in entries)


_WRITERS: dict[Format, Callable[[Sequence[AuditEntry]], str]] = {
    Format.CSV: _as_csv,
    Format.NDJSON: _as_ndjson,
}


def _shown(entry: AuditEntry) -> dict[str, Any]:
    return AuditRecord.model_validate(entry).model_dump(mode="json", by_alias=True)


def _row(entry: AuditEntry) -> dict[str, Any]:
    """Lay an entry flat; reasons are JSON in their cell."""
    row = _shown(entry)
    actor, reasons = row.pop("actor"), row.pop("reasons")
    written = orjson.dumps(reasons).decode() if reasons else ""
    return {**row, "actor_kind": actor["kind"], "actor_id": actor["id"], "reasons": written}


def _defused(value: object) -> str:
    """Write a cell so that no spreadsheet computes it: a note may begin with an equals sign."""
    cell = "" if value is None else str(value)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _lines(rows: Sequence[Sequence[str]]) -> str:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()
