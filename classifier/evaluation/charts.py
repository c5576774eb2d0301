"""The pictures of the report, as SVG to put into the page."""

import io
from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_curve, roc_curve

Floats = NDArray[np.floating]

_SIZE = (4.2, 3.4)
_BINS = 40


def draw_curves(scores: Mapping[str, Floats], labels: Floats, title: str) -> str:
    """Draw ROC and precision-recall curves of several contenders side by side."""
    figure = Figure(figsize=(2 * _SIZE[0], _SIZE[1]), layout="constrained")
    roc, pr = figure.subplots(1, 2)
    for name, values in scores.items():
        alarms, recall, _ = roc_curve(labels, values)
        roc.plot(alarms, recall, label=name)
        precision, recall, _ = precision_recall_curve(labels, values)
        pr.plot(recall, precision, label=name)
    _finish(roc, f"{title}: ROC", "false alarms", "recall")
    _finish(pr, "precision and recall", "recall", "precision")
    return _render(figure)


def draw_reliability(foretold: Floats, happened: Floats, counts: Floats, title: str) -> str:
    """Draw how often a foretold probability came true."""
    figure = Figure(figsize=_SIZE, layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8)
    axes.scatter(foretold, happened, s=8 + 60 * counts / counts.max())
    _finish(axes, f"{title}: calibration", "foretold", "happened")
    return _render(figure)


def draw_histograms(groups: Mapping[str, Floats], title: str) -> str:
    """Draw the distribution of scores of several groups of comments."""
    figure = Figure(figsize=_SIZE, layout="constrained")
    axes = figure.subplots()
    for name, values in groups.items():
        axes.hist(values, bins=_BINS, range=(0, 1), density=True, histtype="step", label=name)
    axes.set_yscale("log")
    _finish(axes, f"{title}: scores", "score", "density")
    return _render(figure)


def _finish(axes: Axes, title: str, x: str, y: str) -> None:
    axes.set(title=title, xlabel=x, ylabel=y)
    if axes.get_legend_handles_labels()[0]:
        axes.legend(frameon=False)


def _render(figure: Figure) -> str:
    file = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "greenroom", "svg.fonttype": "none", "font.size": 9}):
        figure.savefig(file, format="svg", metadata={"Date": None})
    drawing = file.getvalue()
    return drawing[drawing.index("<svg") :]  # less the XML declaration
