"""Text in, calibrated scores out: training, evaluating, serving and explaining the classifier.

Serving needs ``classifier.scorer`` and ``classifier.artifacts`` alone (numpy and Numba); training
and evaluation (``classifier.training``, ``classifier.evaluation``) also need scikit-learn.
"""

from classifier.labels import LABELS

__all__ = ["LABELS"]
