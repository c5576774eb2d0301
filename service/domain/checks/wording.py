"""Checks of the site's own lists of words."""

from collections.abc import Iterator

from service.domain.cases import Case, Finding
from service.domain.statuses import Status
from service.domain.verdicts import Reason, ReasonCode
from service.domain.words import find_phrases


def blocked_words(case: Case) -> Iterator[Finding]:
    """The site's own word on the matter."""
    for entry in find_phrases(case.text, case.policy.blocked_words):
        detail = f"“{entry}” is on the site's list of blocked words."
        yield Finding(Status.REJECTED, Reason(code=ReasonCode.BLOCKED_WORD, detail=detail))


def suspect_words(case: Case) -> Iterator[Finding]:
    """Words that the site wants a person to see."""
    for entry in find_phrases(case.text, case.policy.suspect_words):
        detail = f"“{entry}” is on the site's list of words to look at."
        yield Finding(Status.HELD, Reason(code=ReasonCode.SUSPECT_WORD, detail=detail))
