"""Does the record agree with itself? Reads only, page by page, while everything goes on."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.domain.audit import ActorKind, AuditEntry
from service.domain.comments import revision_of
from service.domain.statuses import LIVE, Status
from service.domain.verdicts import ReasonCode
from service.store.codec import PERSONAL_FIELDS, Fields, read_audit_entry
from service.store.connection import Connection, as_pairs
from service.store.keys import SiteKeys

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Violation:
    """Something about a comment that no course of correct changes leads to."""

    comment_id: str
    what: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """A comment and all that must agree with it, as of one moment."""

    id: str
    fields: Fields
    attempts: str | None
    places: Mapping[str, float]
    """Index → score in it."""
    history: Sequence[AuditEntry]


async def check_site(connection: Connection, site: str) -> list[Violation]:
    """Hold all comments of a site against their indexes and their history, and the indexes back.

    Sound at any time: each comment is read in one piece with all that must agree with it.
    """
    keys = SiteKeys(site)
    found: list[Violation] = []
    async for names in _scan(connection, ("SCAN",), ("MATCH", keys.comment("*"))):
        ids = [name.removeprefix(keys.comment("")) for name in names]
        for seen in await _look_at(connection, keys, ids):
            found += (Violation(seen.id, what) for what in _contradictions(keys, seen))
    async for threads in _scan(connection, ("SCAN",), ("MATCH", keys.thread_prefix + "*")):
        for thread in threads:
            found += [stray async for stray in _strays(connection, keys, "ZSCAN", thread)]
    for index in _indexes(keys):
        found += [stray async for stray in _strays(connection, keys, "ZSCAN", index)]
    found += [stray async for stray in _strays(connection, keys, "HSCAN", keys.attempts)]
    return found


def _indexes(keys: SiteKeys) -> list[str]:
    """List every index of a site but those of its threads."""
    statuses = [keys.status(status) for status in LIVE]
    reasons = [keys.reason(code) for code in ReasonCode]
    return [keys.pending, keys.held_by_priority, *statuses, *reasons]


async def _scan(
    connection: Connection, command: Sequence[str], options: Sequence[str] = ()
) -> AsyncIterator[list[str]]:
    """Give names or members page by page; one may come twice."""
    cursor = 0
    while True:
        cursor, page = await connection.call(*command, cursor, *options, "COUNT", _PAGE)
        yield [entry[0] if isinstance(entry, tuple) else entry for entry in page]
        if cursor == 0:
            return


async def _threads_of(
    connection: Connection, keys: SiteKeys, ids: Sequence[str]
) -> list[str | None]:
    commands = [("HGET", keys.comment(id_), "thread") for id_ in ids]
    return await connection.pipe(commands) if commands else []


async def _look_at(connection: Connection, keys: SiteKeys, ids: Sequence[str]) -> list[_Seen]:
    threads = await _threads_of(connection, keys, ids)
    indexes = [[*_indexes(keys), keys.thread(thread or "")] for thread in threads]
    calls = [
        ([keys.comment(id_), keys.attempts, keys.audit, *own], [id_])
        for id_, own in zip(ids, indexes, strict=True)
    ]
    answers = await connection.run_many("inspect", calls) if calls else []
    return [
        _Seen(
            id=id_,
            fields=dict(as_pairs(flat)),
            attempts=attempts,
            places={index: float(at) for index, at in zip(own, scores, strict=True) if at},
            history=[read_audit_entry(entry, dict(as_pairs(row))) for entry, row in entries],
        )
        for id_, own, (flat, attempts, scores, entries) in zip(ids, indexes, answers, strict=True)
    ]


async def _strays(
    connection: Connection, keys: SiteKeys, scan: str, index: str
) -> AsyncIterator[Violation]:
    """Find what an index lists without there being such a comment, or one of that thread."""
    async for ids in _scan(connection, (scan, index)):
        for id_, thread in zip(ids, await _threads_of(connection, keys, ids), strict=True):
            if thread is None:
                yield Violation(id_, f"is listed in {index} and has no record")
            elif index.startswith(keys.thread_prefix) and index != keys.thread(thread):
                yield Violation(id_, f"is listed in {index}, which is another thread")


def _contradictions(keys: SiteKeys, seen: _Seen) -> Iterator[str]:
    yield from _contradictions_in_places(keys, seen)
    yield from _contradictions_in_history(seen)
    yield from _contradictions_in_fields(seen.fields)


def _contradictions_in_places(keys: SiteKeys, seen: _Seen) -> Iterator[str]:
    status, due = seen.fields["status"], _due_places(keys, seen.fields)
    for index in due.keys() - seen.places.keys():
        yield f"is {status} and not listed in {index}"
    for index in seen.places.keys() - due.keys():
        yield f"is {status} and listed in {index}"
    for index in due.keys() & seen.places.keys():
        if due[index] not in (None, seen.places[index]):
            yield f"is listed in {index} at {seen.places[index]} instead of {due[index]}"
    if seen.attempts is not None and status != Status.PENDING:
        yield f"is {status} and attempts at scoring it are counted"


def _due_places(keys: SiteKeys, fields: Fields) -> dict[str, float | None]:
    """Say in which indexes a comment must be and, where the record tells, at which score."""
    status = Status(fields["status"])
    if status is Status.ERASED:
        return {}
    received = float(fields["received_at"])
    places: dict[str, float | None] = {keys.status(status): received}
    if status is Status.PENDING:
        places[keys.pending] = None
    elif status is Status.APPROVED:
        places[keys.thread(fields["thread"])] = float(fields["created_at"])
    elif status is Status.HELD:
        places[keys.held_by_priority] = None
        places |= {keys.reason(ReasonCode(code)): received for code in fields["codes"].split()}
    return places


def _contradictions_in_history(seen: _Seen) -> Iterator[str]:
    status, version = Status(seen.fields["status"]), int(seen.fields["version"])
    if [entry.version for entry in seen.history] != list(range(1, version + 1)):
        yield f"is at version {version} and its history has {len(seen.history)} entries"
    if any(entry.comment != seen.id for entry in seen.history):
        yield "has another comment's entry in its history"
    before = [entry.before for entry in seen.history]
    after = [entry.after for entry in seen.history]
    if [*before, status] != [None, *after]:
        yield "has a history that does not lead from nothing to its status"
    for entry in seen.history:
        if entry.actor.kind is ActorKind.POLICY and entry.before is not Status.PENDING:
            yield f"was {entry.before} when the policy changed it to version {entry.version}"


def _contradictions_in_fields(fields: Fields) -> Iterator[str]:
    if fields["status"] == Status.ERASED:
        left = [name for name in PERSONAL_FIELDS if name in fields]
        if left or fields["revision"]:
            yield f"is erased and still has {', '.join(left) or 'a revision'}"
        return
    if fields["revision"] != revision_of(fields["text"]):
        yield "has a revision that does not name its text"
    if (fields["status"] == Status.PENDING) == ("decided_by" in fields):
        yield f"is {fields['status']} and decided by {fields.get('decided_by', 'nobody')}"
