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
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import orjson
from numpy.typing import NDArray

FORMAT = "greenroom-classifier"
FORMAT_VERSION = 3
SHIPPED = Path(__file__).parent / "shipped"

LARGEST_FILE = 64 << 20
LARGEST_UNPACKED = 512 << 20
"""Bytes: what is larger is no model for comments, and is refused before it fills the memory."""

_UNREADABLE = (
    OSError,
    ValueError,
    EOFError,
    MemoryError,
    NotImplementedError,
    RuntimeError,  # an archive with a password
    zipfile.BadZipFile,
    zlib.error,
)
_WEIGHTS, _MANIFEST = "weights.npz", "manifest.json"

Arrays: TypeAlias = Mapping[str, NDArray[Any]]


class ArtifactError(Exception):
    """An artifact that cannot be used: damaged, foreign, or of another format."""


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
    """Read an artifact from its folder and check it against its name.

    Raises
    ------
    ArtifactError
        If there is none, or it is damaged, too large, not one of ours, or of another format.
    """
    return read_artifact(*read_files(path), where=f"in {path}")


def read_files(path: Path) -> tuple[bytes, bytes]:
    """Read weights and manifest of an artifact, unchecked but for their size.

    Raises
    ------
    ArtifactError
        If they are not there, or too large.
    """
    try:
        manifest = _read_file(path / _MANIFEST)
    except OSError as error:
        raise ArtifactError(f"there is no model in {path}: {error}") from error
    try:
        return _read_file(path / _WEIGHTS), manifest
    except OSError as error:
        raise ArtifactError(f"the weights of the model in {path} are missing: {error}") from error


def read_artifact(weights: bytes, manifest: bytes, where: str) -> Artifact:
    """Read an artifact from the contents of its files and check it against its name.

    Parameters
    ----------
    weights, manifest : bytes
        Contents of weights.npz and manifest.json.
    where : str
        Where they come from, for messages: ``in models/mine``.

    Raises
    ------
    ArtifactError
        If it is damaged, too large, not one of ours, or of another format.
    """
    described = _read_manifest(manifest, where)
    try:
        arrays = _read_arrays(weights)
    except _UNREADABLE as error:
        raise ArtifactError(f"the weights of the model {where} are damaged: {error}") from error
    model_id = described.pop("model_id", None)
    artifact = Artifact(arrays, described)
    if artifact.model_id != model_id:
        raise ArtifactError(
            f"the model {where} is damaged: its contents are those of {artifact.model_id}, "
            f"but it calls itself {model_id}"
        )
    return artifact


def _read_file(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_FILE:
        raise ArtifactError(f"{path} is too large: a file may have {LARGEST_FILE >> 20} MiB")
    return path.read_bytes()


def _read_arrays(weights: bytes) -> dict[str, NDArray[Any]]:
    """Unpack the arrays; the directory of the archive tells first how much that will be."""
    with zipfile.ZipFile(BytesIO(weights)) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
        if size > LARGEST_UNPACKED:
            raise ValueError(f"{size >> 20} MiB unpacked, of {LARGEST_UNPACKED >> 20} at most")
    with np.load(BytesIO(weights), allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def _read_manifest(content: bytes, where: str) -> dict[str, Any]:
    try:
        manifest = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise ArtifactError(f"the manifest {where} is damaged: {error}") from error
    if not isinstance(manifest, dict) or manifest.pop("format", None) != FORMAT:
        raise ArtifactError(f"the manifest {where} is not that of a Greenroom model")
    version = manifest.pop("format_version", None)
    if version != FORMAT_VERSION:
        raise ArtifactError(
            f"the model {where} has format {version}; this Greenroom reads {FORMAT_VERSION}. "
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
