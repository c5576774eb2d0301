"""Pages of rescorings: handed out under a lease, and committed as one."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import NamedTuple

from service.domain.rescorings import DECIDED, Apply, Rescoring, State, VerdictChange
from service.domain.statuses import LIVE
from service.store.changes import Change, as_script_call
from service.store.codec import short_name
from service.store.connection import Connection, as_pairs, to_json
from service.store.keys import SiteKeys, short_thread
from service.store.pages import latest
from service.store.rescoring_changes import kind_of, read_change, write_change


class StoredComment(NamedTuple):
    """What is read of a comment to score and judge it again, as it is written down.

    Nothing is made of it until it is asked for: most of it never is.
    """

    id: str
    status: str
    thread: str
    """Its short name."""
    model: str | None
    scores: str | None
    places: str | None
    text: str
    revision: str
    # From here on only what is to be judged has them.
    version: str = ""
    decided_by: str | None = None
    decision: str | None = None
    reasons: str | None = None
    policy: str | None = None
    lang: str | None = None
    reports: str | None = None
    author_id: str | None = None
    email_hash: str | None = None
    address_hash: str | None = None


_FIELDS = tuple(map(short_name, StoredComment._fields[1:]))
_TO_SCORE = _FIELDS[: -len(StoredComment._field_defaults)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTerms:
    """On what terms pages are handed out."""

    lease_s: float
    size: int
    size_beside_live: int
    """While live comments come in."""
    most_attempts: int
    rate: float
    """Comments a second; 0: as fast as it goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RescoringPage:
    """A part of a rescoring, handed out for the ``attempt``-th time."""

    number: str
    """Empty: nothing was left, and the rescoring is only to be closed."""
    count: int
    attempt: int
    beside_live: bool
    """Whether live comments come in."""
    comments: Sequence[StoredComment] = ()
    undone: Sequence[VerdictChange] = ()
    """Changes that are to be taken back, while undoing."""


@dataclass(frozen=True, slots=True)
class Later:
    """There is no page to be had yet."""

    wait_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWork:
    """What came of a page, or of a part of one."""

    scores: Sequence[tuple[str, str, str]] = ()
    """Id, revision, scores as they are written."""
    model: str = ""
    made: Sequence[tuple[Change, VerdictChange | None]] = ()
    """Changes of state, and how they are listed."""
    told: Sequence[VerdictChange] = ()
    """Changes that are only listed."""
    errors: int = 0
    closes: bool = True
    """Whether the page is done with this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """What is kept of rescorings, and for how long."""

    changes: int
    """Of a rescoring that changes nothing, so many changes are listed; the others are counted."""
    life_s: float


class RescoringPages:
    """The pages of all rescorings."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def claim(
        self, site: str, rescoring: Rescoring, terms: PageTerms
    ) -> RescoringPage | Later | None:
        """Claim a page; None when there is none."""
        keys, selection = SiteKeys(site), rescoring.order.selection
        parts = [keys.rescoring(rescoring.id, part) for part in ("", "pages", "leases")]
        changes = keys.rescoring(rescoring.id, "changes")
        thread = short_thread(selection.thread) if selection.thread else ""
        answer = await self._connection.run(
            "claim_page",
            [
                *(keys.rescorings_open, *parts, keys.comment(""), changes, keys.pending),
                *map(keys.status, LIVE),
                *map(keys.status, selection.statuses),
            ],
            *(rescoring.id, int(terms.lease_s * 1000), terms.size, terms.size_beside_live),
            *(terms.most_attempts, terms.rate, thread, selection.model_not or ""),
            *(_TO_SCORE if rescoring.order.apply is Apply.SCORES else _FIELDS),
        )
        if len(answer) <= 1:
            return Later(answer[0] / 1000) if answer else None
        live, number, count, attempt, rows = answer
        make = partial(
            RescoringPage, number=number, count=count, attempt=attempt, beside_live=bool(live)
        )
        if rescoring.state is State.UNDOING:
            return make(undone=[read_change(row) for row in rows])
        return make(comments=[StoredComment(id_, *row) for id_, row in as_pairs(rows)])

    async def latest(self, site: str, *, count: int, since: int | None) -> list[StoredComment]:
        """Read the last comments to arrive that are decided, the newest first."""
        keys = SiteKeys(site)
        indexes = [keys.status(status) for status in DECIDED]
        ids = await latest(self._connection, indexes, count=count, since=since)
        commands = [("HMGET", keys.comment(id_), *_FIELDS) for id_ in ids]
        rows = await self._connection.pipe(commands) if commands else []
        # One that has just been erased has no text any more.
        return [StoredComment(id_, *row) for id_, row in zip(ids, rows, strict=True) if row[5]]

    async def count(self, site: str, *, since: int | None) -> int:
        """Count the comments that are decided, and arrived since a time."""
        keys = SiteKeys(site)
        counts = [("ZCOUNT", keys.status(status), since or 0, "+inf") for status in DECIDED]
        return sum(await self._connection.pipe(counts))

    async def arrival_of(self, site: str, count: int) -> int | None:
        """Tell when the comment arrived that is so many from the last; None: there are fewer."""
        low, high = 0, int(time.time() * 1000)
        if await self.count(site, since=None) <= count:
            return None
        while low < high:  # about forty steps
            middle = (low + high + 1) // 2
            if await self.count(site, since=middle) >= count:
                low = middle
            else:
                high = middle - 1
        return low

    async def commit(
        self,
        site: str,
        rescoring: Rescoring,
        page: RescoringPage,
        work: PageWork,
        keeping: Keeping,
    ) -> bool:
        """Commit what came of a page; False when somebody else has done it, or it is cancelled."""
        keys = SiteKeys(site)
        head = {
            "id": rescoring.id,
            "page": page.number,
            "closes": work.closes,
            "errors": work.errors,
            "model": work.model,
            "counter": "restored" if rescoring.state is State.UNDOING else "changed",
            "kept": keeping.changes,
            "life": int(keeping.life_s * 1000),
        }
        calls = [as_script_call(keys, change) for change, _listed in work.made]
        made = [
            (argument, len(own), f"{change.comment.status}>{change.to}", _entry(listed))
            for (own, (argument,)), (change, listed) in zip(calls, work.made, strict=True)
        ]
        told = [(kind_of(change), write_change(change)) for change in work.told]
        parts = [keys.rescoring(rescoring.id, x) for x in ("", "pages", "leases", "changes")]
        outcome, _made = await self._connection.run(
            "commit_page",
            [
                *(*parts, keys.rescorings_open, keys.events, keys.comment("")),
                *(key for own, _arguments in calls for key in own),
            ],
            *(to_json(head), to_json([*chain.from_iterable(work.scores)]), len(made), len(told)),
            *(word for row in made for word in row),
            *(word for row in told for word in row),
            durable=True,
        )
        return bool(outcome == "done")


def _entry(listed: VerdictChange | None) -> str:
    return write_change(listed) if listed else ""
