"""What becomes of sentences of one kind at the model's own thresholds."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.evaluation.slices import Slice
from classifier.intervals import measure_share
from classifier.labels import LABELS
from classifier.scorer import Scorer


def find_reaching(scorer: Scorer, texts: Sequence[str], name: str) -> NDArray[np.bool_]:
    """Tell which texts reach a threshold (``hold`` or ``reject``), shape (n_texts, n_labels)."""
    values = [scorer.thresholds[label][name] for label in LABELS]
    return np.asarray(scorer.score(texts) >= np.array(values, np.float32))


def measure_slice(scorer: Scorer, part: Slice) -> dict[str, Any]:
    """Measure how many sentences are held, rejected, and found to be quoted or denied."""
    held, rejected = (
        find_reaching(scorer, part.sentences, name).any(axis=1) for name in ("hold", "reject")
    )
    return {
        "name": part.name,
        "wanted": part.wanted,
        "held": measure_share(held),
        "rejected": measure_share(rejected),
        "hedged": measure_share(
            [*map(scorer.is_hedged, part.sentences, scorer.detect(part.sentences))]
        ),
    }
