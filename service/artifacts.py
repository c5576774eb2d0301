"""Models from folders and from the record: where the service meets the classifier."""

from functools import lru_cache
from pathlib import Path

import orjson
import structlog

from classifier.artifacts import SHIPPED, ArtifactError, read_artifact, read_files
from classifier.scorer import Scorer
from service.domain.errors import ModelError
from service.domain.models import Package
from service.memory import give_back
from service.moderation.registry import Candidate
from service.settings import Settings

log = structlog.get_logger()

_CARD = "MODEL_CARD.md"
_LARGEST_CARD = 1 << 20
_TRIAL = ("", "What a lovely garden!", "You are an idiot.")


def load_own(settings: Settings) -> Scorer:
    """Load the model that the process comes with, and let it score once.

    It is loaded once: whoever is forked from a process that has done so shares it.

    Raises
    ------
    ArtifactError
        It is not there, or not what its manifest says.
    """
    return _load_once(own_folder(settings))


@lru_cache(1)
def _load_once(folder: Path) -> Scorer:
    try:
        scorer = Scorer.load(folder)
    except ArtifactError as error:
        log.critical("the model cannot be loaded", folder=str(folder), why=str(error))
        raise
    scorer.warm_up()
    give_back()
    return scorer


def own_folder(settings: Settings) -> Path:
    """Name the folder of the model that the process comes with."""
    return settings.model or SHIPPED


def open_folder(folder: Path) -> Candidate:
    """Read a model from its folder and try it.

    Raises
    ------
    ModelError
        It is not there, damaged, foreign, or of another format.
    """
    card = folder / _CARD
    try:
        weights, manifest = read_files(folder)
        text = card.read_bytes()[:_LARGEST_CARD] if card.exists() else b""
    except (ArtifactError, OSError) as error:
        raise ModelError(str(error)) from error
    package = Package(weights, manifest, text)
    return Candidate(load_package(package).model_id, orjson.loads(manifest), package)


def load_package(package: Package) -> Scorer:
    """Make a model of an artifact's contents and let it score once.

    Raises
    ------
    ModelError
        It is damaged, foreign, or of another format.
    """
    try:
        artifact = read_artifact(package.weights, package.manifest, "in the record")
        scorer = Scorer(artifact)
        scorer.warm_up()
        scores = scorer.score(_TRIAL)
    except ArtifactError as error:
        raise ModelError(str(error)) from error
    except Exception as error:
        raise ModelError(
            f"the model does not work here: {type(error).__name__}: {error}"
        ) from error
    if not ((scores >= 0) & (scores <= 1)).all():
        raise ModelError(f"the model {scorer.model_id} gives scores that are no probabilities")
    return scorer
