"""Giving back memory that loading took and nothing needs any more: the compiler's, above all."""

import ctypes
import gc
import re
import sys
from collections.abc import Iterator
from pathlib import Path

MADV_DONTNEED = 4
_MAPPING = re.compile(r"([0-9a-f]+)-([0-9a-f]+) r-.p \S+ \S+ [1-9]")
"""A private mapping of a file, which has an inode, that no thread can write to meanwhile."""


def give_back() -> None:
    """Give back what is free, and what stands in files as well; only Linux can be told so.

    Who needs a page of a file again, as of the compiler for a new kernel, gets it from there.
    """
    if sys.platform != "linux":
        return
    gc.collect()
    libc = ctypes.CDLL(None)
    if hasattr(libc, "malloc_trim"):  # not everybody's C library is GNU's
        libc.malloc_trim(0)
    for begin, end in list(_unchanged_mappings()):
        libc.madvise(ctypes.c_void_p(begin), ctypes.c_size_t(end - begin), MADV_DONTNEED)


def _unchanged_mappings() -> Iterator[tuple[int, int]]:
    """List the mappings of files that nothing was written to."""
    begin = end = 0
    for line in Path("/proc/self/smaps").read_text().splitlines():
        if found := _MAPPING.match(line):
            begin, end = int(found[1], 16), int(found[2], 16)
        elif "-" in line.partition(" ")[0]:
            begin = end = 0
        elif line.startswith("Anonymous:") and end and line.split()[1] == "0":
            yield begin, end
