from pathlib import Path

import numpy as np
import orjson
import pytest

from classifier import artifacts
from classifier.artifacts import (
    LARGEST_FILE,
    Artifact,
    ArtifactError,
    load_artifact,
    save_artifact,
)


@pytest.fixture
def saved(artifact: Artifact, tmp_path: Path) -> Path:
    save_artifact(artifact, tmp_path)
    return tmp_path


def rewrite_manifest(path: Path, **changes: object) -> None:
    manifest = orjson.loads((path / "manifest.json").read_bytes())
    (path / "manifest.json").write_bytes(orjson.dumps({**manifest, **changes}))


def test_what_is_saved_is_loaded(artifact: Artifact, saved: Path) -> None:
    loaded = load_artifact(saved)
    assert loaded.model_id == artifact.model_id
    assert set(loaded.arrays) == set(artifact.arrays)
    for name, array in artifact.arrays.items():
        np.testing.assert_array_equal(loaded.arrays[name], array)


def test_the_same_contents_give_the_same_bytes(
    artifact: Artifact, saved: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    again = tmp_path_factory.mktemp("again")
    save_artifact(artifact, again)
    assert (again / "weights.npz").read_bytes() == (saved / "weights.npz").read_bytes()
    assert (again / "manifest.json").read_bytes() == (saved / "manifest.json").read_bytes()


def test_any_change_gives_another_name(artifact: Artifact) -> None:
    weights = artifact.arrays["weights"].copy()
    weights[7] += 1
    changed = Artifact({**artifact.arrays, "weights": weights}, artifact.manifest)
    renamed = Artifact(artifact.arrays, {**artifact.manifest, "bits": 13})
    assert len({artifact.model_id, changed.model_id, renamed.model_id}) == 3


@pytest.mark.parametrize("place", [0.2, 0.4, 0.6])
def test_a_flipped_byte_is_found(saved: Path, place: float) -> None:
    content = bytearray((saved / "weights.npz").read_bytes())
    content[int(place * len(content))] ^= 0xFF
    (saved / "weights.npz").write_bytes(content)
    with pytest.raises(ArtifactError, match="damaged"):
        load_artifact(saved)


def test_a_cut_off_file_is_found(saved: Path) -> None:
    content = (saved / "weights.npz").read_bytes()
    (saved / "weights.npz").write_bytes(content[: len(content) // 2])
    with pytest.raises(ArtifactError, match="damaged"):
        load_artifact(saved)


def test_an_altered_threshold_is_found(saved: Path) -> None:
    rewrite_manifest(saved, thresholds={"toxicity": {"hold": 0.99, "reject": 0.99}})
    with pytest.raises(ArtifactError, match="damaged"):
        load_artifact(saved)


def test_a_newer_format_is_refused(saved: Path) -> None:
    rewrite_manifest(saved, format_version=99)
    with pytest.raises(ArtifactError, match="format 99"):
        load_artifact(saved)


@pytest.mark.parametrize("content", [b"[]", b"{}", b'{"format": "onnx"}'])
def test_a_foreign_manifest_is_refused(saved: Path, content: bytes) -> None:
    (saved / "manifest.json").write_bytes(content)
    with pytest.raises(ArtifactError, match="not that of a Greenroom model"):
        load_artifact(saved)


def test_broken_json_is_refused(saved: Path) -> None:
    (saved / "manifest.json").write_bytes(b"{")
    with pytest.raises(ArtifactError, match="manifest"):
        load_artifact(saved)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="no model"):
        load_artifact(tmp_path)


def test_pickled_arrays_are_refused(saved: Path) -> None:
    np.savez(saved / "weights.npz", weights=np.array([{"run": "me"}], dtype=object))
    with pytest.raises(ArtifactError, match="damaged"):
        load_artifact(saved)


def test_weights_that_unpack_to_too_much_are_refused(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(artifacts, "LARGEST_UNPACKED", 1 << 20)
    np.savez_compressed(saved / "weights.npz", bomb=np.zeros(3 << 20, dtype=np.uint8))
    with pytest.raises(ArtifactError, match="3 MiB unpacked, of 1 at most"):
        load_artifact(saved)


def test_a_file_that_is_too_large_is_not_even_read(saved: Path) -> None:
    with (saved / "weights.npz").open("r+b") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(ArtifactError, match="too large"):
        load_artifact(saved)


@pytest.mark.parametrize("content", [b"", b"\x93NUMPY\x01\x00", b"not an archive"])
def test_weights_that_are_no_archive_are_refused(saved: Path, content: bytes) -> None:
    (saved / "weights.npz").write_bytes(content)
    with pytest.raises(ArtifactError, match="damaged"):
        load_artifact(saved)


def test_a_folder_without_weights_is_refused(saved: Path) -> None:
    (saved / "weights.npz").unlink()
    with pytest.raises(ArtifactError, match="missing"):
        load_artifact(saved)
