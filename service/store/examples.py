"""Labelled examples in the record: as many as are allowed, as long as is allowed."""

from collections.abc import AsyncIterator, Sequence

import orjson

from service.domain.audit import Actor
from service.domain.examples import Example
from service.store.connection import Connection, to_json
from service.store.keys import SiteKeys
from service.store.pages import read_page

MOST = 100_000
"""Examples of one site; the oldest make room."""

_AT_ONCE = 500


class Examples:
    """The labelled examples of all sites."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def keep(
        self, site: str, example: Example, *, life_ms: int = 0, link_life_ms: int = 0
    ) -> bool:
        """Keep an example in place of an earlier one; False when its comment is gone.

        It lapses after ``life_ms``, and who wrote it is known for ``link_life_ms``; 0: for ever.
        """
        keys = SiteKeys(site)
        sent = {
            "id": example.id,
            "about": example.comment_id is not None,
            "fields": _write(example),
            "most": MOST,
            "life": life_ms,
            "link_life": life_ms if example.comment_id else link_life_ms,
        }
        read = [keys.example(""), keys.examples, keys.comment(example.comment_id or "")]
        links = [keys.examples_of(link) for link in example.links]
        return bool(await self._connection.run("keep_example", [*read, *links], to_json(sent)))

    async def count(self, site: str) -> int:
        """Count the examples of a site, those that lapsed since the last was kept included."""
        return int(await self._connection.call("ZCARD", SiteKeys(site).examples))

    async def all(self, site: str) -> AsyncIterator[Example]:
        """Give the examples of a site, the oldest first."""
        cursor, index = None, SiteKeys(site).examples
        while True:
            page = await read_page(self._connection, index, limit=_AT_ONCE, cursor=cursor)
            for example in await self._read(site, page.ids):
                yield example
            cursor = page.next_cursor
            if cursor is None:
                return

    async def forget(self, site: str, link: str) -> None:
        """Drop the examples of an author, or of a comment: ``comment:<id>``."""
        keys = SiteKeys(site)
        key = keys.examples_of(link)
        ids = await self._connection.call("ZRANGE", key, 0, -1)
        if ids:
            commands = [("DEL", keys.example(id_)) for id_ in ids]
            await self._connection.pipe([*commands, ("ZREM", keys.examples, *ids), ("DEL", key)])

    async def take_back(self, site: str, decision: str, comments: Sequence[str]) -> None:
        """Drop what was said of comments with a decision that is undone."""
        keys = SiteKeys(site)
        lists = [("ZRANGE", keys.examples_of(f"comment:{id_}"), 0, -1) for id_ in comments]
        found = await self._connection.pipe(lists) if lists else []
        ids = [id_ for of_one in found for id_ in of_one]
        said = [("HGET", keys.example(id_), "decision") for id_ in ids]
        with_ = await self._connection.pipe(said) if said else []
        undone = [id_ for id_, act in zip(ids, with_, strict=True) if act == decision]
        if undone:
            names = [keys.example(id_) for id_ in undone]
            await self._connection.pipe([("DEL", *names), ("ZREM", keys.examples, *undone)])

    async def _read(self, site: str, ids: Sequence[str]) -> list[Example]:
        keys = SiteKeys(site)
        commands = [("HGETALL", keys.example(id_)) for id_ in ids]
        rows = await self._connection.pipe(commands) if commands else []
        return [_read(row) for row in rows if row]


def _write(example: Example) -> dict[str, str]:
    known = {
        "text": example.text,
        "labels": to_json(dict(example.labels)),
        "origin": example.origin,
        "by": str(example.by),
        "comment": example.comment_id,
        "decision": example.decision,
        "lang": example.lang,
    }
    return {name: value for name, value in known.items() if value}


def _read(row: dict[str, str]) -> Example:
    return Example(
        text=row["text"],
        labels=orjson.loads(row["labels"]),
        origin=row["origin"],
        by=Actor.read(row["by"]),
        comment_id=row.get("comment"),
        decision=row.get("decision"),
        lang=row.get("lang"),
        at=int(row["at"]),
    )
