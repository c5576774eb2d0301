"""What each word of a comment contributes to its scores, in the reader's own spelling."""

import string
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.contributions import contribute
from classifier.folded import BLANK, Folded
from classifier.labels import LABELS
from classifier.margins import COUNTS_IN_STRETCHES, Margins, Model
from classifier.windows import cut

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
        and the model's intercept make up the margin exactly, but for the discount on a stretch of
        a long text (``classifier.windows``).
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
    windows = [
        _contribute(folded, model, *window)
        for window in zip(
            *(array.tolist() for array in cut(folded.codes, folded.bounds)[1:]), strict=True
        )
    ]
    spans: list[Span] = []
    for column in columns:
        counting = [one for one in windows if not one.discount or COUNTS_IN_STRETCHES[column]]
        worst = max(
            counting, key=lambda one: float(one.contributions[:, column].sum()) - one.discount
        )
        shares = worst.contributions[:, column]
        spans.extend(
            Span(*_find_word(text, worst, place), LABELS[column], float(shares[place]))
            for place in np.argsort(-shares, kind="stable")[:most].tolist()
        )
    return sorted(spans, key=lambda span: -abs(span.contribution))


class _Window(NamedTuple):
    """Bounds of a window's words in the original, what each adds to each label, the discount."""

    begins: NDArray[np.int32]
    ends: NDArray[np.int32]
    contributions: Margins
    discount: float


def _contribute(folded: Folded, model: Model, begin: int, stop: int, discount: float) -> _Window:
    tokens, contributions = contribute(folded, begin, stop, model)
    is_letter = folded.codes[begin:stop] != BLANK
    # A stretch may end in the middle of a word that is longer than itself.
    edges = np.diff(np.concatenate([[False], is_letter, [False]]).astype(np.int8))
    first, behind = np.flatnonzero(edges > 0), np.flatnonzero(edges < 0)
    return _Window(
        folded.origins[begin + first],
        folded.origins[begin + behind],
        contributions[tokens[first]],
        discount,
    )


def _find_word(text: str, window: _Window, place: int) -> tuple[int, int]:
    """Find a word in the original, less the punctuation around it."""
    begin, end = int(window.begins[place]), int(window.ends[place])
    token = text[begin:end]
    word = token.strip(_PUNCTUATION) or token
    offset = token.index(word)
    return begin + offset, begin + offset + len(word)
