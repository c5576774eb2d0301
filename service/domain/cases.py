"""A comment before the policy: all that the checks may look at, and what they have to say."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from service.domain.authors import Ban, History
from service.domain.comments import Signal
from service.domain.floods import Flood
from service.domain.policy import Mode, Policy, Thresholds
from service.domain.statuses import Status
from service.domain.verdicts import Reason, Scores
from service.domain.words import WordMatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who wrote a comment, and where, as far as the checks ask."""

    history: History = field(default_factory=History)
    ban: Ban | None = None
    pace: Mapping[str, int] = field(default_factory=dict)
    """Comments within the window, by kind of identity: author, email, address."""
    mode: Mode | None = None
    """The thread's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One comment, with what is known of it and around it."""

    text: str
    policy: Policy
    thresholds: Thresholds = field(default_factory=dict)
    """The policy's, completed by what the model recommends."""
    scores: Scores | None = None
    """None: no score could be had."""
    words: tuple[WordMatch, ...] = ()
    """What of the site's list stands in it."""
    trusted: bool = True
    """Whether the scores mean anything: not for words, or a language, that the model never met."""
    hedged: bool = False
    """The model takes its worst words for quoted, reported or denied."""
    lang: str | None = None
    signals: tuple[Signal, ...] = ()
    mode: Mode = Mode.PRE
    """The thread's, or else the site's."""
    history: History = field(default_factory=History)
    ban: Ban | None = None
    pace: Mapping[str, int] = field(default_factory=dict)
    """Comments within the window, by kind of identity: author, email, address."""
    flood: Flood | None = None
    reports: int = 0
    chance: float = 1.0
    """Drawn once for each comment, 0 to 1; below the policy's share a person checks."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check has to say."""

    status: Status
    reason: Reason
    final: bool = False
    """Whether what comes after could change nothing."""


Check = Callable[[Case], Iterable[Finding]]
