"""The ids of entries in streams, ``<ms>-<number>``: each is a time, and a place to read on from."""

import re

from service.domain.errors import FieldProblem, InvalidError
from service.store.pages import NO_CURSOR

EntryId = tuple[int, int]
"""When an entry was made, ms, and its number among those of the same ms."""

_FORM = re.compile(r"\d{1,18}-\d{1,18}\Z", re.ASCII)


def read_entry_id(written: str, problem: FieldProblem = NO_CURSOR) -> EntryId:
    """Read an id that a caller has handed back.

    Raises
    ------
    InvalidError
        It is none; the problem says what was expected instead.
    """
    if not _FORM.match(written):
        raise InvalidError(problem)
    ms, _, number = written.partition("-")
    return int(ms), int(number)
