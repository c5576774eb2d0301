"""What Coral is told: a status and flags, or nothing where there is nothing to say."""

from collections.abc import Mapping

from fastapi import Response
from fastapi.responses import JSONResponse

from service.domain.statuses import Status
from service.domain.verdicts import ReasonCode
from service.moderation.checking import Opinion

TOXIC, SPAM = "COMMENT_DETECTED_TOXIC", "COMMENT_DETECTED_SPAM"


def answer(opinion: Opinion) -> Response:
    """Say what the policy says.

    Approved is no opinion, so that Coral's own rules hold: to say APPROVED would overrule a story
    or a site whose comments its people see first. What is held with a flag is withheld, as Coral
    does itself with what it finds toxic; what is held for another reason waits for its people.
    """
    flags = sorted(set(_flags(opinion)))
    if opinion.status is Status.APPROVED:
        return Response(status_code=204)
    status = "REJECTED"
    if opinion.status in (Status.HELD, Status.PENDING):
        status = "SYSTEM_WITHHELD" if flags else "PREMOD"
    return JSONResponse({"status": status, "actions": [_flag(reason) for reason in flags]})


def _flags(opinion: Opinion) -> list[str]:
    scored = [r.label for r in opinion.reasons if r.code is ReasonCode.SCORE]
    spam = [SPAM] if opinion.status is Status.SPAM or "spam" in scored else []
    return [*spam, *(TOXIC for label in scored if label != "spam")]


def _flag(reason: str) -> Mapping[str, str]:
    return {"actionType": "FLAG", "reason": reason}
