"""What a model makes of a page of stored comments: new scores, or those that they have."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
import structlog
from numpy.typing import NDArray

from service.moderation.models import Scorer
from service.store.codec import read_scores
from service.store.rescoring_pages import StoredComment

log = structlog.get_logger()


class Readings(NamedTuple):
    """What is known of texts, a row for each."""

    rows: NDArray[np.float64]
    """Scores, in the order of the model's labels; NaN where there is none."""
    trusted: NDArray[np.bool_] = np.zeros(0, np.bool_)
    """Whether they mean anything. This and the language are not known where nothing is judged."""
    languages: Sequence[str | None] = ()


@dataclass(frozen=True, slots=True)
class Reread:
    """A page, without what could not be scored."""

    comments: Sequence[StoredComment]
    readings: Readings
    errors: int = 0


Read = Callable[[Sequence[str]], Readings]


def scores_of(scorer: Scorer) -> Read:
    """Give what scores texts, and does nothing else."""
    return lambda texts: Readings(_rounded(scorer.score(texts)))


def readings_of(scorer: Scorer) -> Read:
    """Give what reads texts for all that a policy needs to know."""

    def read(texts: Sequence[str]) -> Readings:
        table, trusted, languages = scorer.read(texts)
        return Readings(_rounded(table), trusted, languages)

    return read


def read_page(read: Read, comments: Sequence[StoredComment]) -> Reread:
    """Read as one batch, or each alone when the batch fails; what fails alone is left out."""
    try:
        return Reread(comments, read([comment.text for comment in comments]))
    except Exception:  # noqa: BLE001 - whatever it is, the others can be scored
        alone = [(comment, _read_alone(read, comment)) for comment in comments]
    known = [(comment, readings) for comment, readings in alone if readings]
    parts = [read(()), *(readings for _comment, readings in known)]
    together = Readings(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.trusted for part in parts]),
        [*chain.from_iterable(part.languages for part in parts)],
    )
    return Reread([comment for comment, _ in known], together, len(comments) - len(known))


def recall_page(scorer: Scorer, comments: Sequence[StoredComment], *, languages: bool) -> Reread:
    """Take the scores that a page has; what has none is left out, and is no error.

    ``languages``: whether they are asked for.
    """
    scored = [comment for comment in comments if comment.scores]
    known = [read_scores(comment.scores or "") for comment in scored]
    rows = [[row.get(label, np.nan) for label in scorer.labels] for row in known]
    table = np.array(rows, np.float64).reshape(len(scored), len(scorer.labels))
    texts = [comment.text for comment in scored]
    told = scorer.detect(texts) if languages else [None] * len(texts)
    return Reread(scored, Readings(table, scorer.is_trusted(texts), told))


def _read_alone(read: Read, comment: StoredComment) -> Readings | None:
    try:
        return read([comment.text])
    except Exception as error:  # noqa: BLE001 - as above
        # The message may quote the text, which is never logged.
        log.warning("rescoring failed", comment=comment.id, error=type(error).__name__)
        return None


def _rounded(table: NDArray[np.float32]) -> NDArray[np.float64]:
    """Round as scores are kept: a verdict can be understood from what is on the record.

    A model that gives NaN has failed: it can be compared with no threshold.
    """
    rows: NDArray[np.float64] = table.astype(np.float64).round(4)
    if not np.isfinite(rows).all():
        raise ArithmeticError
    return rows
