"""Arrays that are made once on a machine, kept as files, and mapped into memory by every process.

What several processes map is in memory once, be they in containers of one image even.
"""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]


def mapped(folder: Path, make: Callable[[], Arrays]) -> Arrays:
    """Give the arrays that are kept in a folder, made first if need be; they are only to be read.

    Where nothing can be kept, they are given as they were made.
    """
    if not folder.exists():
        made = make()
        with suppress(OSError):
            _keep(folder, made)
        if not folder.exists():
            for array in made.values():
                array.flags.writeable = False  # the kernels are compiled for what is only read
            return made
    return {path.stem: np.asarray(np.load(path, mmap_mode="r")) for path in folder.iterdir()}


def _keep(folder: Path, arrays: Arrays) -> None:
    """Write the arrays, all or none; whoever else makes them at this moment makes the same."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f"{folder.name}."))
    try:
        for name, array in arrays.items():
            np.save(draft / f"{name}.npy", array, allow_pickle=False)
        draft.chmod(0o755)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
