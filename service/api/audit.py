"""The audit log: looked through with filters, or taken away as a whole."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import Field

from service.api.dependencies import Moderator
from service.api.exporting import Format, Row, Sheet, answer_with_file, as_cell, as_file
from service.api.fields import CommentId, Line, Moment
from service.api.paging import PageQuery
from service.api.problems import may_answer
from service.api.records import AuditRecord, SettingRecord
from service.api.schemas import Sent, Shown
from service.api.state import State
from service.domain.audit import AuditEntry
from service.domain.errors import FieldProblem, InvalidError
from service.domain.setting_changes import About, SettingChange
from service.domain.statuses import Status
from service.store.audit import AuditQuery
from service.store.setting_changes import SettingQuery

router = APIRouter(tags=["audit"])

_EXPORTED_AT_ONCE = 200


class AuditFilters(Sent):
    """Which entries."""

    about: Annotated[
        Literal["comments", "settings"] | About,
        Field(description="`settings`: all that no comment is about, or one kind of it"),
    ] = "comments"
    comment: CommentId | None = None
    actor: Annotated[Line | None, Field(description="Id of who made the change")] = None
    action: Line | None = None
    before: Annotated[Status | None, Field(alias="from")] = None
    after: Annotated[Status | None, Field(alias="to")] = None
    since: Moment | None = None
    until: Annotated[Moment | None, Field(description="Up to, and without, this time")] = None

    def as_query(self, limit: int, cursor: str | None = None) -> AuditQuery:
        """Put them the way the log is asked."""
        given: dict[str, Any] = self.model_dump(
            include=set(AuditFilters.model_fields) - {"about", "since", "until"}
        )
        since, until = _ms(self.since), _ms(self.until)
        return AuditQuery(**given, since=since, until=until, limit=limit, cursor=cursor)

    def as_setting_query(self, limit: int, cursor: str | None = None) -> SettingQuery | None:
        """Put them the way the other log is asked; None when it is the one of comments.

        Raises
        ------
        InvalidError
            A filter is about comments.
        """
        if self.about == "comments":
            return None
        wrong = {"comment": self.comment, "from": self.before, "to": self.after}
        for name, value in wrong.items():
            if value is not None:
                raise InvalidError(FieldProblem(name, "This goes with comments."))
        return SettingQuery(
            about=None if self.about == "settings" else About(self.about),
            actor=self.actor,
            action=self.action,
            since=_ms(self.since),
            until=_ms(self.until),
            limit=limit,
            cursor=cursor,
        )


class AuditPageQuery(AuditFilters, PageQuery):
    """Which entries, and which part of the list."""


class ExportQuery(AuditFilters):
    """Which entries, and how they are written."""

    format: Format = Format.NDJSON


class AuditList(Shown):
    """Changes, the newest first."""

    items: Sequence[AuditRecord | SettingRecord]
    next_cursor: str | None


@router.get("/v1/audit", responses=may_answer(401, 403, 422, 503))
async def read_audit(
    caller: Moderator, state: State, filters: Annotated[AuditPageQuery, Query()]
) -> AuditList:
    """Show who changed what and why.

    A page looks at a thousand entries at most: it may be short, or empty, and have a
    `next_cursor` all the same. Then there may be more.
    """
    settings = filters.as_setting_query(filters.limit, filters.cursor)
    if settings is not None:
        found = await state["store"].setting_changes.page(caller.site, settings)
        changes = [SettingRecord.model_validate(change) for change in found.changes]
        return AuditList(items=changes, next_cursor=found.next_cursor)
    query = filters.as_query(filters.limit, filters.cursor)
    page = await state["store"].audit.page(caller.site, query)
    items = [AuditRecord.model_validate(entry) for entry in page.entries]
    return AuditList(items=items, next_cursor=page.next_cursor)


@router.get(
    "/v1/audit/export",
    response_class=StreamingResponse,
    responses=as_file("Entries, the newest first, one a line") | may_answer(401, 403, 422, 503),
)
async def export_audit(
    caller: Moderator, state: State, query: Annotated[ExportQuery, Query()]
) -> StreamingResponse:
    """Write down the whole log, or what matches, as it is read: nothing is held back."""
    store, site = state["store"], caller.site
    settings = query.as_setting_query(_EXPORTED_AT_ONCE)
    if settings is not None:
        changes = store.setting_changes.pages(site, settings)
        return await answer_with_file(_SETTINGS, query.format, changes, f"audit-settings-{site}")
    entries = store.audit.pages(site, query.as_query(_EXPORTED_AT_ONCE))
    return await answer_with_file(_SHEET, query.format, entries, f"audit-{site}")


def _show(entry: AuditEntry) -> Row:
    return AuditRecord.model_validate(entry).model_dump(mode="json", by_alias=True)


def _show_setting(change: SettingChange) -> Row:
    return SettingRecord.model_validate(change).model_dump(mode="json", by_alias=True)


def _flatten(row: Row) -> Row:
    actor = row["actor"]
    parts = {"actor_kind": actor["kind"], "actor_id": actor["id"]}
    return {**row, **parts, "reasons": as_cell(row.get("reasons"))}


_SHEET = Sheet(
    _show,
    _flatten,
    (
        *("id", "at", "comment", "from", "to", "action", "version", "actor_kind", "actor_id"),
        *("reasons", "note", "decision", "model", "policy", "rescoring"),
    ),
)


_SETTINGS = Sheet(
    _show_setting,
    _flatten,
    ("id", "at", "about", "subject", "from", "to", "action", "actor_kind", "actor_id"),
)


def _ms(moment: datetime | None) -> int | None:
    return int(moment.timestamp() * 1000) if moment else None
