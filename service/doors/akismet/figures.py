"""How much a key was used, and how often it was wrong."""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from service.api.state import AppState, State
from service.doors.akismet.answers import AkismetRoute
from service.doors.akismet.bodies import Call, read_call
from service.store.usage import Figures, What

router = APIRouter(tags=["akismet"], route_class=AkismetRoute, include_in_schema=False)

_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])\Z", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}\Z", re.ASCII)
_DEFAULT_LIMIT, _MAX_LIMIT = 500, 1_000
_MONTHS_KEPT = 26

_ORDERS = {
    "total": What.CALLS,
    "spam": What.SPAM,
    "ham": What.HAM,
    "missed_spam": What.MISSED,
    "false_positives": What.FALSE,
}
_HEADINGS = (
    *("Site", "Total API Calls", "Spam", "Ham"),
    *("Missed Spam", "False Positives", "Is Revoked"),
)


@router.get("/1.2/usage-limit")
async def read_usage(request: Request, state: State) -> Response:
    """Tell how many comments were checked this month; there is no limit to it."""
    call = await read_call(request, state)
    (figures,) = await _read(state, call, [this_month()])
    checked = sum(of[what] for of in map(Counter, figures.values()) for what in _CHECKED)
    usage = {"limit": "none", "usage": checked, "percentage": "0", "throttled": False}
    extended = {"notice_level": None, "upgrade": False} if _is_asked(call, "extended") else {}
    return JSONResponse({**usage, **extended})


@router.get("/1.2/key-sites")
async def read_sites(request: Request, state: State) -> Response:
    """List the blogs that use a key, with what they used it for."""
    call = await read_call(request, state)
    given = call.fields.get("month", "")
    month = given if _MONTH.match(given) else this_month()
    (figures,) = await _read(state, call, [month])
    wanted = call.fields.get("filter", "")
    rows = [_row(blog, of) for blog, of in figures.items() if wanted in blog]
    by = call.fields.get("order", "") if call.fields.get("order") in _ORDERS else "total"
    rows.sort(key=lambda row: (-row["api_calls" if by == "total" else by], row["site"]))
    limit = _number(call, "limit", _DEFAULT_LIMIT, _MAX_LIMIT)
    offset = _number(call, "offset", 0, len(rows))
    page = rows[offset : offset + limit]
    if call.fields.get("format") == "csv":
        about = f"Active sites during {month} (limit:{limit}, offset: {offset}, total: {len(rows)})"
        return Response(_as_csv(about, page), media_type="text/csv")
    return JSONResponse({month: page, "limit": limit, "offset": offset, "total": len(rows)})


@router.post("/1.1/get-stats")
async def read_stats(request: Request, state: State) -> Response:
    """Tell what came of a blog's comments, over half a year or all that is kept."""
    call = await read_call(request, state)
    return JSONResponse(await _stats(state, call, call.blog))


@router.post("/1.2/get-key-stats")
async def read_key_stats(request: Request, state: State) -> Response:
    """Tell what came of the comments of all blogs that use a key."""
    call = await read_call(request, state)
    return JSONResponse(await _stats(state, call, None))


def this_month() -> str:
    """Name the month."""
    return datetime.now(UTC).strftime("%Y-%m")


_CHECKED = (What.SPAM, What.HAM)
_WRONG = (What.MISSED, What.FALSE)


async def _stats(state: AppState, call: Call, blog: str | None) -> dict[str, Any]:
    """Sum up months, in all and one by one; where nothing was checked, accuracy is null."""
    whole = call.fields.get("from") == "all"
    months = _months_back(_MONTHS_KEPT if whole else 6)
    parts: dict[str, Counter[What]] = {}
    blogs: dict[str, set[str]] = {}
    for month, figures in zip(months, await _read(state, call, months), strict=True):
        period = month[:4] if whole else month
        for name, of in figures.items():
            if blog in (None, name):
                parts.setdefault(period, Counter()).update(of)
                blogs.setdefault(period, set()).add(name)
    total = sum(parts.values(), Counter[What]())
    breakdown = {
        period: {
            **_summed(of),
            **({} if blog is not None else {"blogs": len(blogs[period])}),
            "da": f"{period}-01-01" if whole else f"{period}-01",
        }
        for period, of in parts.items()
    }
    return {**_summed(total), "accuracy": _accuracy(total), "breakdown": breakdown}


def _summed(of: Mapping[What, int]) -> dict[str, int]:
    row = _row("", of)
    return {name: row[name] for name in _ORDERS if name != "total"}


def _accuracy(of: Counter[What]) -> float | None:
    checked, wrong = (sum(of[what] for what in whats) for whats in (_CHECKED, _WRONG))
    return round(100 * max(0, checked - wrong) / checked, 2) if checked else None


def _row(blog: str, of: Mapping[What, int]) -> dict[str, Any]:
    return {
        "site": blog,
        "api_calls": of.get(What.CALLS, 0),
        "spam": of.get(What.SPAM, 0),
        "ham": of.get(What.HAM, 0),
        "missed_spam": of.get(What.MISSED, 0),
        "false_positives": of.get(What.FALSE, 0),
        "is_revoked": bool(of.get(What.GONE)),
    }


def _as_csv(about: str, rows: Sequence[Mapping[str, Any]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    file.write(about + "\n")
    writer.writerow(_HEADINGS)
    for row in rows:
        *figures, gone = row.values()
        writer.writerow([*map(_defused, figures), str(gone).lower()])
    return file.getvalue()


def _defused(cell: object) -> str:
    """Write a cell so that no spreadsheet computes it: a blog calls itself what it likes."""
    text = str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


async def _read(state: AppState, call: Call, months: Sequence[str]) -> list[Figures]:
    key = call.caller.key
    return await state["store"].usage.read(key.site, key.id, months)


def _months_back(count: int) -> list[str]:
    """Name the last months, this one first."""
    now = datetime.now(UTC)
    at = now.year * 12 + now.month - 1
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(at, at - count, -1)]


def _number(call: Call, name: str, default: int, most: int) -> int:
    given = call.fields.get(name, "")
    return min(int(given), most) if _NUMBER.match(given) else default


def _is_asked(call: Call, name: str) -> bool:
    return call.fields.get(name, "").lower() in ("1", "true")
