"""Real artifacts that take no training: one finds fault with everything, the other with nothing."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import orjson

from classifier.artifacts import SHIPPED, Artifact, load_artifact, save_artifact
from classifier.grams import count_buckets
from classifier.margins import N_LABELS
from service.artifacts import open_folder
from service.moderation.registry import Candidate, import_model
from service.store.redis import Store
from tests.people import ALICE

_BITS = 12
_LOG_ODDS = {"harsh": 12.0, "mild": -12.0}


def write_model(folder: Path, temper: str) -> str:
    """Write a small model; give its id."""
    shipped = load_artifact(SHIPPED)
    arrays = {
        **shipped.arrays,
        "weights": np.zeros(count_buckets(_BITS) * N_LABELS, dtype=np.int8),
        "intercepts": np.full_like(shipped.arrays["intercepts"], _LOG_ODDS[temper]),
    }
    artifact = Artifact(arrays, {**shipped.manifest, "bits": _BITS, "temper": temper})
    save_artifact(artifact, folder)
    (folder / "MODEL_CARD.md").write_text(f"A {temper} model for tests.\n")
    return artifact.model_id


@cache
def candidate(temper: str) -> Candidate:
    with TemporaryDirectory() as folder:
        write_model(Path(folder), temper)
        return open_folder(Path(folder))


async def imported(store: Store, temper: str) -> str:
    """Have a model in the record; give its id."""
    return (await import_model(store, candidate(temper), ALICE)).id


async def damage(store: Store, model: str) -> None:
    """Turn a byte of a model's weights in the record."""
    key = f"gr:{{*}}:model:{model}"
    weights = bytearray(await store.connection.call_for_bytes("HGET", key, "weights"))
    weights[len(weights) // 2] ^= 0xFF
    await store.connection.call("HSET", key, "weights", bytes(weights))


async def age(store: Store, model: str) -> None:
    """Give a model in the record a format that is not ours."""
    key = f"gr:{{*}}:model:{model}"
    manifest = orjson.loads(await store.connection.call_for_bytes("HGET", key, "manifest"))
    written = orjson.dumps({**manifest, "format_version": 99})
    await store.connection.call("HSET", key, "manifest", written)
