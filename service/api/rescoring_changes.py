"""What callers are shown of the changes of a rescoring, one by one or as a file."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field

from service.api.exporting import Row, Sheet, as_cell
from service.api.records import ReasonRecord
from service.api.schemas import Shown
from service.domain.rescorings import VerdictChange
from service.domain.statuses import Status
from service.domain.verdicts import LABELS

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
