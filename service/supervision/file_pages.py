"""Giving back what loading has read of files: code of the compiler, above all."""

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path

MADV_DONTNEED = 4
_MAPPING = re.compile(r"([0-9a-f]+)-([0-9a-f]+) ...p \S+ \S+ [1-9]")
"""A private mapping of a file: it has an inode."""


def let_go_of_file_pages() -> None:
    """Unmap what is as it stands in a file; whoever needs a page again gets it from there."""
    libc = ctypes.CDLL(None)
    for begin, end in list(_unchanged_mappings()):
        libc.madvise(ctypes.c_void_p(begin), ctypes.c_size_t(end - begin), MADV_DONTNEED)


def _unchanged_mappings() -> Iterator[tuple[int, int]]:
    begin = end = 0
    for line in Path("/proc/self/smaps").read_text().splitlines():
        if found := _MAPPING.match(line):
            begin, end = int(found[1], 16), int(found[2], 16)
        elif "-" in line.partition(" ")[0]:
            begin = end = 0
        elif line.startswith("Anonymous:") and end and line.split()[1] == "0":
            yield begin, end
