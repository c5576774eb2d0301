"""What Perspective's clients are told."""

from collections.abc import Mapping, Sequence

from fastapi import Response
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from service.api.bodies import JSON
from service.doors.messages import as_json


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, alias_generator=to_camel, validate_by_name=True)


class Score(_Told):
    """A calibrated probability."""

    value: float
    type: str = "PROBABILITY"


class SpanScore(_Told):
    """The score of a part; places are UTF-16 code units of what was sent."""

    begin: int
    end: int
    score: Score


class AttributeScores(_Told):
    """The scores of one attribute."""

    span_scores: Sequence[SpanScore]
    summary_score: Score


class Analysis(_Told):
    """The scores that were asked for."""

    attribute_scores: Mapping[str, AttributeScores]
    languages: Sequence[str]
    """Those asked for, or else those detected."""
    detected_languages: Sequence[str]
    client_token: str | None = None


class Suggestion(_Told):
    """The suggestion was taken."""

    detected_languages: Sequence[str]
    requested_languages: Sequence[str]
    client_token: str | None = None


def answer(told: Analysis | Suggestion) -> Response:
    """Answer; what was not sent is not told back."""
    written = told.model_dump_json(by_alias=True, exclude_none=True)
    return Response(as_json(written), media_type=JSON)
