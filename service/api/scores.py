"""Scores at once, for texts that are not kept."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from pydantic import AfterValidator, Field

from service.api.bodies import JsonRoute
from service.api.dependencies import SubmittingServer
from service.api.fields import Text
from service.api.problems import may_answer
from service.api.schemas import Sent, Shown
from service.api.state import State
from service.domain.bands import Band, band_of
from service.domain.errors import FieldProblem, InvalidError
from service.domain.policy import Thresholds
from service.moderation.models import Scorer

router = APIRouter(tags=["scores"], route_class=JsonRoute)


class Question(Sent):
    """What to score."""

    texts: Annotated[list[Text], Field(min_length=1, max_length=1_000)]
    labels: Annotated[
        list[str] | None,
        Field(min_length=1, max_length=50, description="Empty: all of the model's"),
    ] = None
    explain: Annotated[bool, Field(strict=True, description="Say which parts weigh how much")] = (
        False
    )


class SpanRecord(Shown):
    """Part of a text, in code points, and what it adds to the score of a label, in log-odds."""

    begin: int
    end: int
    label: str
    contribution: Annotated[float, AfterValidator(lambda value: round(value, 4))]


class Result(Shown):
    """What the model says of one text: calibrated probabilities."""

    scores: dict[str, float]
    bands: Mapping[str, Band] = Field(
        description="The scores in words, to show to people: at `high` the site's policy holds"
    )
    spans: Annotated[Sequence[SpanRecord] | None, Field(exclude_if=lambda spans: spans is None)] = (
        None
    )


class Scored(Shown):
    """What the model says, in the order of the texts."""

    model: str
    results: Sequence[Result]


@router.post("/v1/scores", responses=may_answer(401, 403, 413, 415, 422, 503))
async def score_texts(question: Question, caller: SubmittingServer, state: State) -> Scored:
    """Score texts now. Nothing is stored."""
    # Off the event loop: a thousand long texts take their time, and others are waiting.
    thresholds = await state["assessor"].thresholds(caller.site)
    scorer = state["models"].deciding(caller.site)
    return await run_in_threadpool(_score, scorer, question, thresholds)


def _score(scorer: Scorer, question: Question, thresholds: Thresholds) -> Scored:
    labels = question.labels or list(scorer.labels)
    unknown = [label for label in labels if label not in scorer.labels]
    if unknown:
        problem = FieldProblem("labels", f"The model knows {', '.join(scorer.labels)}.")
        raise InvalidError(problem)
    columns = [scorer.labels.index(label) for label in labels]
    results = []
    for text, row in zip(question.texts, scorer.score(question.texts), strict=True):
        spans = scorer.explain(text, labels) if question.explain else None
        values = {name: round(float(row[at]), 4) for name, at in zip(labels, columns, strict=True)}
        shown = None if spans is None else [SpanRecord.model_validate(span) for span in spans]
        bands = {name: band_of(name, value, thresholds) for name, value in values.items()}
        results.append(Result(scores=values, bands=bands, spans=shown))
    return Scored(model=scorer.model_id, results=results)
