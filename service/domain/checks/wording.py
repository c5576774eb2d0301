"""Checks of the site's own list of words."""

from collections.abc import Iterator

from service.domain.cases import Case, Finding
from service.domain.statuses import Status
from service.domain.verdicts import Reason, ReasonCode
from service.domain.words import WordAction, WordMatch


def blocked_words(case: Case) -> Iterator[Finding]:
    """The site's own word on the matter."""
    detail = "“{}” is on the site's list of blocked words."
    yield from _found(case, WordAction.REJECT, ReasonCode.BLOCKED_WORD, Status.REJECTED, detail)
    yield from _found(case, WordAction.SPAM, ReasonCode.BLOCKED_WORD, Status.SPAM, detail)


def suspect_words(case: Case) -> Iterator[Finding]:
    """Words that the site wants a person to see."""
    detail = "“{}” is on the site's list of words to look at."
    yield from _found(case, WordAction.HOLD, ReasonCode.SUSPECT_WORD, Status.HELD, detail)


def allowed_words(case: Case) -> Iterator[Finding]:
    """Words that contain others of the list, and are none of them."""
    detail = "“{}” is allowed by the site's list, with what it contains."
    yield from _found(case, WordAction.ALLOW, ReasonCode.ALLOWED_WORD, Status.APPROVED, detail)


def _found(
    case: Case, action: WordAction, code: ReasonCode, status: Status, detail: str
) -> Iterator[Finding]:
    for match in case.words:
        if match.action is action:
            told = detail.format(match.phrase)
            if _is_disguised(case.text, match):
                told += " It is written differently here."
            yield Finding(status, Reason(code=code, detail=told, spans=match.spans, entry=match.id))


def _is_disguised(text: str, match: WordMatch) -> bool:
    """Tell whether an entry stands in a text otherwise than in plain letters."""
    plain = " ".join(match.phrase.casefold().split())
    return any(" ".join(text[b:e].casefold().split()) != plain for b, e in match.spans)
