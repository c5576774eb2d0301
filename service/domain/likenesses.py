"""Whether letters of a text, of the same skeleton as a phrase, are that phrase to a reader."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import mul

from service.domain.lettering import MARK, NONE, SPACE, STAND_INS, TWINS, Letters, is_sign

_STRETCHED = 3
"""A letter that stands so often in a row is meant fewer times: no language has three."""
_SPELLED_OUT = 3
"""Fewer letters than this with white space between them are initials, not a word."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase as it is looked for; tens of thousands of these are kept, so they are small."""

    letters: tuple[str, ...]
    gaps: bytes
    """What stands before each letter."""
    inside: bool
    """Whether it may stand inside of words."""


def patterns_of(phrase: Letters, *, inside: bool) -> Iterator[tuple[str, Pattern]]:
    """Give the ways to look for a phrase, by skeleton: as it is, and doubled letters spelled out.

    In ``a s s`` nothing is doubled, so it has another skeleton than ``ass``.
    """
    yield phrase.skeleton, Pattern(tuple(phrase.letters), bytes(phrase.gaps[:-1]), inside)
    if any(len(run) > 1 for run in phrase.letters):
        lengths = [len(run) for run in phrase.letters]
        pairs = zip(phrase.gaps, lengths, strict=False)
        gaps = b"".join(bytes((gap, *(NONE,) * (length - 1))) for gap, length in pairs)
        skeleton = "".join(map(mul, phrase.skeleton, lengths))
        yield skeleton, Pattern(tuple("".join(phrase.letters)), gaps, inside)


def stands_at(pattern: Pattern, text: Letters, first: int) -> bool:
    """Tell whether a text has a phrase from a run on, whose skeleton is the phrase's.

    At least one letter is what it should be, and not only stands for it: 455 is a number.
    """
    last = first + len(pattern.letters)
    whole = _is_edge(text, first) and _is_edge(text, last)
    if not (whole or pattern.inside):
        return False
    pairs = list(zip(text.letters[first:last], pattern.letters, strict=True))
    return (
        _are_together(pattern, text.gaps[first:last], whole=whole)
        and all(_is_like(given, wanted) for given, wanted in pairs)
        and any(given[0] == wanted[0] for given, wanted in pairs)
    )


def _is_edge(text: Letters, run: int) -> bool:
    """Tell whether a word may end before a run and begin with it; signs may be either."""
    if text.gaps[run] or not text.signs:
        return text.gaps[run] > NONE
    return is_sign(text.letters[run][0]) or is_sign(text.letters[run - 1][-1])


def _are_together(pattern: Pattern, gaps: list[int], *, whole: bool) -> bool:
    """Tell whether the letters belong together although something stands between them.

    Marks may, if what they take apart is a word (``f.u.ck``); white space only if it stands between
    all letters (``f u c k``).
    """
    spelled_out = len(gaps) >= _SPELLED_OUT and all(gaps)
    numbers = [run[0].isdigit() for run in pattern.letters]
    for at in range(1, len(gaps)):
        given, wanted = gaps[at], pattern.gaps[at]
        if wanted == SPACE and not given:
            return False
        if given and not wanted:
            in_number = numbers[at - 1] and numbers[at]  # 1,488 is not 1488
            if not whole or in_number or (given > MARK and not spelled_out):
                return False
    return True


def _is_like(given: str, wanted: str) -> bool:
    if given == wanted:
        return True
    if len(given) == len(wanted):
        return all(map(_may_be, given, wanted))
    enough = len(given) >= _STRETCHED or is_sign(wanted[0])
    stretched = enough and len(given) > len(wanted) and not wanted[0].isdigit()
    return stretched and all(any(_may_be(g, w) for w in wanted) for g in given)


def _may_be(given: str, wanted: str) -> bool:
    letter = TWINS.get(wanted, wanted)
    return TWINS.get(given, given) == letter or letter in STAND_INS.get(given, "")
