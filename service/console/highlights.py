"""The words that weigh: a text in pieces, each with what speaks against it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.domain.comments import Comment
from service.domain.verdicts import ReasonCode
from service.moderation.models import Span

WORD_LIST = "word_list"
"""The mark of what the site's own list of words found; what other checks found has their code."""

_LEAST = 0.8
"""Log-odds that a span must add to be pointed at."""
_SHARE = 0.5
"""And so much of what the weightiest span of the label adds."""
_MOST = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text, in code points, and what it speaks for."""

    begin: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text."""

    text: str
    labels: tuple[str, ...] = ()
    """What it speaks for; none: nothing."""


def marks_of(comment: Comment, spans: Sequence[Span], labels: Iterable[str]) -> list[Mark]:
    """Choose what to point at: what checks found, and the weightiest words of labels."""
    listed = [
        Mark(begin, end, WORD_LIST if reason.entry else reason.code)
        for reason in comment.reasons
        if reason.code is not ReasonCode.TOO_LONG  # what is too much is most of the text
        for begin, end in reason.spans or ()
    ]
    weighty: list[Mark] = []
    for label in labels:
        own = [span for span in spans if span.label == label]
        least = max([_LEAST, *(span.contribution * _SHARE for span in own)])
        weighty += [Mark(s.begin, s.end, label) for s in own if s.contribution >= least][:_MOST]
    return listed + weighty


def cut(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """Cut a text where marks begin and end; together the pieces are the text."""
    edges = {0, len(text), *(edge for mark in marks for edge in (mark.begin, mark.end))}
    within = sorted(edge for edge in edges if 0 <= edge <= len(text))
    return [
        Piece(
            text[begin:end],
            tuple(dict.fromkeys(m.label for m in marks if m.begin <= begin and end <= m.end)),
        )
        for begin, end in pairwise(within)
    ]


def fold_pieces(pieces: Sequence[Piece], at: int) -> tuple[list[Piece], list[Piece]]:
    """Part pieces after so many characters; one that reaches across is parted, too."""
    lead: list[Piece] = []
    rest: list[Piece] = []
    for piece in pieces:
        left = max(0, at - sum(len(before.text) for before in lead))
        first, second = piece.text[:left], piece.text[left:]
        lead += [Piece(first, piece.labels)] if first else []
        rest += [Piece(second, piece.labels)] if second else []
    return lead, rest
