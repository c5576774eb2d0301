"""What every list asks for and gives."""

from typing import Annotated

from pydantic import Field

from service.api.schemas import Sent

Cursor = Annotated[
    str | None, Field(max_length=500, description="`next_cursor` of the page before")
]


class PageQuery(Sent):
    """Which part of a list."""

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Cursor = None
