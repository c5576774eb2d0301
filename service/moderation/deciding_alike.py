"""Deciding all that match a filter, "all 214 like this", as one act that can be undone as one."""

from dataclasses import dataclass, field, replace

from service.domain.errors import FieldProblem, GrownError, InvalidError
from service.moderation.deciding import AT_ONCE, Act, Decision, Seen, decide_all
from service.moderation.reviewing import ReviewItem, ReviewQuery, read_items, read_matching
from service.store.redis import Store

MATCHES_AT_MOST = 20_000
"""How many comments one act by filter may be about."""

_LOOK_AT_MOST = 100_000
"""How many comments are looked through for those that match."""


@dataclass(slots=True)
class Matching:
    """What matches a filter, as it was seen on the server."""

    seen: list[Seen] = field(default_factory=list)
    """Each comment once, those that stand on the cards of others included."""
    complete: bool = True
    """Whether that is all; else there may be more."""


async def find_matching(store: Store, site: str, query: ReviewQuery) -> Matching:
    """Find all that match, page by page; what is on a card with others counts by itself.

    Copies on a card that matches are among them if they match, too.
    """
    found: dict[str, Seen] = {}
    cursor, looked_at = query.cursor, 0
    while True:
        page = await read_matching(store, site, replace(query, cursor=cursor, limit=AT_ONCE))
        for item in page.items:
            for each in [item, *await _copies_of(store, site, item, query)]:
                comment = each.comment
                found.setdefault(comment.id, Seen(comment.id, comment.version))
            if len(found) > MATCHES_AT_MOST:
                return Matching(list(found.values())[:MATCHES_AT_MOST], complete=False)
        cursor, looked_at = page.next_cursor, looked_at + page.looked_at
        if cursor is None:
            return Matching(list(found.values()))
        if looked_at >= _LOOK_AT_MOST:
            return Matching(list(found.values()), complete=False)


async def decide_matching(
    store: Store, site: str, query: ReviewQuery, decision: Decision, expected: int | None = None
) -> Act:
    """Decide all that match, each at the version it has when it is found, as one act.

    Raises
    ------
    GrownError, InvalidError
        More match than were ``expected``, or than one act may be about: nothing was changed.
    UnavailableError
        The record cannot take any of it.
    """
    seen = await find_expected(store, site, query, expected)
    return await decide_all(store, site, seen, decision)


async def find_expected(
    store: Store, site: str, query: ReviewQuery, expected: int | None
) -> list[Seen]:
    """Find all that match, if they are no more than the caller saw and than one act may be about.

    Raises
    ------
    GrownError
        More match than were ``expected``.
    InvalidError
        Too many match, or too many are to be looked through.
    """
    matching = await find_matching(store, site, query)
    if expected is not None and len(matching.seen) > expected:
        raise GrownError(len(matching.seen), expected)
    if not matching.complete:
        message = f"This is about more than {MATCHES_AT_MOST:,} comments, or too many to look at."
        raise InvalidError(FieldProblem("filter", f"{message} Narrow it."))
    return matching.seen


async def _copies_of(
    store: Store, site: str, item: ReviewItem, query: ReviewQuery
) -> list[ReviewItem]:
    """Read the near-duplicates on an item's card that match; the card's claim is theirs."""
    flood = item.comment.flood
    if flood is None or item.copies == 1 or not item.comment.awaits:
        return []
    ids = await store.floods.in_queue(site, flood, MATCHES_AT_MOST + 1)
    copies: list[ReviewItem] = []
    for first in range(0, len(ids), AT_ONCE):
        read = await read_items(store, site, ids[first : first + AT_ONCE])
        copies += (replace(copy, claim=item.claim) for copy in read)
    return [copy for copy in copies if query.matches(copy)]
