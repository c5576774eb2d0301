"""What a model makes of comments: its scores, and what of them a policy needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
import structlog
from numpy.typing import NDArray

from service.domain.cases import Case
from service.domain.comments import Comment
from service.domain.policy import Thresholds, refuses
from service.domain.verdicts import Scores
from service.moderation.circumstances import CaseMaker
from service.moderation.models import Scorer

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of a comment."""

    scores: Scores
    trusted: bool
    language: str | None


Scored = tuple[Comment, Reading | None]
"""None: no score could be had."""


def score_texts(scorer: Scorer, texts: Sequence[str]) -> list[Scores]:
    """Score texts as one batch.

    Raises
    ------
    ArithmeticError
        The model gave something that cannot be compared with a threshold: it has failed.
    """
    return _name_scores(scorer, scorer.score(texts))


def _name_scores(scorer: Scorer, table: NDArray[np.float32]) -> list[Scores]:
    rows = table.tolist()
    if not all(isfinite(score) for row in rows for score in row):
        raise ArithmeticError
    return [
        {label: round(score, 4) for label, score in zip(scorer.labels, row, strict=True)}
        for row in rows
    ]


def read_all(scorer: Scorer, comments: Sequence[Comment]) -> list[Scored]:
    """Score as one batch, or each alone when the batch fails; what fails alone is left out."""
    try:
        table, trusted, languages = scorer.read([comment.text for comment in comments])
        rows = _name_scores(scorer, table)
    except Exception as error:  # noqa: BLE001 - whatever it is, others are not to suffer
        if len(comments) == 1:
            # The message may quote the text, which is never logged.
            log.warning("scoring failed", comment=comments[0].id, error=type(error).__name__)
            return []
        return [scored for comment in comments for scored in read_all(scorer, [comment])]
    return [
        (comment, Reading(row, bool(means_something), language))
        for comment, row, means_something, language in zip(
            comments, rows, trusted, languages, strict=True
        )
    ]


def complete_case(
    scorer: Scorer,
    comment: Comment,
    reading: Reading | None,
    make: CaseMaker,
    thresholds: Thresholds,
) -> Case:
    """Add to a case what the model has to say; the rest of it is known already."""
    if reading is None:
        return make(thresholds=thresholds)
    return make(
        thresholds=thresholds,
        scores=reading.scores,
        trusted=reading.trusted,
        # Asked only where it matters: it costs as much as scoring does.
        hedged=refuses(thresholds, reading.scores)
        and scorer.is_hedged(comment.text, reading.language),
        lang=comment.lang or reading.language,
    )
