import numpy as np

from classifier.tallies import LARGEST_COUNT, VALUES


def test_values_grow_with_the_logarithm_of_the_count() -> None:
    assert VALUES[1] == 256
    np.testing.assert_allclose(VALUES[LARGEST_COUNT] / 256, 1 + np.log(LARGEST_COUNT), atol=0.002)
