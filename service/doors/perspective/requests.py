"""What Perspective's clients send."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, field_validator

from service.doors.messages import Message, can_be_kept

Token = Annotated[str, AfterValidator(can_be_kept)]
"""Any text, told back or read, never asked about."""

LanguageTag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$")]


class TextType(StrEnum):
    """How a text is written."""

    UNSPECIFIED = "TEXT_TYPE_UNSPECIFIED"
    PLAIN_TEXT = "PLAIN_TEXT"
    HTML = "HTML"


class ScoreType(StrEnum):
    """What a score says. Of the original's kinds, probabilities are what everybody asked for."""

    UNSPECIFIED = "SCORE_TYPE_UNSPECIFIED"
    PROBABILITY = "PROBABILITY"


class TextEntry(Message):
    """A text."""

    text: Token = ""
    type: TextType = TextType.UNSPECIFIED


class ArticleAndParentComment(Message):
    """What a comment is about, and what it answers."""

    article: TextEntry | None = None
    parent_comment: TextEntry | None = None


class Context(Message):
    """What stands around a comment. The model does not look at it."""

    entries: Sequence[TextEntry] = ()
    article_and_parent_comment: ArticleAndParentComment | None = None


class AttributeParameters(Message):
    """How to answer for one attribute."""

    score_type: ScoreType = ScoreType.UNSPECIFIED
    score_threshold: Annotated[
        float | None, Field(allow_inf_nan=False, description="Scores below are left out")
    ] = None


class _Sent(Message):
    """What both calls have in common."""

    comment: TextEntry = TextEntry()
    context: Context | None = None
    languages: Sequence[LanguageTag] = ()
    client_token: Annotated[Token, Field(description="Told back")] = ""
    session_id: Token = ""
    community_id: Annotated[Token, Field(description="Names the thread of what is kept")] = ""


class AnalyzeRequest(_Sent):
    """A comment to be scored."""

    requested_attributes: Mapping[str, AttributeParameters] = Field(default_factory=dict)
    do_not_store: Annotated[
        bool,
        Field(description="False: the comment is kept in the record, as of origin perspective"),
    ] = False
    span_annotations: Annotated[bool, Field(description="Score each sentence, too")] = False

    @field_validator("requested_attributes", mode="before")
    @classmethod
    def _null_is_no_parameters(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {name: {} if given is None else given for name, given in value.items()}


class SuggestedScore(Message):
    """A probability that somebody suggests."""

    value: Annotated[float, Field(ge=0, le=1)] = 0.0
    type: ScoreType = ScoreType.UNSPECIFIED


class SuggestedScores(Message):
    """What somebody suggests for one attribute; that of the whole comment is kept."""

    summary_score: SuggestedScore | None = None


class SuggestRequest(_Sent):
    """What scores a comment should have had."""

    attribute_scores: Mapping[str, SuggestedScores] = Field(default_factory=dict)
