"""Speed of the scorer, beside the same features through scikit-learn, in one run on one core.

Time is that of the process, so that whatever else the machine does counts for neither.
"""

import time
from collections.abc import Callable
from itertools import pairwise
from statistics import median

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import FunctionTransformer

from classifier.alphabets import build_alphabet
from classifier.folding import fold
from classifier.identities import build_terms
from classifier.labels import LABELS
from classifier.scorer import Scorer

_SINGLE = 2_000
_LENGTH = 200
_ROUNDS = 6
_OURS_IN_A_ROUND = 12


def measure_speed(scorer: Scorer, texts: list[str]) -> dict[str, float]:
    """Measure comments a second, the ratio to scikit-learn, and the time for one comment.

    Both take turns, and get about the same time; the best run of either counts, since all others
    were held up by something else.
    """
    scorer.warm_up()
    pipeline = _build_pipeline(texts)
    ours, theirs = [], []
    for _ in range(_ROUNDS):
        ours += [_time(lambda: scorer.score(texts)) for _ in range(_OURS_IN_A_ROUND)]
        theirs.append(_time(pipeline))
    one = [" ".join(texts)[:_LENGTH]]
    return {
        "mean_length": float(np.mean([len(text) for text in texts])),
        "comments_per_second": len(texts) / min(ours),
        "scikit_learn_comments_per_second": len(texts) / min(theirs),
        "ratio": min(theirs) / min(ours),
        "microseconds_for_one": 1e6
        * median(_time(lambda: scorer.score(one)) for _ in range(_SINGLE)),
    }


def _build_pipeline(texts: list[str]) -> Callable[[], object]:
    """Build the same features with scikit-learn, and score all labels with them.

    Texts are folded by our own kernel first, in one batch: scikit-learn has nothing of the kind.
    """
    features = make_pipeline(
        FunctionTransformer(_Folding()),
        make_union(
            *(
                make_pipeline(
                    HashingVectorizer(norm=None, alternate_sign=False, **settings),
                    TfidfTransformer(sublinear_tf=True),
                )
                for settings in (
                    {"analyzer": "char_wb", "ngram_range": (3, 5)},
                    {"ngram_range": (1, 2), "token_pattern": r"\w+"},
                )
            )
        ),
    ).fit(texts)
    weights = np.ones((features.transform(texts[:1]).shape[1], len(LABELS)))
    return lambda: 1 / (1 + np.exp(-(features.transform(texts) @ weights)))


class _Folding:
    def __init__(self) -> None:
        self._alphabet = build_alphabet()
        self._terms = build_terms(self._alphabet)

    def __call__(self, texts: list[str]) -> list[str]:
        folded = fold(texts, self._alphabet, self._terms)
        whole = folded.codes.tobytes().decode("utf-32-le", "surrogatepass")
        return [whole[begin:end] for begin, end in pairwise(folded.bounds.tolist())]


def _time(action: Callable[[], object]) -> float:
    begin = time.process_time()
    action()
    return time.process_time() - begin
