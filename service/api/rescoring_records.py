"""What callers send of a rescoring, and what they are shown of one."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from service.api.fields import Moment, ThreadId, Time, as_ms
from service.api.schemas import Sent, Shown
from service.domain.rescorings import DECIDED, Apply, Rescoring, Selection, State
from service.domain.statuses import Status

ModelId = Annotated[str, Field(min_length=1, max_length=64)]


class SentFilter(Sent):
    """Which comments; those that are pending are about to be scored anyway."""

    status: Annotated[Status | None, Field(description="None: every one that is decided")] = None
    since: Annotated[Moment | None, Field(description="Arrived at or after")] = None
    until: Annotated[Moment | None, Field(description="Arrived before")] = None
    thread: ThreadId | None = None
    model_not: Annotated[
        ModelId | None, Field(description="Not those that have scores of this model already")
    ] = None

    @model_validator(mode="after")
    def _can_be_rescored(self) -> Self:
        if self.status is not None and self.status not in DECIDED:
            raise PydanticCustomError("status", f"Only {', '.join(DECIDED)} can be rescored.")
        return self

    def as_selection(self) -> Selection:
        """Put it the way the record is asked."""
        return Selection(
            statuses=(self.status,) if self.status else DECIDED,
            since=as_ms(self.since),
            until=as_ms(self.until),
            thread=self.thread,
            model_not=self.model_not,
        )


class SentRescoring(Sent):
    """What is to be scored again, by which model, and what is to come of it."""

    filter: SentFilter = SentFilter()
    model: Annotated[ModelId | None, Field(description="None: the one that decides")] = None
    apply: Apply


class MoveRecord(Shown):
    """How many changes there are of one kind."""

    before: Annotated[Status, Field(serialization_alias="from")]
    after: Annotated[Status, Field(serialization_alias="to")]
    count: int


class RescoringRecord(Shown):
    """A rescoring, and how far it is."""

    id: str
    state: State
    apply: Apply
    model: str | None = Field(description="None: stored scores, a policy is tried")
    policy: int = Field(description="Version; 0: one that is tried")
    total: int = Field(description="Comments to look at; while undoing, changes to take back")
    done: int
    scored: int = Field(description="How many got new scores")
    changed: int = Field(description="Verdicts that would be or, with `decisions`, are others")
    restored: int = Field(description="How many of them were undone")
    errors: int = Field(description="Comments that could not be scored")
    rate: float = Field(description="Comments a second, lately")
    eta_s: float | None
    moves: Sequence[MoveRecord]
    by: str
    created_at: Time
    ended_at: Time | None


class RescoringList(Shown):
    """Rescorings, the newest first."""

    items: Sequence[RescoringRecord]
    next_cursor: str | None


def record_of(rescoring: Rescoring) -> RescoringRecord:
    """Show a rescoring."""
    order = rescoring.order
    figures = ("total", "done", "scored", "changed", "restored", "errors", "rate", "eta_s")
    return RescoringRecord(
        id=rescoring.id,
        state=rescoring.state,
        apply=order.apply,
        model=order.model,
        policy=order.policy.version,
        **{name: getattr(rescoring, name) for name in figures},
        moves=[
            MoveRecord(before=before, after=after, count=count)
            for (before, after), count in sorted(rescoring.moves.items())
        ],
        by=order.by,
        created_at=rescoring.created_at,
        ended_at=rescoring.ended_at,
    )
