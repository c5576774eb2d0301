"""The calls of Perspective's Comment Analyzer API, and its description for Google's clients."""

from importlib import resources
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Request, Response, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.security import APIKeyHeader, APIKeyQuery

from service.api.dependencies import Caller
from service.api.state import AppState, State
from service.domain.comments import Draft
from service.doors.answering import refusing
from service.doors.callers import admit
from service.doors.messages import body_of, read_message
from service.doors.perspective import analysing, recording
from service.doors.perspective.answers import Analysis, AttributeScores, Suggestion, answer
from service.doors.perspective.attributes import LABEL_OF, LIKELY_TO_REJECT
from service.doors.perspective.errors import (
    ErrorType,
    RefusedError,
    UnregisteredError,
    not_supported,
    refuse,
)
from service.doors.perspective.requests import AnalyzeRequest, SuggestRequest
from service.doors.perspective.texts import Passage
from service.doors.returning import own_origin

router = APIRouter(tags=["perspective"], route_class=refusing(refuse))

_DESCRIPTION: dict[str, Any] = orjson.loads(
    resources.files("service.doors.perspective").joinpath("discovery.json").read_bytes()
)
_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"description": "Google's error envelope, with an `errorType`; a key that is not valid"},
    403: {"description": "No key, or one that is not for this"},
    429: {"description": "More calls in a minute than a key may make"},
    503: {"description": "Redis does not answer, and it cannot be done without"},
}

InQuery = Annotated[
    str | None, Security(APIKeyQuery(name="key", scheme_name="keyInQuery", auto_error=False))
]
InHeader = Annotated[
    str | None,
    Security(APIKeyHeader(name="X-Goog-Api-Key", scheme_name="keyInHeader", auto_error=False)),
]


@router.post(
    "/v1alpha1/comments:analyze",
    response_model=Analysis,
    responses=_REFUSALS,
    openapi_extra=body_of(AnalyzeRequest),
)
async def analyze(
    request: Request, state: State, in_query: InQuery = None, in_header: InHeader = None
) -> Response:
    """Score a comment now. Unless it says `doNotStore` it is kept, and decided by the policy."""
    caller = await _admit(request, state, in_header or in_query, outlasting=True)
    asked = await read_message(request, AnalyzeRequest)
    passage = analysing.read_comment(asked.comment)
    if not asked.requested_attributes:
        raise RefusedError(ErrorType.NO_REQUESTED_ATTRIBUTES, "Missing requested_attributes")
    analysing.check_names(asked.requested_attributes)
    measured = await analysing.measure(state, caller.site, passage, parts=asked.span_annotations)
    analysing.check_languages(asked, state["models"].deciding(caller.site), measured)
    scores = await _score(state, caller, asked, passage, measured)
    if not asked.do_not_store:
        await recording.keep(state, caller, _draft(asked, passage))
    detected = [measured.language] if measured.language else []
    return answer(
        Analysis(
            attribute_scores=scores,
            languages=asked.languages or detected or [analysing.UNDETERMINED],
            detected_languages=detected,
            client_token=asked.client_token or None,
        )
    )


@router.post(
    "/v1alpha1/comments:suggestscore",
    response_model=Suggestion,
    responses=_REFUSALS,
    openapi_extra=body_of(SuggestRequest),
)
async def suggest_score(
    request: Request, state: State, in_query: InQuery = None, in_header: InHeader = None
) -> Response:
    """Keep what somebody says of a comment, for the next model."""
    caller = await _admit(request, state, in_header or in_query, outlasting=False)
    said = await read_message(request, SuggestRequest)
    text = analysing.read_comment(said.comment).text
    analysing.check_names(said.attribute_scores)
    for name in said.attribute_scores.keys() - LABEL_OF:
        raise not_supported(name, said.languages, [])
    if not recording.labels_of(said):
        raise RefusedError(ErrorType.INVALID_REQUEST, "Missing attribute_scores")
    await recording.learn(state, caller, text, said)
    scorer = state["models"].deciding(caller.site)
    language = (await run_in_threadpool(scorer.detect, [text]))[0]
    return answer(
        Suggestion(
            detected_languages=[language] if language else [],
            requested_languages=said.languages,
            client_token=said.client_token or None,
        )
    )


@router.get("/$discovery/rest")
async def describe(request: Request, state: State) -> dict[str, Any]:
    """Describe the API to Google's clients, who go by it; calls go where it was read."""
    root = own_origin(request, state["settings"]) + "/"
    return {**_DESCRIPTION, "rootUrl": root, "baseUrl": root}


async def _admit(request: Request, state: AppState, key: str | None, *, outlasting: bool) -> Caller:
    if not key:
        raise UnregisteredError("No key was sent.")
    return await admit(request, state, key.strip(), outlasting=outlasting)


async def _score(
    state: AppState,
    caller: Caller,
    asked: AnalyzeRequest,
    passage: Passage,
    measured: analysing.Measured,
) -> dict[str, AttributeScores]:
    """Give the scores of each attribute, without those below its threshold."""
    found = {}
    for name, parameters in asked.requested_attributes.items():
        if name == LIKELY_TO_REJECT:
            assessment = await state["assessor"].assess(caller.site, _draft(asked, passage))
            scores = analysing.likeliness_of(assessment, parameters, passage)
        else:
            scores = analysing.scores_of(LABEL_OF[name], parameters, passage, measured)
        if scores is not None:
            found[name] = scores
    return found


def _draft(asked: AnalyzeRequest, passage: Passage) -> Draft:
    lang = asked.languages[0] if asked.languages else None
    return recording.draft_of(passage.text, asked.community_id, lang)
