"""The text of a comment, and where each part of it stands in what was sent."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

Span = tuple[int, int]
"""Begin and end, exclusive."""

MOST_SPANS = 100
"""What has more sentences is cut into so many parts of several."""

# No alternative can fail after a long way, so that hostile markup takes no longer than other.
_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<hidden>script|style|template)\b.*?(?:</(?P=hidden)[^<>]*>|\Z)"
    r"|</?(?P<tag>[a-z][a-z0-9]*)[^<>]*>"
    r"|<[!?][^<>]*>"
    r"|(?P<char>&(?:\#[0-9]{1,7}|\#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});?)",
    re.IGNORECASE | re.DOTALL,
)
_INLINE = re.compile(
    r"a|abbr|bdi|bdo|big|b|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|samp|small|span|strike"
    r"|strong|sub|sup|s|time|tt|u|var|wbr",
    re.IGNORECASE,
)
"""Elements that do not end a line."""

_ENDS = ".!?\n\u2026\u3002\uff01\uff1f"
_SENTENCE = re.compile(rf"[^{_ENDS}]*[{_ENDS}]*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that can be read, made of one that was sent."""

    text: str
    origins: tuple[Span, ...] | None
    """Where each character was in what was sent; None: where it is now."""
    units: tuple[int, ...]
    """For each place in what was sent, how many UTF-16 code units come before it."""

    def place(self, span: Span) -> Span:
        """Tell where a part of the text was in what was sent, in UTF-16 code units."""
        begin, end = span
        if self.origins is not None:
            begin, end = self.origins[begin][0], self.origins[end - 1][1]
        return self.units[begin], self.units[end]

    @property
    def whole(self) -> Span:
        """All that was sent, in UTF-16 code units."""
        return 0, self.units[-1]

    def sentences(self) -> list[Span]:
        """Cut the text into sentences, without the white space around them."""
        found = [_stripped(self.text, match.span()) for match in _SENTENCE.finditer(self.text)]
        spans = [(begin, end) for begin, end in found if begin < end]
        step = -(-len(spans) // MOST_SPANS) or 1
        parts = [spans[at : at + step] for at in range(0, len(spans), step)]
        return [(part[0][0], part[-1][1]) for part in parts]


def read_plain(sent: str) -> Passage:
    """Read a plain text."""
    return Passage(sent, None, _units(sent))


def read_html(sent: str) -> Passage:
    """Read what a browser would show of HTML."""
    pieces = list(_pieces(sent))
    text = "".join(piece for piece, _span in pieces)
    origins = tuple(
        (begin + at, begin + at + 1) if len(piece) == end - begin else (begin, end)
        for piece, (begin, end) in pieces
        for at in range(len(piece))
    )
    return Passage(text, origins, _units(sent))


def _pieces(sent: str) -> Iterator[tuple[str, Span]]:
    """Give what is text, with where it is."""
    read = 0
    for match in _MARKUP.finditer(sent):
        yield sent[read : match.start()], (read, match.start())
        read = match.end()
        if match["char"]:
            yield html.unescape(match["char"]), match.span()
        elif match["tag"] and not _INLINE.fullmatch(match["tag"]):
            yield "\n", match.span()
    yield sent[read:], (read, len(sent))


def _units(sent: str) -> tuple[int, ...]:
    return tuple(accumulate((1 + (char > "\uffff") for char in sent), initial=0))


def _stripped(text: str, span: Span) -> Span:
    part = text[slice(*span)]
    begin = span[0] + len(part) - len(part.lstrip())
    return begin, begin + len(part.strip())
