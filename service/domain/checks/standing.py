"""Checks of who writes, and where."""

from collections.abc import Iterator

from service.domain.cases import Case, Finding
from service.domain.comments import Signal
from service.domain.policy import Mode
from service.domain.statuses import Status
from service.domain.verdicts import Reason, ReasonCode


def honeypot(case: Case) -> Iterator[Finding]:
    """Only software fills in a field that people do not see."""
    if Signal.HONEYPOT in case.signals:
        detail = "A field that readers do not see was filled in."
        yield Finding(Status.SPAM, Reason(code=ReasonCode.HONEYPOT, detail=detail), final=True)


def staff(case: Case) -> Iterator[Finding]:
    """Whom the site's own software vouches for needs nobody's leave."""
    if Signal.STAFF in case.signals:
        detail = "The site says that the author belongs to it."
        yield Finding(Status.APPROVED, Reason(code=ReasonCode.TRUSTED, detail=detail), final=True)


def banned(case: Case) -> Iterator[Finding]:
    """The site wants nothing more from this author."""
    if case.ban is not None:
        detail = f"The author is banned{': ' + case.ban.reason if case.ban.reason else '.'}"
        yield Finding(Status.REJECTED, Reason(code=ReasonCode.BANNED, detail=detail), final=True)


def thread_mode(case: Case) -> Iterator[Finding]:
    """A thread that is closed, or where everything waits."""
    if case.mode is Mode.CLOSED:
        detail = "The thread is closed."
        reason = Reason(code=ReasonCode.THREAD_MODE, detail=detail)
        yield Finding(Status.REJECTED, reason, final=True)
    elif case.mode is Mode.HOLD_ALL:
        detail = "Everything in this thread waits for a person."
        yield Finding(Status.HELD, Reason(code=ReasonCode.THREAD_MODE, detail=detail))


def trusted_author(case: Case) -> Iterator[Finding]:
    """An author who has earned it is held no more; whatever refuses them came before."""
    policy, history = case.policy, case.history
    earned = 0 < policy.trusted_after <= history.approved
    if earned and history.rejection_rate <= policy.trusted_rejection_rate:
        detail = f"The author has {history.approved} approved comments."
        reason = Reason(
            code=ReasonCode.TRUSTED,
            detail=detail,
            value=history.approved,
            threshold=policy.trusted_after,
        )
        yield Finding(Status.APPROVED, reason, final=True)


def new_author(case: Case) -> Iterator[Finding]:
    """A person sees an author's first comments."""
    limit, value = case.policy.first_comments_held, case.history.approved
    if value < limit:
        detail = f"The author has {value} approved comments; the first {limit} wait for a person."
        reason = Reason(code=ReasonCode.NEW_AUTHOR, detail=detail, value=value, threshold=limit)
        yield Finding(Status.HELD, reason)
