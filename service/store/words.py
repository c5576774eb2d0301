"""Lists of words in the record, and what came of their entries."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum

import orjson

from service.domain.words import Word, WordAction, WordList, WordPlace, WordTally
from service.store.connection import Connection, ScriptCall, to_json
from service.store.keys import SiteKeys

_AT_ONCE = 1_000
"""Entries that one run of the script changes: nobody waits long behind it."""


class Tally(StrEnum):
    """What is counted of an entry."""

    HITS = "hits"
    REVIEWED = "reviewed"
    OVERTURNED = "overturned"


class Words:
    """The lists of all sites. What was read is kept until the list has another version."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, WordList] = {}

    async def read(self, site: str) -> WordList:
        """Read a list; the same object for as long as nothing has changed."""
        key = SiteKeys(site).words
        known = self.known(site, await self._connection.call("HGET", key, "version"))
        if known is None:
            rows = await self._connection.call("HGETALL", key)
            version = int(rows.pop("version", 0))
            words = sorted(map(_read, rows.values()), key=lambda word: word.place)
            known = self._known[site] = WordList(version, tuple(words))
        return known

    def known(self, site: str, version: str | None) -> WordList | None:
        """Give a version without reading it: None, if it is not the last that was read."""
        known = self._known.get(site)
        return known if known and known.version == int(version or 0) else None

    async def version(self, site: str) -> int:
        """Tell how often a list was changed."""
        return int(await self._connection.call("HGET", SiteKeys(site).words, "version") or 0)

    async def put(self, site: str, words: Sequence[Word], most: int) -> tuple[int, int]:
        """Put entries on the list; gives how many are new, and how many changed what was there.

        An entry that would be more than ``most`` is left out, and counted as neither.
        """
        rows = [(word.id, str(word.created_at), _write(word)) for word in words]
        parts = [rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE)]
        calls = [self._call(site, most, put=part) for part in parts]
        answers = await self._connection.run_many("change_words", calls)
        return sum(answer[0] for answer in answers), sum(answer[1] for answer in answers)

    async def remove(self, site: str, ids: Sequence[str]) -> int:
        """Take entries off the list, and forget what came of them; gives how many there were."""
        answers = await self._connection.run_many("change_words", [self._call(site, 0, drop=ids)])
        return int(answers[0][2])

    async def tally(self, site: str, counts: Mapping[tuple[str, Tally], int]) -> None:
        """Count what came of entries."""
        key = SiteKeys(site).word_tallies
        if counts:
            await self._connection.pipe(
                [("HINCRBY", key, f"{id_}:{what}", by) for (id_, what), by in counts.items()]
            )

    async def tallies(self, site: str, ids: Sequence[str]) -> list[WordTally]:
        """Read what came of entries, in the order of the ids."""
        fields = [f"{id_}:{what}" for id_ in ids for what in Tally]
        if not fields:
            return []
        row = await self._connection.call("HMGET", SiteKeys(site).word_tallies, *fields)
        figures = [int(figure or 0) for figure in row]
        kinds = len(Tally)
        return [WordTally(*figures[at : at + kinds]) for at in range(0, len(figures), kinds)]

    @staticmethod
    def _call(
        site: str, most: int, put: Sequence[tuple[str, str, str]] = (), drop: Sequence[str] = ()
    ) -> ScriptCall:
        keys = SiteKeys(site)
        return [keys.words, keys.word_tallies], (most, to_json(put), to_json(drop))


def _write(word: Word) -> str:
    row = asdict(word)
    del row["created_at"]
    return to_json({name: value for name, value in row.items() if value is not None})


def _read(written: str) -> Word:
    created_at, _, rest = written.partition(" ")
    row = orjson.loads(rest)
    row |= {"action": WordAction(row["action"]), "match": WordPlace(row["match"])}
    return Word(**row, created_at=int(created_at))
