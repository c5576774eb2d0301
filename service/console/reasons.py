"""Reasons in a person's own language: the record keeps them as codes, figures and quotations."""

import re

from service.console.texts import make_visible
from service.console.words import Words
from service.domain.statuses import Action
from service.domain.verdicts import Reason, ReasonCode

_QUOTED = re.compile("“(.*)”", re.DOTALL)


def tell_reason(say: Words, reason: Reason) -> str:
    """Say what a reason means; what a person wrote is given as they wrote it."""
    if reason.code is ReasonCode.MODERATOR:
        return _tell_decision(say, reason.detail)
    quoted = _QUOTED.search(reason.detail)
    return say(
        _key_of(reason),
        otherwise=make_visible(reason.detail),
        value=say.number(int(reason.value or 0)),
        threshold=say.number(int(reason.threshold or 0)),
        label=say(f"label.{reason.label}", otherwise=reason.label or ""),
        quoted=make_visible(quoted[1]) if quoted else "",
        more=make_visible(reason.detail.partition(": ")[2]),
    ).strip()


def _key_of(reason: Reason) -> str:
    closed = reason.code is ReasonCode.THREAD_MODE and "closed" in reason.detail
    return "why.closed" if closed else f"why.{reason.code}"


def _tell_decision(say: Words, detail: str) -> str:
    """Give what a moderator wrote, or else that they gave no reason."""
    unexplained = {f"A moderator chose “{action}”.": action for action in Action}
    action = unexplained.get(detail)
    return say("why.chosen", action=say(f"action.{action}")) if action else make_visible(detail)
