"""Lists as files, written a page at a time."""

import csv
import io
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

import orjson
from fastapi.responses import StreamingResponse

from service.api.problems import Responses

T = TypeVar("T")
Row = dict[str, Any]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of something to compute."""


class Format(StrEnum):
    """How a file is written."""

    CSV = "csv"
    NDJSON = "ndjson"


_MEDIA_TYPES = {Format.CSV: "text/csv", Format.NDJSON: "application/x-ndjson"}


@dataclass(frozen=True, slots=True)
class Sheet(Generic[T]):
    """How things of one kind are written."""

    show: Callable[[T], Row]
    """As they are shown elsewhere, for JSON."""
    flatten: Callable[[Row], Row]
    """That, laid out in columns."""
    columns: Sequence[str]


def as_file(description: str) -> Responses:
    """Describe an answer that is a file, in any of the formats."""
    content: dict[str, object] = {media_type: {} for media_type in _MEDIA_TYPES.values()}
    return {200: {"description": description, "content": content}}


async def answer_with_file(
    sheet: Sheet[T], format_: Format, pages: AsyncIterator[Sequence[T]], name: str
) -> StreamingResponse:
    """Answer with a file that is written as its pages are read: nothing is held back.

    The first page is read now: a record that does not answer is a problem, not half a file.
    """
    first = await anext(pages)
    return StreamingResponse(
        _write(sheet, format_, first, pages),
        headers={"Content-Disposition": f'attachment; filename="{name}.{format_}"'},
        media_type=_MEDIA_TYPES[format_],
    )


async def _write(
    sheet: Sheet[T], format_: Format, first: Sequence[T], more: AsyncIterator[Sequence[T]]
) -> AsyncIterator[str]:
    write = _as_csv if format_ is Format.CSV else _as_ndjson
    if format_ is Format.CSV:
        yield _lines([sheet.columns])
    yield write(sheet, first)
    async for page in more:
        yield write(sheet, page)


def as_cell(value: object) -> str:
    """Write what has parts as JSON in its cell; nothing, if there is nothing in it."""
    return orjson.dumps(value).decode() if value else ""


def _as_csv(sheet: Sheet[T], page: Sequence[T]) -> str:
    rows = [sheet.flatten(sheet.show(thing)) for thing in page]
    return _lines([[_defused(row.get(name)) for name in sheet.columns] for row in rows])


def _as_ndjson(sheet: Sheet[T], page: Sequence[T]) -> str:
    return "".join(f"{orjson.dumps(sheet.show(thing)).decode()}\n" for thing in page)


def _defused(value: object) -> str:
    """Write a cell so that no spreadsheet computes it: a note may begin with an equals sign."""
    cell = "" if value is None else str(value)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _lines(rows: Sequence[Sequence[str]]) -> str:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()
