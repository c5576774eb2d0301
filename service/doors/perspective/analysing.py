"""Scoring a comment for each attribute that was asked for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fastapi.concurrency import run_in_threadpool

from service.api.state import AppState
from service.domain.statuses import REFUSED, Status
from service.domain.verdicts import Scores
from service.doors.perspective.answers import AttributeScores, Score, SpanScore
from service.doors.perspective.attributes import LABEL_OF, LIKELY_TO_REJECT, NOT_SUPPORTED
from service.doors.perspective.errors import ErrorType, RefusedError, not_supported
from service.doors.perspective.requests import (
    AnalyzeRequest,
    AttributeParameters,
    TextEntry,
    TextType,
)
from service.doors.perspective.texts import Passage, Span, read_html, read_plain
from service.moderation.assessing import Assessment
from service.moderation.models import Scorer
from service.moderation.reading import score_texts

UNDETERMINED = "und"

MOST = 20 * 1024
"""Characters. Perspective takes so many bytes: callers that cut to them must get a score."""

_SUBTAG = re.compile(r"[-_]")
_NAME = re.compile(r"[A-Z0-9_]{1,64}\Z")


@dataclass(frozen=True, slots=True)
class Measured:
    """What the model says of a passage and of its parts."""

    language: str | None
    trusted: bool
    whole: Scores
    parts: Sequence[tuple[Span, Scores]]


def read_comment(comment: TextEntry) -> Passage:
    """Read the text of a comment.

    Raises
    ------
    RefusedError
        There is none, or too much.
    """
    passage = read_html(comment.text) if comment.type is TextType.HTML else read_plain(comment.text)
    if not passage.text.strip():
        raise RefusedError(ErrorType.COMMENT_EMPTY, "Comment must be non-empty.")
    if len(passage.text) > MOST:
        raise RefusedError(ErrorType.COMMENT_TOO_LONG, "Comment text too long.")
    return passage


def check_names(names: Iterable[str]) -> None:
    """Let attributes pass that there are.

    Raises
    ------
    RefusedError
        There is one that is none.
    """
    for name in names:
        if name not in LABEL_OF and name not in NOT_SUPPORTED and name != LIKELY_TO_REJECT:
            told = f"Unknown requested attribute: {name if _NAME.match(name) else '?'}"
            raise RefusedError(ErrorType.INVALID_REQUEST, told)


async def measure(state: AppState, site: str, passage: Passage, *, parts: bool) -> Measured:
    """Ask the model, off the event loop."""
    spans = passage.sentences() if parts else []
    return await run_in_threadpool(_measure, state["models"].deciding(site), passage.text, spans)


def _measure(scorer: Scorer, text: str, spans: Sequence[Span]) -> Measured:
    whole, *parts = score_texts(scorer, [text, *(text[begin:end] for begin, end in spans)])
    return Measured(
        language=scorer.detect([text])[0],
        trusted=bool(scorer.is_trusted([text])[0]),
        whole=whole,
        parts=list(zip(spans, parts, strict=True)),
    )


def check_languages(asked: AnalyzeRequest, scorer: Scorer, measured: Measured) -> None:
    """Let pass what can be answered: attributes of ours, in languages that the model tells them in.

    What language a caller names is believed, as there.

    Raises
    ------
    RefusedError
        An attribute has no meaningful score for this comment.
    """
    detected = [measured.language] if measured.language else []
    spoken = all(scorer.tells_in(_SUBTAG.split(tag)[0].lower()) for tag in asked.languages)
    meaningful = spoken if asked.languages else measured.trusted
    for name in asked.requested_attributes:
        if name == LIKELY_TO_REJECT:
            continue
        if LABEL_OF.get(name) not in scorer.labels:
            raise not_supported(name, asked.languages, detected or [UNDETERMINED])
        if not meaningful and not (asked.languages or detected):
            message = "Unable to detect language"
            raise RefusedError(ErrorType.LANGUAGE_DETECTION_FAILED, message)
        if not meaningful:
            raise not_supported(name, asked.languages, detected)


def scores_of(
    label: str, parameters: AttributeParameters, passage: Passage, measured: Measured
) -> AttributeScores | None:
    """Give the scores of an attribute, without those below the threshold."""
    told = [(passage.place(span), scores[label]) for span, scores in measured.parts]
    return _above(
        parameters, measured.whole[label], told or [(passage.whole, measured.whole[label])]
    )


def likeliness_of(
    assessment: Assessment, parameters: AttributeParameters, passage: Passage
) -> AttributeScores | None:
    """Give how near a comment is to being refused, as the answer for one attribute."""
    value = likeliness(assessment)
    return _above(parameters, value, [(passage.whole, value)])


def likeliness(assessment: Assessment) -> float:
    """Say how near the policy is to refusing a comment.

    1: it refuses it. From 0.5: it holds it for a person. Below, it lets it out; how far below is
    how far the highest score is from holding it.
    """
    if assessment.verdict.status in REFUSED:
        return 1.0
    limits = assessment.case.thresholds
    known = [
        (value, limits[label]) for label, value in assessment.scores.items() if label in limits
    ]
    if assessment.verdict.status is Status.HELD:
        above = [
            (value - limit.hold) / (1.0 - limit.hold)
            for value, limit in known
            if limit.hold <= value < 1.0
        ]
        return round(0.5 + 0.49 * max(above, default=0.0), 4)
    below = [min(1.0, value / limit.hold) for value, limit in known if limit.hold > 0]
    return round(0.49 * max(below, default=0.0), 4)


def _above(
    parameters: AttributeParameters, value: float, parts: Sequence[tuple[Span, float]]
) -> AttributeScores | None:
    least = parameters.score_threshold or 0.0
    if value < least:
        return None
    told = [
        SpanScore(begin=begin, end=end, score=Score(value=part))
        for (begin, end), part in parts
        if part >= least
    ]
    return AttributeScores(span_scores=told, summary_score=Score(value=value))
