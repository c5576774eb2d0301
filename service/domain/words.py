"""A site's list of words: what stands on it, and what of it stands in a text."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from service.domain.lettering import spell


class WordAction(StrEnum):
    """What becomes of a comment in which an entry is found, the gravest last."""

    ALLOW = "allow"
    """Nothing: what the entry covers is exempt from all others."""
    HOLD = "hold"
    REJECT = "reject"
    SPAM = "spam"


class WordPlace(StrEnum):
    """Where an entry is looked for."""

    WORD = "word"
    """Where words begin and end around it."""
    SUBSTRING = "substring"
    """Inside of words, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """An entry of the list: a word or a phrase, and what is to happen where it is found."""

    phrase: str
    """As the site wrote it."""
    action: WordAction = WordAction.HOLD
    match: WordPlace = WordPlace.WORD
    created_at: int
    by: str
    """Who put it on the list, or changed it last."""
    expires_at: int | None = None
    """When it stops being looked for; None: never."""
    note: str | None = None

    @property
    def id(self) -> str:
        """Names what is looked for, however it is spelled: no list has the same entry twice."""
        looked_for = f"{self.match} {spell(self.phrase)}"
        return hashlib.blake2b(looked_for.encode(), digest_size=12).hexdigest()

    @property
    def place(self) -> tuple[int, str]:
        """Where it stands on the list: the oldest come first."""
        return self.created_at, self.id

    def is_on(self, at: int) -> bool:
        """Tell whether it is looked for at a time."""
        return self.expires_at is None or at < self.expires_at


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class WordList:
    """All entries of a site at one version, the oldest first."""

    version: int
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class WordMatch:
    """An entry that was found in a text."""

    id: str
    """Of the entry."""
    phrase: str
    action: WordAction
    spans: tuple[tuple[int, int], ...]
    """Where, in code points of the text as it came: begin and end of each place."""


@dataclass(frozen=True, slots=True)
class WordTally:
    """What came of an entry."""

    hits: int = 0
    """Comments that were judged by it."""
    reviewed: int = 0
    """How many of them a person has decided since,"""
    overturned: int = 0
    """and how many otherwise than the entry wanted."""

    @property
    def overturn_rate(self) -> float | None:
        """Share of the reviewed that were overturned; None when nobody has looked at any."""
        return self.overturned / self.reviewed if self.reviewed else None
