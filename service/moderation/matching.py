"""Finding the entries of a site's list in a text, in one walk however long the list is."""

import asyncio
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from weakref import WeakKeyDictionary

import ahocorasick

from service.domain.lettering import Letters, has_signs, read_letters, read_phrase
from service.domain.likenesses import Pattern, patterns_of, stands_at
from service.domain.words import Word, WordAction, WordList, WordMatch, WordPlace

MOST_MATCHES, MOST_SPANS = 20, 10
"""Of what is found in one text, so much is told: more would say no more."""

_GRAVITY = {action: rank for rank, action in enumerate(WordAction)}
Span = tuple[int, int]


class Matcher:
    """A list of words, made ready for looking them up."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self._ids = [word.id for word in words]
        self._automaton = ahocorasick.Automaton()
        for skeleton, patterns in _by_skeleton(words).items():
            self._automaton.add_word(skeleton, patterns)
        self._automaton.make_automaton()

    def find(self, text: str, at: int) -> tuple[WordMatch, ...]:
        """Give the entries in force at a time (ms) that stand in a text, the gravest first.

        What is covered by an entry that allows is left out; such an entry is named if it covers
        something.
        """
        if not self._automaton:  # which may not be asked then
            return ()
        places = {place for place in self._places(text) if self._words[place[0]].is_on(at)}
        exempt = _Cover(place for place in places if self._allows(place[0]))
        told: dict[int, list[Span]] = {}
        for number, span in sorted(places):
            cover = exempt.over(span)
            if not self._allows(number):
                told.setdefault(number if cover is None else cover, []).append(span)
        gravest = sorted(told, key=lambda n: (-_GRAVITY[self._words[n].action], told[n]))
        return tuple(self._match(n, told[n]) for n in gravest[:MOST_MATCHES])

    def _places(self, text: str) -> Iterator[tuple[int, Span]]:
        for letters in _readings(text):
            for end, patterns in self._automaton.iter(letters.skeleton):
                for pattern, number in patterns:
                    first = end + 1 - len(pattern.letters)
                    if stands_at(pattern, letters, first):
                        yield number, (letters.begins[first], letters.ends[end])

    def _allows(self, number: int) -> bool:
        return self._words[number].action is WordAction.ALLOW

    def _match(self, number: int, spans: list[Span]) -> WordMatch:
        word = self._words[number]
        distinct = sorted(set(spans))[:MOST_SPANS]
        return WordMatch(self._ids[number], word.phrase, word.action, tuple(distinct))


class _Cover:
    """Places in a text, each an entry's, to be asked for one that another place lies in."""

    def __init__(self, places: Iterable[tuple[int, Span]]) -> None:
        ordered = sorted((begin, end, number) for number, (begin, end) in places)
        self._begins = [begin for begin, _end, _number in ordered]
        # The one that reaches furthest, of all that begin here or before.
        self._furthest = list(accumulate(((end, number) for _, end, number in ordered), max))

    def over(self, span: Span) -> int | None:
        """Give the entry that covers a place."""
        begun = bisect_right(self._begins, span[0])
        end, number = self._furthest[begun - 1] if begun else (-1, -1)
        return number if end >= span[1] else None


_ready: WeakKeyDictionary[WordList, Matcher] = WeakKeyDictionary()


async def matcher_of(words: WordList) -> Matcher:
    """Make a list ready, once for as long as the list is known.

    Beside the loop: for 50,000 entries it takes seconds.
    """
    matcher = _ready.get(words)
    if matcher is None:
        matcher = _ready[words] = await asyncio.to_thread(Matcher, words.words)
    return matcher


def _by_skeleton(words: Sequence[Word]) -> dict[str, list[tuple[Pattern, int]]]:
    found: dict[str, list[tuple[Pattern, int]]] = {}
    for number, word in enumerate(words):
        phrase = read_phrase(word.phrase)
        for skeleton, pattern in patterns_of(phrase, inside=word.match is WordPlace.SUBSTRING):
            if skeleton:
                found.setdefault(skeleton, []).append((pattern, number))
    return found


def _readings(text: str) -> Iterator[Letters]:
    """Read a text twice if there are signs in it: they may be letters, or stand between words."""
    yield read_letters(text, signs=False)
    if has_signs(text):
        yield read_letters(text, signs=True)
