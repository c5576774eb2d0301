"""What callers let us keep: comments that were analysed, and what people say of them."""

import re
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b

from service.api.dependencies import Caller
from service.api.state import AppState
from service.domain.comments import Draft, Origin, Thread
from service.domain.errors import ConflictError, NotFoundError, UnavailableError
from service.domain.examples import Example
from service.domain.sites import Scope
from service.domain.statuses import Action
from service.doors.perspective.attributes import LABEL_OF
from service.doors.perspective.requests import SuggestRequest
from service.moderation.feedback import Feedback, take_feedback
from service.moderation.remembering import patiently
from service.moderation.submission import Submission

NO_THREAD = "perspective"
"""The thread of comments of which no community was named."""

_CORAL_COMMUNITY, _CORAL_COMMENT = "Coral:", re.compile(r"comment:([\w-]{1,64})\Z")
_APPROVED, _REJECTED = 0.0, 1.0


def draft_of(text: str, community: str, lang: str | None) -> Draft:
    """Make a draft of a comment; whoever speaks this protocol does not say who wrote it."""
    thread = community.strip()[:2_000] or NO_THREAD
    return Draft(text=text, thread=Thread(id=thread), lang=lang, origin=Origin.PERSPECTIVE)


async def keep(state: AppState, caller: Caller, draft: Draft) -> None:
    """Put a comment into the record, if that can be done now: its scores are told either way.

    The same text again within two days is the same comment, so that what is said of it later finds
    it: nothing else that this protocol tells names one.
    """
    submission = Submission(
        site=caller.site, draft=draft, actor=caller.actor, idempotency_key=_once(draft.text)
    )
    try:
        receipt = await patiently(state["intake"].submit(submission))
    except ConflictError:  # it is there, under another community
        return
    except UnavailableError:
        state["metrics"].unrecorded.labels("perspective").inc()
        return
    state["metrics"].count_receipt(caller.site, receipt)


async def learn(state: AppState, caller: Caller, text: str, said: SuggestRequest) -> None:
    """Keep a suggestion as a labelled example and, where it finds its comment, with that.

    Coral suggests when one of its moderators has decided: that is a decision on the comment here,
    if the key may moderate.

    Raises
    ------
    UnavailableError
        The record cannot take it.
    """
    example = Example(
        text=text,
        labels=labels_of(said),
        origin=Origin.PERSPECTIVE,
        by=caller.actor,
        comment_id=await _find(state, caller.site, text, said),
        lang=said.languages[0] if said.languages else None,
    )
    action = _decision(said) if Scope.MODERATE in caller.key.scopes else None
    feedback = Feedback(example, action=action, detail="A moderator decided so in Coral.")
    with suppress(NotFoundError):  # it has been erased: its text is not to come back by this way
        await take_feedback(state["store"], caller.site, feedback, state["settings"].retention)


def labels_of(said: SuggestRequest) -> Mapping[str, float]:
    """Give what was suggested, for labels of ours."""
    return {
        LABEL_OF[name]: scores.summary_score.value
        for name, scores in said.attribute_scores.items()
        if name in LABEL_OF and scores.summary_score is not None
    }


async def _find(state: AppState, site: str, text: str, said: SuggestRequest) -> str | None:
    """Find the comment that is spoken of: by Coral's id for it, or else by its text."""
    comments, coral = state["store"].comments, _coral_comment(said)
    by_id = await comments.named(site, "external", coral) if coral else None
    return by_id or await comments.named(site, "key", _once(text))


def _coral_comment(said: SuggestRequest) -> str | None:
    if not said.community_id.startswith(_CORAL_COMMUNITY):
        return None
    match = _CORAL_COMMENT.match(said.client_token)
    return match[1] if match else None


def _decision(said: SuggestRequest) -> Action | None:
    values = {s.summary_score.value for s in said.attribute_scores.values() if s.summary_score}
    if _coral_comment(said) is None or len(values) != 1:
        return None
    return {_APPROVED: Action.APPROVE, _REJECTED: Action.REJECT}.get(values.pop())


def _once(text: str) -> str:
    return f"perspective:{blake2b(text.encode(), digest_size=16).hexdigest()}"
