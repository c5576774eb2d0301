"""What was changed in a text, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_SENTENCES = re.compile(r"[^.!?\n]*[.!?\n]+|[^.!?\n]+")
_MOST = 1_500
"""More pieces than this take too long to compare; then larger ones are compared."""


class Kind(StrEnum):
    """What became of a piece of a text."""

    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Passage:
    """Some of a text, and what became of it."""

    kind: Kind
    text: str


def compare(before: str, after: str) -> list[Passage]:
    """Tell what was taken out of a text and what was put in, in the order of reading."""
    for pieces in (_WORDS, _SENTENCES):
        old, new = pieces.findall(before), pieces.findall(after)
        if max(len(old), len(new)) <= _MOST:
            return _compare(old, new)
    return [Passage(Kind.GONE, before), Passage(Kind.NEW, after)]


def _compare(old: Sequence[str], new: Sequence[str]) -> list[Passage]:
    passages = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            passages.append(Passage(Kind.KEPT, "".join(old[i:j])))
            continue
        gone, added = "".join(old[i:j]), "".join(new[k:m])
        passages += [Passage(Kind.GONE, gone)] if gone else []
        passages += [Passage(Kind.NEW, added)] if added else []
    return passages
