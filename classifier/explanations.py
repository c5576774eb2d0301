"""What each word of a comment contributes to its scores, in the reader's own spelling."""

import string
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.folding import Folded
from classifier.grams import Margins, Model, contribute, find_next_begin, find_stop
from classifier.labels import LABELS

_SPACE = 32
_QUOTES_AND_DASHES = "".join(map(chr, [0xAB, 0xBB, *range(0x2010, 0x2027)]))
_PUNCTUATION = string.whitespace + ".,;:!?\"'()[]{}<>-" + _QUOTES_AND_DASHES


@dataclass(frozen=True)
class Span:
    """A word of a comment and its share in one label's score.

    Attributes
    ----------
    begin, end : int
        The word in the original text, in code points.
    label : str
    contribution : float
        Log-odds that the word's n-grams add to the margin before calibration. Those of all words
        and the model's intercept make up the margin exactly.
    """

    begin: int
    end: int
    label: str
    contribution: float


def explain_margins(
    text: str, folded: Folded, model: Model, columns: list[int], most: int | None = None
) -> list[Span]:
    """Divide the margins of a text among its words; of a long text, those of the worst window.

    With `most`, only so many words are told of each label: those that speak for it the loudest.
    """
    windows = [_contribute(folded, model, *window) for window in _find_windows(folded)]
    spans: list[Span] = []
    for column in columns:
        worst = max(windows, key=lambda window: float(window.contributions[:, column].sum()))
        shares = worst.contributions[:, column]
        spans.extend(
            Span(*_find_word(text, worst, place), LABELS[column], float(shares[place]))
            for place in np.argsort(-shares, kind="stable")[:most].tolist()
        )
    return sorted(spans, key=lambda span: -abs(span.contribution))


class _Window(NamedTuple):
    """Bounds of a stretch's words in the original, and what each word adds to each label."""

    begins: NDArray[np.int32]
    ends: NDArray[np.int32]
    contributions: Margins


def _find_windows(folded: Folded) -> Iterator[tuple[int, int]]:
    begin, end, stop = 0, len(folded.codes), 0
    while stop < end:
        stop = find_stop(folded.codes, begin, end)
        yield begin, stop
        begin = find_next_begin(folded.codes, begin)


def _contribute(folded: Folded, model: Model, begin: int, stop: int) -> _Window:
    tokens, contributions = contribute(folded, begin, stop, model)
    is_letter = folded.codes[begin:stop] != _SPACE
    # A stretch may end in the middle of a word that is longer than itself.
    edges = np.diff(np.concatenate([[False], is_letter, [False]]).astype(np.int8))
    first, behind = np.flatnonzero(edges > 0), np.flatnonzero(edges < 0)
    return _Window(
        folded.origins[begin + first], folded.origins[begin + behind], contributions[tokens[first]]
    )


def _find_word(text: str, window: _Window, place: int) -> tuple[int, int]:
    """Find a word in the original, less the punctuation around it."""
    begin, end = int(window.begins[place]), int(window.ends[place])
    token = text[begin:end]
    word = token.strip(_PUNCTUATION) or token
    offset = token.index(word)
    return begin + offset, begin + offset + len(word)
