"""Speed of the scorer, beside the same features through scikit-learn, in one run on one core.

Time is that of the process, so that whatever else the machine does counts for neither.
"""

import time
from collections.abc import Callable
from statistics import median

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.pipeline import make_pipeline, make_union

from classifier.labels import LABELS
from classifier.scorer import Scorer

_SINGLE = 2_000
_LENGTH = 200
_REPEATS = 3


def measure_speed(scorer: Scorer, texts: list[str]) -> dict[str, float]:
    """Measure comments a second, the ratio to scikit-learn, and the time for one comment."""
    scorer.warm_up()
    ours = len(texts) / min(_time(lambda: scorer.score(texts)) for _ in range(_REPEATS))
    pipeline = _build_pipeline(texts)
    theirs = len(texts) / min(_time(pipeline) for _ in range(_REPEATS))
    one = [" ".join(texts)[:_LENGTH]]
    return {
        "mean_length": float(np.mean([len(text) for text in texts])),
        "comments_per_second": ours,
        "scikit_learn_comments_per_second": theirs,
        "ratio": ours / theirs,
        "microseconds_for_one": 1e6
        * median(_time(lambda: scorer.score(one)) for _ in range(_SINGLE)),
    }


def _build_pipeline(texts: list[str]) -> Callable[[], object]:
    """Build the same n-grams and values with scikit-learn alone, and score all labels with them."""
    features = make_union(
        *(
            make_pipeline(
                HashingVectorizer(norm=None, alternate_sign=False, **settings),
                TfidfTransformer(sublinear_tf=True),
            )
            for settings in (
                {"analyzer": "char_wb", "ngram_range": (3, 5)},
                {"ngram_range": (1, 2)},
            )
        )
    ).fit(texts)
    weights = np.ones((features.transform(texts[:1]).shape[1], len(LABELS)))
    return lambda: 1 / (1 + np.exp(-(features.transform(texts) @ weights)))


def _time(action: Callable[[], object]) -> float:
    begin = time.process_time()
    action()
    return time.process_time() - begin
