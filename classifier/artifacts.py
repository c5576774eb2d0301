"""The saved model: a folder with weights.npz, manifest.json and MODEL_CARD.md.

Nothing in it is ever executed, and its name is a hash of its contents, so a damaged or altered
artifact is refused before it scores anything.
"""

import hashlib
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import orjson
from numpy.typing import NDArray

FORMAT = "greenroom-classifier"
FORMAT_VERSION = 1
SHIPPED = Path(__file__).parent / "shipped"

_UNREADABLE = (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error)
_WEIGHTS, _MANIFEST = "weights.npz", "manifest.json"

Arrays: TypeAlias = Mapping[str, NDArray[Any]]


class ArtifactError(Exception):
    """An artifact that cannot be used: damaged, foreign, or of a newer format."""


@dataclass(frozen=True, eq=False)
class Artifact:
    """Arrays by name and the manifest that describes them."""

    arrays: Arrays
    manifest: Mapping[str, Any]

    @cached_property
    def model_id(self) -> str:
        """Name of the model: a hash of everything in the artifact but the model card."""
        return _identify(self.arrays, self.manifest)


def save_artifact(artifact: Artifact, path: Path) -> None:
    """Write the artifact into a folder, byte for byte the same for the same contents."""
    path.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path / _WEIGHTS, allow_pickle=False, **artifact.arrays)
    manifest = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "model_id": artifact.model_id,
        **artifact.manifest,
    }
    (path / _MANIFEST).write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2) + b"\n")


def load_artifact(path: Path) -> Artifact:
    """Read an artifact and check it against its name.

    Raises
    ------
    ArtifactError
        If there is none, or it is damaged, not one of ours, or of a newer format.
    """
    manifest = _read_manifest(path)
    try:
        with (path / _WEIGHTS).open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
    except _UNREADABLE as error:
        raise ArtifactError(f"the weights of the model in {path} are damaged: {error}") from error
    model_id = manifest.pop("model_id", None)
    artifact = Artifact(arrays, manifest)
    if artifact.model_id != model_id:
        raise ArtifactError(
            f"the model in {path} is damaged: its contents are those of {artifact.model_id}, "
            f"but it calls itself {model_id}"
        )
    return artifact


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = orjson.loads((path / _MANIFEST).read_bytes())
    except OSError as error:
        raise ArtifactError(f"there is no model in {path}: {error}") from error
    except orjson.JSONDecodeError as error:
        raise ArtifactError(f"the manifest in {path} is damaged: {error}") from error
    if not isinstance(manifest, dict) or manifest.pop("format", None) != FORMAT:
        raise ArtifactError(f"the manifest in {path} is not that of a Greenroom model")
    version = manifest.pop("format_version", None)
    if version != FORMAT_VERSION:
        raise ArtifactError(
            f"the model in {path} has format {version}; this Greenroom reads {FORMAT_VERSION}. "
            "Update Greenroom, or train the model again."
        )
    return manifest


def _identify(arrays: Arrays, manifest: Mapping[str, Any]) -> str:
    digest = hashlib.sha256(orjson.dumps(manifest, option=orjson.OPT_SORT_KEYS))
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
        digest.update(array.data)
    return f"m-{digest.hexdigest()[:12]}"
