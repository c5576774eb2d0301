"""Checks of the shape of a text: whether it can be read, how long it is, where it links."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice

from service.domain.cases import Case, Finding
from service.domain.statuses import Status
from service.domain.verdicts import Reason, ReasonCode

_LINK = re.compile(r"(?:https?://|\bwww\.|\[url=?|<a\s)[\"'\s\]]*([^\s/\"'<>\]]*)", re.IGNORECASE)
_LETTER = re.compile(r"[A-Za-z0-9]")
_MARKS_PER_LETTER = 4
"""As many as Burmese may need; what buries a text stacks far more."""

_MOST_SPANS = 20
"""How many places are shown of what stands in a text again and again."""

Span = tuple[int, int]


def unreadable(case: Case) -> Iterator[Finding]:
    """Nothing there to read, or letters buried under marks: no score means anything."""
    if case.text.isascii() and _LETTER.search(case.text):
        return  # most texts, told at a glance: ASCII has no marks
    categories = [unicodedata.category(char) for char in case.text]
    readable = sum(category[0] in "LN" or category == "So" for category in categories)
    marks = sum(category[0] == "M" for category in categories)
    if readable == 0:
        detail, spans = "There is nothing in it that can be read.", [(0, len(case.text))]
    elif marks > _MARKS_PER_LETTER * readable:
        detail = f"Its {readable} letters are buried under {marks} marks."
        spans = list(islice(_buried(categories), _MOST_SPANS))
    else:
        return
    reason = Reason(code=ReasonCode.UNREADABLE, detail=detail, spans=tuple(spans) or None)
    yield Finding(Status.HELD, reason)


def length(case: Case) -> Iterator[Finding]:
    """Very long comments want a person's eye."""
    limit, value = case.policy.max_length, len(case.text)
    if value > limit:
        detail = f"It has {value} characters; the site lets {limit} out unread."
        reason = Reason(
            code=ReasonCode.TOO_LONG,
            detail=detail,
            value=value,
            threshold=limit,
            spans=((limit, value),),
        )
        yield Finding(Status.HELD, reason)


def links(case: Case) -> Iterator[Finding]:
    """Advertising comes with links; those to domains that the site allows do not count."""
    allowed = case.policy.allowed_domains
    foreign = [m for m in _LINK.finditer(case.text) if not _is_allowed(m[1], allowed)]
    limit, value = case.policy.max_links, len(foreign)
    if value > limit:
        detail = f"It has {value} links; the site lets {limit} out unread."
        reason = Reason(
            code=ReasonCode.TOO_MANY_LINKS,
            detail=detail,
            value=value,
            threshold=limit,
            spans=tuple(match.span() for match in foreign[:_MOST_SPANS]),
        )
        yield Finding(Status.HELD, reason)


def language(case: Case) -> Iterator[Finding]:
    """A language that the site's people, or its model, do not read."""
    welcome = case.policy.languages
    if welcome and case.lang and case.lang.partition("-")[0] not in welcome:
        detail = f"It is in “{case.lang}”; the site lets {', '.join(welcome)} out unread."
        yield Finding(Status.HELD, Reason(code=ReasonCode.LANGUAGE, detail=detail))


def _buried(categories: Sequence[str]) -> Iterator[Span]:
    """Give the places where more marks are stacked than any script needs."""
    begin = 0
    for at, category in enumerate([*categories, "end"]):
        if category[0] != "M":
            if at - begin > _MARKS_PER_LETTER + 1:
                yield begin, at
            begin = at


def _is_allowed(host: str, allowed: tuple[str, ...]) -> bool:
    name = host.casefold().rpartition("@")[2].partition(":")[0].removeprefix("www.")
    return any(name == domain or name.endswith(f".{domain}") for domain in allowed)
