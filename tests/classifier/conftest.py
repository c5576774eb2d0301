"""A small random model, which needs neither data nor training."""

import numpy as np
import pytest
from numpy.typing import NDArray

from classifier.alphabets import Alphabet, build_alphabet
from classifier.artifacts import SHIPPED, Artifact
from classifier.curves import stack_curves
from classifier.grams import count_buckets
from classifier.identities import build_terms
from classifier.labels import LABELS
from classifier.margins import N_LABELS, Model
from classifier.scorer import Scorer

BITS = 12


@pytest.fixture(scope="session")
def alphabet() -> Alphabet:
    return build_alphabet()


@pytest.fixture(scope="session")
def terms(alphabet: Alphabet) -> NDArray[np.uint64]:
    return build_terms(alphabet)


@pytest.fixture(scope="session")
def model() -> Model:
    random = np.random.default_rng(0)
    weights = random.integers(-127, 128, (count_buckets(BITS), N_LABELS)).astype(np.int8)
    return Model(weights, random.uniform(0.001, 0.05, N_LABELS), np.full(N_LABELS, -1.5), BITS)


@pytest.fixture(scope="session")
def shipped() -> Scorer:
    return Scorer.load(SHIPPED)


@pytest.fixture
def artifact(alphabet: Alphabet, terms: NDArray[np.uint64], model: Model) -> Artifact:
    curves = stack_curves([([-2.0, 0.0, 2.0], [-3.0, -0.5, 4.0]) for _ in LABELS])
    arrays = {
        "weights": model.weights.reshape(-1),
        "scales": model.scales,
        "intercepts": model.intercepts,
        "terms": terms,
        **{f"alphabet_{name}": array for name, array in alphabet._asdict().items()},
        **{f"curve_{name}": array for name, array in curves._asdict().items()},
    }
    thresholds = {label: {"hold": 0.4, "reject": 0.9} for label in LABELS}
    return Artifact(arrays, {"labels": list(LABELS), "bits": BITS, "thresholds": thresholds})
