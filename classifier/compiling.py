"""How functions become machine code.

Numba's disk cache looks at the file of the kernel alone, so everything that a kernel calls must
stand in the kernel's own file: a change elsewhere would go unnoticed. The cache lies beside the
source, or in the user's cache folder where that cannot be written.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])
_KERNELS: list[Any] = []


def kernel(function: Function) -> Function:
    """Compile a function that Python calls: kept on disk, and run without Python's lock."""
    compiled = njit(cache=True, nogil=True)(function)
    _KERNELS.append(compiled)
    return cast("Function", compiled)


def part(function: Function) -> Function:
    """Compile a function that only kernels of the same file call."""
    return cast("Function", njit(function))


def cache_folder(function: Callable[..., Any]) -> Path:
    """Name the folder that a kernel's machine code is kept in."""
    return Path(cast("Any", function).stats.cache_path)


def has_compiled() -> bool:
    """Tell whether this process has compiled a kernel that was not on disk."""
    return any(compiled.stats.cache_misses for compiled in _KERNELS)
