"""OpenAI's call for moderation. Nothing is kept: that protocol has no word for it."""

from collections.abc import Sequence
from typing import Annotated

import uuid_utils
from fastapi import APIRouter, Request, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials

from service.api.dependencies import bearer
from service.api.problems import Responses
from service.api.state import State
from service.domain.verdicts import Scores
from service.doors.answering import refusing
from service.doors.callers import admit
from service.doors.messages import body_of, read_message
from service.doors.openai.answers import Moderation, Refusal, Result
from service.doors.openai.categories import judge
from service.doors.openai.errors import ImageError, NoKeyError, refuse
from service.doors.openai.requests import ImagePart, ModerationRequest, TextPart
from service.moderation.models import Scorer
from service.moderation.reading import score_texts

router = APIRouter(tags=["openai"], route_class=refusing(refuse))

_REFUSALS: Responses = {
    400: {"model": Refusal, "description": "It makes no sense, or has an image in it"},
    401: {"model": Refusal, "description": "No key, or not a live one"},
    403: {"model": Refusal, "description": "The key is not for this"},
    413: {"model": Refusal, "description": "The body is too large"},
    429: {"model": Refusal, "description": "More calls in a minute than a key may make"},
    503: {"model": Refusal, "description": "Redis does not answer, and it cannot be done without"},
}

Given = Annotated[HTTPAuthorizationCredentials | None, Security(bearer)]


@router.post("/v1/moderations", responses=_REFUSALS, openapi_extra=body_of(ModerationRequest))
async def moderate(request: Request, state: State, given: Given) -> Moderation:
    """Say of texts whether the site would hold them, category by category."""
    if given is None:
        raise NoKeyError("Send a key: “Authorization: Bearer gr_sec_…”.")
    caller = await admit(request, state, given.credentials, outlasting=True)
    texts = texts_of(await read_message(request, ModerationRequest))
    thresholds = await state["assessor"].thresholds(caller.site)
    scorer = state["models"].deciding(caller.site)
    # Off the event loop: a thousand long texts take their time, and others are waiting.
    scores = await run_in_threadpool(_score, scorer, texts)
    return Moderation(
        id=f"modr-{uuid_utils.uuid7().hex}",
        model=scorer.model_id,
        results=[Result.of(judge(row, thresholds)) for row in scores],
    )


def texts_of(asked: ModerationRequest) -> Sequence[str]:
    """Give the texts that each get a result: typed parts are one text.

    Raises
    ------
    ImageError
        A part is an image.
    """
    if isinstance(asked.input, str):
        return [asked.input]
    texts = [part for part in asked.input if isinstance(part, str)]
    if texts:
        return texts
    if any(isinstance(part, ImagePart) for part in asked.input):
        raise ImageError
    return ["\n".join(part.text for part in asked.input if isinstance(part, TextPart))]


def _score(scorer: Scorer, texts: Sequence[str]) -> list[Scores]:
    """Score texts; of what the model cannot read it says nothing."""
    rows = zip(score_texts(scorer, texts), scorer.is_trusted(texts), strict=True)
    return [scores if trusted else {} for scores, trusted in rows]
