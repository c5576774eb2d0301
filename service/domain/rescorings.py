"""Rescorings: stored comments scored and judged again in bulk, as a job with progress."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from service.domain.policy import Policy
from service.domain.statuses import LIVE, Status
from service.domain.verdicts import Reason, Scores

DECIDED = tuple(status for status in LIVE if status is not Status.PENDING)
"""What can be rescored: what is pending is about to be scored anyway."""


class Apply(StrEnum):
    """What a rescoring leaves behind, beside its list of changes."""

    NONE = "none"
    """Nothing: it is a trial."""
    SCORES = "scores"
    """New scores; nothing is judged, so nothing is said of verdicts either."""
    DECISIONS = "decisions"
    """New scores, and the new status of what the policy decided and no person did."""


class State(StrEnum):
    """Where a rescoring stands."""

    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    """What it had changed by then stays changed, and can be undone."""
    UNDOING = "undoing"
    UNDONE = "undone"


class Step(StrEnum):
    """What a person may do to a rescoring."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    UNDO = "undo"


ALLOWED: Mapping[Step, tuple[State, ...]] = {
    Step.PAUSE: (State.RUNNING, State.UNDOING),
    Step.RESUME: (State.PAUSED,),
    Step.CANCEL: (State.RUNNING, State.UNDOING, State.PAUSED),
    Step.UNDO: (State.DONE, State.CANCELLED),
}
"""In which states each step can be taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which comments are rescored."""

    statuses: tuple[Status, ...] = DECIDED
    since: int | None = None
    """Arrival, ms, inclusive."""
    until: int | None = None
    """Arrival, ms, exclusive."""
    thread: str | None = None
    model_not: str | None = None
    """Not those that have scores of this model already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be done; it never changes once a rescoring has begun."""

    selection: Selection = Selection()
    model: str | None = None
    """Whose scores; None: those that are stored, as when a policy is tried."""
    policy: Policy = field(default_factory=Policy)
    apply: Apply = Apply.NONE
    by: str
    """Who ordered it, as the audit log names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescoring:
    """A job: what it is to do, and how far it is."""

    id: str
    order: Order
    created_at: int
    state: State
    total: int
    """Comments to be looked at; while undoing, changes to be taken back."""
    done: int = 0
    scored: int = 0
    """How many got new scores written."""
    changed: int = 0
    """Verdicts that would be otherwise or, with `Apply.DECISIONS`, are."""
    errors: int = 0
    """Comments that could not be scored; they are as they were."""
    restored: int = 0
    """How many changes were undone."""
    rate: float = 0.0
    """Comments a second, lately."""
    moves: Mapping[tuple[Status, Status], int] = field(default_factory=dict)
    """How many changes there are of each kind: from, to."""
    ended_at: int | None = None
    undone_by: str | None = None

    @property
    def eta_s(self) -> float | None:
        """Seconds until it is done, as things go; None when nothing goes on."""
        if self.state not in (State.RUNNING, State.UNDOING) or not self.rate:
            return None
        return max(0.0, round((self.total - self.done) / self.rate, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictChange:
    """A verdict that is, or would be, another one than stands."""

    comment_id: str
    before: Status
    after: Status
    reasons_before: tuple[Reason, ...]
    reasons: tuple[Reason, ...]
    scores_before: Scores
    scores: Scores
    model_before: str | None = None
    awaited: bool = False
    """Whether it stood in the review queue before."""
    version: int = 0
    """That the change made of the comment; 0: it was not made."""
