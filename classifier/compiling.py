"""How functions become machine code.

It is kept on disk, beside the source, or in the user's cache folder where that cannot be written.
"""

import re
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])
_KERNELS: list[Any] = []
_FOLDER = Path(__file__).parent
_IMPORTED = re.compile(r"^from classifier\.([\w.]+) import", re.MULTILINE)


def kernel(function: Function) -> Function:
    """Compile a function that Python calls: kept on disk, and run without Python's lock."""
    compiled: Any = njit(cache=True, nogil=True)(function)
    # Numba would look at the kernel's own file alone, and a change elsewhere would go unnoticed.
    kept = compiled._cache._cache_file  # noqa: SLF001 - there is no public way
    kept._source_stamp = (kept._source_stamp, stamp(Path(function.__code__.co_filename)))  # noqa: SLF001
    _KERNELS.append(compiled)
    return cast("Function", compiled)


def part(function: Function) -> Function:
    """Compile a function that only kernels and other parts call."""
    return cast("Function", njit(function))


@cache
def stamp(module: Path) -> bytes:
    """Hash what a kernel of a module is made of: the module, and all of ours that it imports."""
    source = module.read_text("utf-8")
    imported = sorted(set(_IMPORTED.findall(source)))
    stamps = [stamp(_FOLDER.joinpath(*name.split(".")).with_suffix(".py")) for name in imported]
    return sha256(b"".join([source.encode(), *stamps])).digest()


def cache_folder(function: Callable[..., Any]) -> Path:
    """Name the folder that a kernel's machine code is kept in."""
    return Path(cast("Any", function).stats.cache_path)


def has_compiled() -> bool:
    """Tell whether this process has compiled a kernel that was not on disk."""
    return any(compiled.stats.cache_misses for compiled in _KERNELS)
