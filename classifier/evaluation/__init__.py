"""Measure a model, beside alt-profanity-check and Perspective, and write it all down.

::

    evaluate(artifact, data, report, progress=print) -> dict

The report is a page with pictures (``report.html``) and the same figures as ``report.json``; the
model card in the artifact's folder is written anew from them.
"""

from pathlib import Path
from typing import Any

import orjson

from classifier.evaluation.benchmarks import read_benchmarks
from classifier.evaluation.contenders import Contenders
from classifier.evaluation.measuring import PARTS, Measurements
from classifier.evaluation.pages import render_page
from classifier.evaluation.results import describe_figures
from classifier.progress import Listener, Steps, tell_nobody
from classifier.scorer import Scorer
from classifier.training.cards import write_card

__all__ = ["evaluate"]


def evaluate(
    artifact: Path,
    data: Path,
    report: Path,
    *,
    progress: Listener = tell_nobody,
) -> dict[str, Any]:
    """Evaluate a saved model on what the data folder holds.

    Parameters
    ----------
    artifact : Path
        Folder of the model; its MODEL_CARD.md is rewritten.
    data : Path
        Folder with ``train/*.jsonl.gz`` and, for the comparison with Perspective,
        ``eval/cat_gn_perspective.jsonl.gz``.
    report : Path
        Folder to write report.html and report.json to.
    progress : callable
        Told which step begins, how many are done, and how many there are.

    Returns
    -------
    dict
        What report.json holds: every figure with its interval where chance matters.

    Raises
    ------
    ArtifactError
        If the model cannot be loaded.
    FileNotFoundError
        If `data` holds no labelled comments.
    """
    scorer = Scorer.load(artifact)
    steps = Steps(1 + len(PARTS), progress)
    steps.begin("reading")
    benchmarks = read_benchmarks(data, scorer.manifest)
    measurements = Measurements(scorer, benchmarks, Contenders(scorer), steps.begin)
    figures = orjson.loads(orjson.dumps(measurements.measure(), option=orjson.OPT_SERIALIZE_NUMPY))
    report.mkdir(parents=True, exist_ok=True)
    (report / "report.json").write_bytes(orjson.dumps(figures, option=orjson.OPT_INDENT_2))
    (report / "report.html").write_text(render_page(figures, measurements.draw()), "utf-8")
    told = describe_figures(figures, scorer.manifest["identity_weight"])
    write_card(artifact, scorer.model_id, scorer.manifest, told)
    return dict(figures)
