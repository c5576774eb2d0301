"""The changes of a rescoring: which a caller asks for, and what they are shown of them."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field

from service.api.exporting import Format, Row, Sheet, as_cell
from service.api.paging import PageQuery
from service.api.records import ReasonRecord
from service.api.schemas import Sent, Shown
from service.domain.rescorings import VerdictChange
from service.domain.statuses import Status
from service.domain.verdicts import LABELS
from service.moderation.rescorings import ChangeFilter

Scores = Mapping[str, float]


class ChangeRecord(Shown):
    """A verdict that is, or would be, another one than stands."""

    comment: Annotated[str, Field(validation_alias="comment_id")]
    before: Annotated[Status, Field(serialization_alias="from")]
    after: Annotated[Status, Field(serialization_alias="to")]
    scores_before: Scores
    scores: Scores
    reasons_before: Sequence[ReasonRecord]
    reasons: Sequence[ReasonRecord]
    model_before: str | None


class ChangesFilters(Sent):
    """Which changes."""

    before: Annotated[Status | None, Field(alias="from")] = None
    after: Annotated[Status | None, Field(alias="to")] = None

    def as_filter(self) -> ChangeFilter:
        """Put them the way the list is asked."""
        return ChangeFilter(before=self.before, after=self.after)


class ChangesQuery(ChangesFilters, PageQuery):
    """Which changes, and which part of the list."""


class ExportQuery(ChangesFilters):
    """Which changes, and how they are written."""

    format: Format = Format.NDJSON


class ChangeList(Shown):
    """Changes, in the order in which they were found."""

    items: Sequence[ChangeRecord]
    next_cursor: str | None


def _show(change: VerdictChange) -> Row:
    return ChangeRecord.model_validate(change).model_dump(mode="json", by_alias=True)


def _flatten(row: Row) -> Row:
    before = {f"{label}_before": score for label, score in row["scores_before"].items()}
    reasons = {name: as_cell(row[name]) for name in ("reasons_before", "reasons")}
    return {**row, **before, **row["scores"], **reasons}


SHEET = Sheet(
    _show,
    _flatten,
    (
        *("comment", "from", "to", "model_before", "reasons_before", "reasons"),
        *(column for label in LABELS for column in (f"{label}_before", label)),
    ),
)
"""A change in a file; each score has a column of its own."""
