"""Two floors that may not know each other agree on the labels all the same."""

import classifier
from service.domain import verdicts


def test_the_model_and_the_policy_speak_of_the_same_labels_in_the_same_order() -> None:
    assert tuple(classifier.LABELS) == verdicts.LABELS
