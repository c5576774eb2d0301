# ruff: noqa: RUF001 - look-alikes are the subject of this file
"""Words as people disguise them to get past a filter: to learn from, and to measure with.

The same eight kinds are used for both, so the figures say how well known tricks are seen through.
New ones will do better.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray

SHARE_OF_TEXTS = 0.3
SHARE_OF_WORDS = 0.5
LEAST_LETTERS = 3

_LEET = str.maketrans({"a": "4", "e": "3", "i": "1", "o": "0", "s": "$", "t": "7", "b": "8"})
_LIKE = str.maketrans("aceiopxysh", "асеіорхуѕһ")
_INVISIBLE = "\u200b\u200c\u200d\u2060\u00ad"
_STYLES = (0x1D41A, 0x1D44E, 0x1D5EE, 0xFF41)  # mathematical bold, italic, sans; full width
_WORD = re.compile(r"[^\W\d_]+")


def disguise(text: str, random: Random, is_target: Callable[[str], bool], kind: str) -> str:
    """Disguise the words of a text that are targets, each in the given way."""
    trick = KINDS[kind]
    return _WORD.sub(
        lambda match: trick(match[0], random) if is_target(match[0].lower()) else match[0], text
    )


def disguise_some(texts: Sequence[str], seed: int) -> tuple[NDArray[np.intp], list[str]]:
    """Draw some of the texts and disguise about half of their longer words.

    Returns
    -------
    places : ndarray of int, shape (n_drawn,)
        Which texts were drawn.
    disguised : list of str
        Those texts in disguise, one kind each.
    """
    random = Random(seed)  # noqa: S311 - reproducible, not secret
    places = random.sample(range(len(texts)), int(SHARE_OF_TEXTS * len(texts)))

    def is_target(word: str) -> bool:
        return len(word) >= LEAST_LETTERS and random.random() < SHARE_OF_WORDS

    kinds = sorted(KINDS)
    disguised = [disguise(texts[i], random, is_target, random.choice(kinds)) for i in places]
    return np.array(places, np.intp), disguised


def _write_leet(word: str, random: Random) -> str:  # noqa: ARG001 - leet leaves nothing to chance
    return word.lower().translate(_LEET)


def _space_out(word: str, random: Random) -> str:
    return random.choice(" .-*_ ").join(word)


def _look_alike(word: str, random: Random) -> str:
    if random.random() < 0.5:  # noqa: PLR2004
        return word.lower().translate(_LIKE)
    first = random.choice(_STYLES) - ord("a")
    return "".join(chr(first + ord(c)) if "a" <= c <= "z" else c for c in word.lower())


def _hide_marks(word: str, random: Random) -> str:
    return random.choice(_INVISIBLE).join(word)


def _repeat(word: str, random: Random) -> str:
    place = random.randrange(len(word))
    return word[:place] + word[place] * random.randint(2, 5) + word[place:]


def _star(word: str, random: Random) -> str:
    place = random.randrange(1, len(word)) if len(word) > 1 else 0
    return word[:place] + random.choice("*#@-") + word[place + 1 :]


def _mistype(word: str, random: Random) -> str:
    place = random.randrange(max(1, len(word) - 1))
    swapped = word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]
    return random.choice([swapped, word[:place] + word[place + 1 :]])


def _mix(word: str, random: Random) -> str:
    first, second = random.sample(_SINGLE, 2)
    return second(first(word, random), random)


_SINGLE = [_write_leet, _look_alike, _hide_marks, _repeat, _star, _mistype]

KINDS: Mapping[str, Callable[[str, Random], str]] = {
    "leet": _write_leet,
    "spaced": _space_out,
    "look-alikes": _look_alike,
    "invisible": _hide_marks,
    "repeated": _repeat,
    "starred": _star,
    "mistyped": _mistype,
    "mixed": _mix,
}
"""The ways to disguise a word."""
