"""Cutting a page from a list that is read as a whole."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from service.store.pages import read_cursor, write_cursor

T = TypeVar("T")
Place = tuple[int, str]
"""A time in ms, and an id for those of the same."""


def take_page(
    items: Iterable[T], place_of: Callable[[T], Place], limit: int, cursor: str | None
) -> tuple[list[T], str | None]:
    """Give up to ``limit`` items after the cursor, the newest first, and the next cursor.

    Raises
    ------
    InvalidError
        The cursor is not one of this list.
    """
    before = read_cursor(cursor) if cursor else (float("inf"), "")
    later = sorted((item for item in items if place_of(item) < before), key=place_of, reverse=True)
    page = later[:limit]
    return page, write_cursor(place_of(page[-1])) if len(later) > limit else None
