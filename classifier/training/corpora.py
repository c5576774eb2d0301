"""Labelled comments on disk, and what their labels honestly say."""

import gzip
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from classifier.labels import LABELS

LEAST_OF_EACH = 20
"""Rows of either kind that a source must have before its silence about a label means no."""

_KEYS = tuple("obscene" if label == "profanity" else label for label in LABELS)
_TOXICITY = LABELS.index("toxicity")
_INSULT = LABELS.index("insult")
_THREAT = LABELS.index("threat")
_SPAM = LABELS.index("spam")


@dataclass(frozen=True, eq=False)
class Corpus:
    """Comments and their labels, row by row.

    Attributes
    ----------
    texts : list of str
    labels : ndarray of float32, shape (n, len(LABELS))
        1 or 0, and NaN where nothing is known.
    sources, licences, languages, splits : ndarray of str, shape (n,)
    """

    texts: list[str]
    labels: NDArray[np.float32]
    sources: NDArray[np.str_]
    licences: NDArray[np.str_]
    languages: NDArray[np.str_]
    splits: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.texts)

    def select(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> "Corpus":
        """Take some of the rows, by mask or by place."""
        places = np.flatnonzero(rows) if rows.dtype == bool else rows
        return Corpus(
            [self.texts[place] for place in places],
            self.labels[places],
            self.sources[places],
            self.licences[places],
            self.languages[places],
            self.splits[places],
        )

    def extend(self, other: "Corpus") -> "Corpus":
        """Put another corpus's rows behind one's own."""
        return Corpus(
            [*self.texts, *other.texts],
            np.concatenate([self.labels, other.labels]),
            np.concatenate([self.sources, other.sources]),
            np.concatenate([self.licences, other.licences]),
            np.concatenate([self.languages, other.languages]),
            np.concatenate([self.splits, other.splits]),
        )

    def get(self, label: str) -> NDArray[np.float32]:
        """Return one label's column."""
        return self.labels[:, LABELS.index(label)]


def read_corpus(paths: Iterable[Path]) -> Corpus:
    """Read compressed JSON lines.

    Raises
    ------
    FileNotFoundError
        If the paths hold no rows: most likely the wrong folder was named.
    """
    rows = list(read_rows(sorted(paths)))
    if not rows:
        raise FileNotFoundError("no labelled comments found; is this the data folder?")
    return Corpus(
        [row["text"] for row in rows],
        np.array([[_read_label(row["labels"][key]) for key in _KEYS] for row in rows], np.float32),
        *(np.array([row[name] for row in rows]) for name in ("source", "license", "lang", "split")),
    )


def read_rows(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Read the rows of compressed JSON lines as they are, file by file."""
    for path in paths:
        with gzip.open(path) as lines:
            yield from map(orjson.loads, lines)


def _read_label(value: float | None) -> float:
    return np.nan if value is None else float(value >= 0.5)  # noqa: PLR2004 - half of the raters


def clean_labels(corpus: Corpus) -> Corpus:
    """Return the corpus with labels that can be learnt from.

    - Rows called insulting or obscene but not toxic come from one faulty copy: their toxicity is
      forgotten.
    - Where a source never says "no" to a label, its "yes" would teach the style of the source.
    - Where it says both, silence about a harmless comment is a "no"; elsewhere it stays unknown.
    """
    labels = corpus.labels.copy()
    contradicted = (labels[:, _TOXICITY] == 0) & (labels[:, 1:_SPAM] == 1).any(axis=1)
    labels[contradicted, _TOXICITY] = np.nan
    # Its "insult" is a share of the raters who marked a span: another notion.
    labels[corpus.sources == "civil_toxic_spans", _INSULT] = np.nan
    harmless = labels[:, _TOXICITY] == 0
    for source in np.unique(corpus.sources):
        rows = corpus.sources == source
        for label in range(_SPAM):
            column = labels[:, label]
            if not (column[rows] == 0).any():
                column[rows] = np.nan
            elif label == _THREAT or _says_both(column[rows]):
                column[rows & harmless & np.isnan(column)] = 0
    return Corpus(
        corpus.texts, labels, corpus.sources, corpus.licences, corpus.languages, corpus.splits
    )


def _says_both(column: NDArray[np.float32]) -> bool:
    return min((column == 0).sum(), (column == 1).sum()) >= LEAST_OF_EACH


def count_sources(corpus: Corpus) -> list[dict[str, str | int]]:
    """List every source with its licence and number of rows."""
    rows = Counter(zip(corpus.sources, corpus.licences, corpus.languages, strict=True))
    return [
        {"source": str(source), "licence": str(licence), "language": str(language), "rows": count}
        for (source, licence, language), count in sorted(rows.items())
    ]
