"""The policy as one ordered list of small checks, and the verdict they come to.

Each check looks at a case and yields findings; the gravest finding decides, and every finding is
kept as a reason. A final finding ends the run: what comes after could not change it.
"""

from collections.abc import Iterator

from service.domain.cases import Case, Check, Finding
from service.domain.checks import crowds, model, shape, standing, wording
from service.domain.policy import Mode
from service.domain.statuses import Status
from service.domain.verdicts import CLEAN, Reason, ReasonCode, Verdict

CHECKS: tuple[Check, ...] = (
    # Whom or what the site does not want at all, and what a person has ordered already.
    standing.honeypot,
    standing.banned,
    # Whom the site's own software vouches for needs nobody's leave, whatever the thread's mode.
    standing.staff,
    standing.thread_mode,
    crowds.flood_decision,
    # What is refused unread: the site's own word, and what the model is sure of.
    wording.blocked_words,
    model.surely_harmful,
    # Who has earned it is held no more. In a thread where everything waits, they wait too.
    standing.trusted_author,
    # What a person is to see: because of who writes,
    standing.new_author,
    crowds.author_pace,
    crowds.address_pace,
    # what it says and what it looks like,
    wording.suspect_words,
    wording.allowed_words,
    shape.unreadable,
    shape.length,
    shape.links,
    shape.language,
    # what others say of it,
    crowds.repeats,
    crowds.reports,
    # what the model is in doubt of, or that there was none to ask.
    model.not_scored,
    model.unfamiliar,
    model.hedged,
    model.perhaps_harmful,
)

_GRAVITY = {Status.APPROVED: 0, Status.HELD: 1, Status.REJECTED: 2, Status.SPAM: 2}


def judge(case: Case) -> Verdict:
    """Run the checks in order and come to a verdict; a comment nobody objects to is approved."""
    findings = tuple(_run(case))
    if not findings:
        return _sampled(case, Verdict(Status.APPROVED, (CLEAN,)))
    gravest = max(findings, key=lambda finding: _GRAVITY[finding.status])
    verdict = Verdict(gravest.status, tuple(finding.reason for finding in findings))
    return _sampled(case, _published(case, verdict))


def _run(case: Case) -> Iterator[Finding]:
    for check in CHECKS:
        for finding in check(case):
            yield finding
            if finding.final:
                return


def _published(case: Case, verdict: Verdict) -> Verdict:
    """Where comments are looked at afterwards, what would be held goes out and into the queue."""
    if case.mode is not Mode.POST or verdict.status is not Status.HELD:
        return verdict
    reason = Reason(code=ReasonCode.POST_MODERATION, detail="It is out; a person looks afterwards.")
    return Verdict(Status.APPROVED, (*verdict.reasons, reason), asks=True)


def _sampled(case: Case, verdict: Verdict) -> Verdict:
    """A share of what is decided automatically is checked by people, to know how often it errs."""
    if verdict.awaits or case.chance >= case.policy.audit_share:
        return verdict
    reason = Reason(code=ReasonCode.AUDIT_SAMPLE, detail="Drawn at random for a person to check.")
    return Verdict(verdict.status, (*verdict.reasons, reason), asks=True)
