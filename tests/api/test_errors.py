"""The tree of errors in words is the tree of errors, each with the status it is answered with."""

import re
from collections.abc import Iterator

from service.api.errors import _KINDS
from service.domain import errors

_ROW = re.compile(r"^([│├└─ ]*)(\w+Error) .*?(\d{3})$", re.MULTILINE)


def _tree(error: type[errors.GreenroomError], depth: int) -> Iterator[tuple[int, str, int]]:
    own = (one for one in error.__subclasses__() if one.__module__ == errors.__name__)
    for one in own:
        yield depth, one.__name__, _KINDS[one].status
        yield from _tree(one, depth + 1)


def test_every_error_stands_in_the_tree_under_its_kind() -> None:
    told = [(len(m[1]) // 4, m[2], int(m[3])) for m in _ROW.finditer(errors.__doc__ or "")]
    assert told == [*_tree(errors.GreenroomError, 1)]
