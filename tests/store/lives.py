"""What must be true of comments, their queue and their authors, whatever was done to them."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from service.domain.comments import Comment, DecidedBy, identities
from service.domain.statuses import LIVE, Status
from service.domain.verdicts import ReasonCode
from service.store.arrivals import Arrival
from service.store.keys import SiteKeys

SITE = "courier"
KEYS = SiteKeys(SITE)
LETTERS = {Status.APPROVED: "a", Status.REJECTED: "r", Status.SPAM: "s"}


@dataclass(frozen=True, kw_only=True)
class State:
    """What a change makes of a comment."""

    status: Status
    by: DecidedBy | None = None
    codes: frozenset[ReasonCode] = frozenset()
    awaits: bool = False
    flood: str | None = None
    scored: bool = False
    due: bool = False


@dataclass
class Life:
    """What must be true of one comment."""

    arrival: Arrival
    text: str
    state: State
    decision: str | None = None
    reports: int = 0
    reporters: set[str] = field(default_factory=set)
    attempts: int = 0
    leased: bool = False
    notes: dict[int, str] = field(default_factory=dict)
    """What was noted with decisions, by the version that each made."""
    history: list[State] = field(default_factory=list)
    views: list[Comment] = field(default_factory=list)
    """What anybody may have seen of it: each of its versions."""

    @property
    def version(self) -> int:
        return len(self.history)

    @property
    def identities(self) -> tuple[str, ...]:
        sent = self.arrival.draft
        return identities(sent.author.id, sent.email_hash, sent.address_hash)

    def as_seen(self, ago: int) -> Comment:
        return self.views[max(0, len(self.views) - 1 - ago)]

    def as_kept(self) -> list[str | None]:
        text = None if self.state.status is Status.ERASED else self.text
        return [self.state.status, str(self.version), text, self.state.by, self.decision]


class World:
    """All comments, what stands in the queue, and what became of the authors' comments."""

    def __init__(self) -> None:
        self.lives: dict[str, Life] = {}
        self.floods: defaultdict[str, list[str]] = defaultdict(list)
        """The comments of each flood that stand in the queue, in the order they came into it."""
        self.claims: dict[str, str] = {}
        self.lapsed: set[str] = set()
        """Claims that ran out, and that nobody has noticed yet."""
        self.skips: set[tuple[str, str, int]] = set()
        """Who has skipped which version of what."""
        self.recent: defaultdict[str, str] = defaultdict(str)
        self.figures: Counter[str] = Counter()
        """Verdicts and decisions, by what they came to."""

    def becomes(self, id_: str, state: State) -> None:
        """Change a comment, and whatever follows from that."""
        life = self.lives[id_]
        before, life.state = life.state, state
        life.history.append(state)
        life.attempts, life.leased = 0, False
        self._queue(id_, before, state)
        if before.status is not state.status:
            for identity in life.identities:
                self._count(identity, before.status, state.status)

    def _queue(self, id_: str, before: State, after: State) -> None:
        stays = before.awaits and after.awaits and before.flood == after.flood
        if before.awaits and not stays:
            self.give_back(id_)
            if before.flood:
                self.floods[before.flood].remove(id_)
        if after.awaits and after.flood and not stays:
            self.floods[after.flood].append(id_)

    def _count(self, identity: str, before: Status, after: Status) -> None:
        head, _, tail = self.recent[identity].rpartition(LETTERS.get(before, "?"))
        self.recent[identity] = head + tail + LETTERS.get(after, "")

    def give_back(self, id_: str) -> None:
        self.claims.pop(id_, None)
        self.lapsed.discard(id_)

    def skipped_by(self, who: str) -> set[str]:
        """Name what somebody has skipped and nobody has changed since."""
        return {i for i, life in self.lives.items() if (who, i, life.version) in self.skips}

    def cards(self) -> set[str]:
        """Name what is shown of the queue: all that awaits, and of each flood the first."""
        waiting = {id_: life.state for id_, life in self.lives.items() if life.state.awaits}
        return {
            id_ for id_, s in waiting.items() if s.flood is None or self.floods[s.flood][0] == id_
        }

    def indexes(self) -> dict[str, set[str]]:
        """Say who is listed where."""
        lives, cards = self.lives, self.cards()
        states = {id_: life.state for id_, life in lives.items()}
        queue = {
            "priority": cards,
            "arrival": cards,
            "free": cards - self.claims.keys(),
            "reports": {id_ for id_ in cards if lives[id_].reports},
            "label:toxicity": {id_ for id_ in cards if states[id_].scored},
            **{f"reason:{c}": {id_ for id_ in cards if c in states[id_].codes} for c in ReasonCode},
            **{f"flood:{name}": set(members) for name, members in self.floods.items()},
        }
        by = {i: {id_ for id_, life in lives.items() if i in life.identities} for i in self.recent}
        erased = {id_ for id_, state in states.items() if state.status is Status.ERASED}
        return {
            **{KEYS.queue(place): ids for place, ids in queue.items()},
            **{KEYS.status(s): {i for i in states if states[i].status is s} for s in LIVE},
            **{KEYS.by(identity): ids - erased for identity, ids in by.items()},
            KEYS.pending: {id_ for id_, state in states.items() if state.due},
            KEYS.thread("moon"): {i for i in states if states[i].status is Status.APPROVED},
            KEYS.claims: set(self.claims),
        }

    def counts(self) -> dict[str, dict[str, int]]:
        """Say how many comments of each author came to what."""
        found: dict[str, Counter[str]] = {identity: Counter() for identity in self.recent}
        for life in self.lives.values():
            for identity in life.identities:
                found[identity][life.state.status] += 1
        return {i: {s: tally[s] for s in LETTERS if tally[s]} for i, tally in found.items()}
