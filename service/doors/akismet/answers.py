"""Answers in a word, and headers for what does not fit in it."""

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse

from service.api.errors import headers_of
from service.domain.errors import GreenroomError, TooLargeError, TooManyError, UnavailableError
from service.domain.statuses import REFUSED, Status
from service.domain.verdicts import ReasonCode
from service.doors.answering import refusing
from service.moderation.checking import Opinion

THANKS = "Thanks for making the web a better place."
HAM, SPAM = "false", "true"

RECHECK_AFTER_S = 86_400
"""WordPress's plugin approves by itself what nobody has decided after twice that time."""

BLATANT_FROM = 0.99
"""A score for spam from which on nobody need keep it."""

_GUID = "X-akismet-guid"


def refuse(_request: Request, error: GreenroomError) -> Response:
    """Say what is wrong: 200 and ``invalid`` to a bad key or body, as the protocol has it.

    What cannot be answered now is no answer of the protocol, so that clients keep the comment and
    come back.
    """
    status = 200
    match error:
        case TooManyError():
            status = 429
        case UnavailableError():
            status = 503
        case TooLargeError():
            status = 413
    word = "invalid" if status == 200 else "try again later"  # noqa: PLR2004
    headers = {**headers_of(error), "X-akismet-debug-help": _as_header(str(error))}
    headers.pop("WWW-Authenticate", None)
    return PlainTextResponse(word, status, headers)


AkismetRoute = refusing(refuse)
"""A route that refuses like this."""


def answer(opinion: Opinion) -> Response:
    """Say whether it is spam; nothing else is told with it, since clients take that for trouble."""
    headers = {_GUID: opinion.comment_id}
    if opinion.status is Status.HELD:
        headers["X-akismet-recheck-after"] = str(RECHECK_AFTER_S)
    if opinion.status is Status.SPAM and _is_blatant(opinion):
        headers["X-akismet-pro-tip"] = "discard"
    refused = opinion.status in REFUSED
    return PlainTextResponse(SPAM if refused else HAM, headers=headers)


def _is_blatant(opinion: Opinion) -> bool:
    return any(
        reason.code is ReasonCode.HONEYPOT
        or (reason.label == "spam" and (reason.value or 0) >= BLATANT_FROM)
        for reason in opinion.reasons
    )


def _as_header(text: str) -> str:
    """Write what was said in the letters that a header has."""
    return " ".join(text.encode("ascii", "replace").decode().split())[:200]
