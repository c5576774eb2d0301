"""Memory that loading took: given back if nothing needs it any more, and let alone if it stays."""

import ctypes
import gc
import re
import sys
from collections.abc import Iterator
from pathlib import Path

MADV_DONTNEED = 4
LOOKED_FOR_AFTER = 10_000
"""New objects that outlive what made them, before the collector looks for circles among them."""
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


def keep_collector_away() -> None:
    """Have the collector of circles pass over what is there by now, and look at the rest seldom.

    To look through models and all again and again took a fifth of the time of an accept, and keeps
    no page shared with processes that are forked. What a request or a batch makes goes with it, by
    its counts of references: to look for more every few hundred objects found next to nothing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(LOOKED_FOR_AFTER)


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
