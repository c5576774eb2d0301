"""Does the record agree with itself? Reads only, page by page, while everything goes on."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from service.domain.statuses import LIVE
from service.store.codec import read_fields, short_name
from service.store.connection import Connection, as_pairs
from service.store.contradictions import Seen, contradictions, queue_indexes
from service.store.entries import read_audit_entry
from service.store.keys import SiteKeys

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Violation:
    """Something about a comment that no course of correct changes leads to."""

    comment_id: str
    what: str


async def check_site(connection: Connection, site: str) -> list[Violation]:
    """Hold all comments of a site against their indexes and their history, and the indexes back.

    Sound at any time: each comment is read in one piece with all that must agree with it.
    """
    keys = SiteKeys(site)
    found: list[Violation] = []
    async for names in _scan(connection, ("SCAN",), ("MATCH", keys.comment("*"))):
        ids = [name.removeprefix(keys.comment("")) for name in names]
        for seen in await _look_at(connection, keys, ids):
            found += (Violation(seen.id, what) for what in contradictions(keys, seen))
    async for threads in _scan(connection, ("SCAN",), ("MATCH", keys.thread_prefix + "*")):
        for thread in threads:
            found += [stray async for stray in _strays(connection, keys, "ZSCAN", thread)]
    for index in _indexes(keys):
        found += [stray async for stray in _strays(connection, keys, "ZSCAN", index)]
    for table in (keys.attempts, keys.claimants):
        found += [stray async for stray in _strays(connection, keys, "HSCAN", table)]
    return found


def _indexes(keys: SiteKeys) -> list[str]:
    """List every index of a site but those of its threads and floods."""
    statuses = [keys.status(status) for status in LIVE]
    return [keys.pending, *statuses, *queue_indexes(keys), keys.queue("free"), keys.claims]


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


async def _groups_of(
    connection: Connection, keys: SiteKeys, ids: Sequence[str]
) -> list[tuple[str | None, str | None]]:
    """Read of each comment its thread's short name, None when there is no record, and its flood."""
    fields = [*map(short_name, ("thread", "flood"))]
    commands = [("HMGET", keys.comment(id_), *fields) for id_ in ids]
    return [(row[0], row[1]) for row in await connection.pipe(commands)] if commands else []


async def _look_at(connection: Connection, keys: SiteKeys, ids: Sequence[str]) -> list[Seen]:
    groups = await _groups_of(connection, keys, ids)
    indexes = [
        [keys.queue(f"flood:{flood}"), *_indexes(keys), keys.thread_prefix + (thread or "")]
        for thread, flood in groups
    ]
    calls = [
        ([keys.comment(id_), keys.attempts, keys.audit, *own], [id_])
        for id_, own in zip(ids, indexes, strict=True)
    ]
    answers = await connection.run_many("inspect", calls) if calls else []
    return [
        Seen(
            id=id_,
            fields=read_fields(dict(as_pairs(flat))),
            attempts=attempts,
            places={
                index: float(at) for index, at in zip(own, scores, strict=True) if at is not None
            },
            history=[read_audit_entry(entry, dict(as_pairs(row))) for entry, row in entries],
        )
        for id_, own, (flat, attempts, scores, entries) in zip(ids, indexes, answers, strict=True)
    ]


async def _strays(
    connection: Connection, keys: SiteKeys, scan: str, index: str
) -> AsyncIterator[Violation]:
    """Find what an index lists without there being such a comment, or one of that thread."""
    async for ids in _scan(connection, (scan, index)):
        groups = await _groups_of(connection, keys, ids)
        for id_, (thread, _flood) in zip(ids, groups, strict=True):
            if thread is None:
                yield Violation(id_, f"is listed in {index} and has no record")
            elif index.startswith(keys.thread_prefix) and index != keys.thread_prefix + thread:
                yield Violation(id_, f"is listed in {index}, which is another thread")
