"""Comments in the record: accepted once, then changed only by transitions."""

from collections.abc import Collection, Sequence
from functools import partial

import orjson

from service.domain.audit import Actor, AuditEntry
from service.domain.comments import Comment, Revision, Thread
from service.domain.floods import Flood
from service.domain.statuses import Status
from service.store import arrivals, transitions
from service.store.arrivals import Acceptance, Arrival
from service.store.changes import Change, Outcome, as_script_call
from service.store.codec import (
    read_comment,
    read_decision_notes,
    read_fields,
    read_thread,
    short_name,
)
from service.store.connection import Connection, understood
from service.store.convoys import Convoy
from service.store.entries import read_audit_entry
from service.store.floods import joining, read_flood
from service.store.keys import SiteKeys
from service.store.lone_comments import LoneComment
from service.store.outbox import Ring
from service.store.transitions import Ruling


class Comments:
    """The comments of all sites."""

    def __init__(self, connection: Connection, ring: Ring) -> None:
        self._connection = connection
        self._ring = ring
        self._accept = Convoy(partial(connection.try_many, "accept", durable=True))

    async def accept(
        self, site: str, arriving: Sequence[Arrival]
    ) -> list[tuple[Acceptance, str] | Exception]:
        """Keep comments, each by itself; gives what became of each and the id it has.

        One that Redis refused has its error in its place, and nothing of it was kept.

        Raises
        ------
        UnknownOutcomeError
            No answer came: some may have been kept. Repeat the call with the same keys.
        """
        keys = SiteKeys(site)
        calls = [arrivals.as_script_call(site, keys, arrival) for arrival in arriving]
        answers = await self._accept(calls)
        return [
            understood(answer)
            if isinstance(answer, Exception)
            else (Acceptance(answer[0]), answer[1])
            for answer in answers
        ]

    async def get(self, site: str, comment_id: str) -> Comment | None:
        """Read a comment; None when there is none or only its tombstone."""
        return (await self.get_many(site, [comment_id]))[0]

    async def named(self, site: str, kind: str, value: str) -> str | None:
        """Find the id that an idempotency key (``key``) or an ``external`` id stands for."""
        keys = SiteKeys(site)
        find = ("HGET", *keys.external(value)) if kind == "external" else ("GET", keys.once(value))
        known: str | None = await self._connection.call(*find)
        return known

    async def get_many(self, site: str, ids: Sequence[str]) -> list[Comment | None]:
        """Read comments, in the order of the ids."""
        if not ids:
            return []
        keys = SiteKeys(site)
        rows = await self._connection.pipe([("HGETALL", keys.comment(id_)) for id_ in ids])
        there = [
            read_fields(row) if row and row["status"] != Status.ERASED else None for row in rows
        ]
        threads = await self._threads(keys, {fields["thread"] for fields in there if fields})
        return [
            read_comment(site, id_, fields, threads[fields["thread"]]) if fields else None
            for id_, fields in zip(ids, there, strict=True)
        ]

    async def _threads(self, keys: SiteKeys, names: Collection[str]) -> dict[str, Thread]:
        """Read threads by their short names."""
        if not names:
            return {}
        rows = await self._connection.call("HMGET", keys.threads, *names)
        return {name: read_thread(row) for name, row in zip(names, rows, strict=True)}

    async def apply_verdicts(self, site: str, rulings: Sequence[Ruling]) -> list[Outcome]:
        """Decide pending comments by the policy.

        Only a comment that is still pending, at the version and with the text that were judged,
        is decided: whoever was first, a person or another worker, stays right.
        """
        return await self.apply(site, [transitions.of_ruling(ruling) for ruling in rulings])

    async def apply(self, site: str, changes: Sequence[Change]) -> list[Outcome]:
        """Change comments, each by itself."""
        keys = SiteKeys(site)
        calls = [as_script_call(keys, change) for change in changes]
        return self._told(site, await self._connection.run_many("transition", calls, durable=True))

    async def decide_heard(
        self, lone: LoneComment, ruling: Ruling, signature: str | None, window_s: float
    ) -> Outcome | Flood | None:
        """Decide a comment by what its knock told, as one whose text is like no other.

        If it is like others, nothing is decided, and the flood is given that it has joined. None:
        nothing is decided since the site goes by another policy, or other words, by now. A text
        that is too short to be like others has no signature.
        """
        site = lone.comment.site
        keys = SiteKeys(site)
        flood_keys, joined = joining(keys, ruling.comment, signature or "", window_s)
        own_keys, change = as_script_call(keys, transitions.of_ruling(ruling))
        told = [lone.policy, lone.words or "", int(signature is not None)]
        call = ([keys.policy, keys.words, *flood_keys, *own_keys], [*told, *joined, *change])
        answer = await self._connection.run_at_once("decide_heard", call, durable=True)
        if answer[0] == "changed":
            return None
        return read_flood(*answer[1:]) if answer[0] == "alike" else self._told(site, [answer])[0]

    def _told(self, site: str, answers: Sequence[tuple[str, int, int]]) -> list[Outcome]:
        """Read what became of changes, and call who delivers letters if there are any."""
        if any(letters for _outcome, _version, letters in answers):
            self._ring(site)
        return [Outcome(outcome) for outcome, _version, _letters in answers]

    async def erase(self, comment: Comment, actor: Actor) -> Outcome:
        """Take text and personal data away; its external id stays taken, by nothing known."""
        return (await self.apply(comment.site, [transitions.of_erasure(comment, actor)]))[0]

    async def history(self, site: str, comment_id: str) -> list[AuditEntry]:
        """Read what was done to a comment, oldest first; a tombstone has its history too."""
        keys = SiteKeys(site)
        wanted = map(short_name, ("audit", "decision_notes"))
        ids, written = await self._connection.call("HMGET", keys.comment(comment_id), *wanted)
        commands = [("XRANGE", keys.audit, id_, id_) for id_ in (ids or "").split()]
        rows = await self._connection.pipe(commands) if commands else []
        notes = read_decision_notes(written)
        return [read_audit_entry(id_, fields, notes) for row in rows for id_, fields in row]

    async def revisions(self, site: str, comment_id: str) -> list[Revision]:
        """Read the earlier texts of a comment, as far as they are kept, the oldest first."""
        rows = await self._connection.call("LRANGE", SiteKeys(site).revisions(comment_id), 0, -1)
        return [Revision(name, int(at), text) for name, at, text in map(orjson.loads, rows)]
