"""``Prefer: wait=<seconds>`` of RFC 7240."""

import re
from typing import Annotated

from fastapi import Header
from pydantic import BeforeValidator, WithJsonSchema

LONGEST_WAIT_S = 10
_WAIT = re.compile(r"(?:^|,)\s*wait\s*=\s*\"?(\d{1,9})\"?\s*(?=$|[,;])", re.IGNORECASE)


def read_wait(prefer: str) -> int:
    """Tell how many seconds a caller likes to wait; what cannot be read is no preference."""
    found = _WAIT.search(prefer)
    return min(int(found[1]), LONGEST_WAIT_S) if found else 0


Wait = Annotated[
    int,
    Header(
        alias="Prefer",
        description=f"`wait=<seconds>`, at most {LONGEST_WAIT_S}: answer once it is decided",
        examples=["wait=2"],
    ),
    BeforeValidator(read_wait),
    WithJsonSchema({"type": "string"}),
]
