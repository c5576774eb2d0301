"""Matching words and phrases in text, with the plainer disguises folded away, in linear time."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

_WORD = re.compile(r"\w+")
_DROPPED = {"Mn", "Me", "Cf"}

PhraseIndex = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
"""First word → (all words, the entry as it was written), longest first."""


def fold(text: str) -> str:
    """Bring look-alike spellings together: compatibility forms, accents, case, invisibles."""
    decomposed = unicodedata.normalize("NFKD", text)
    kept = (c for c in decomposed if unicodedata.category(c) not in _DROPPED)
    return "".join(kept).casefold()


@lru_cache(maxsize=64)
def index_phrases(entries: tuple[str, ...]) -> PhraseIndex:
    """Sort entries by their first word, so that a text is walked once however many there are."""
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for entry in entries:
        words = tuple(_WORD.findall(fold(entry)))
        if words:
            index.setdefault(words[0], []).append((words, entry))
    return {first: tuple(sorted(rest, reverse=True)) for first, rest in index.items()}


def find_phrases(text: str, entries: tuple[str, ...]) -> tuple[str, ...]:
    """Name the entries that stand in a text as whole words, each once, in order."""
    if not entries:
        return ()
    words = _WORD.findall(fold(text))
    return tuple(dict.fromkeys(_matches(words, index_phrases(entries))))


def _matches(words: list[str], index: PhraseIndex) -> Iterator[str]:
    for at, word in enumerate(words):
        yield from _standing_at(words, at, index.get(word, ()))


def _standing_at(
    words: list[str], at: int, candidates: Iterable[tuple[tuple[str, ...], str]]
) -> Iterator[str]:
    for phrase, entry in candidates:
        if tuple(words[at : at + len(phrase)]) == phrase:
            yield entry
