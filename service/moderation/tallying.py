"""Counting what comes of the entries on a site's list of words, so that bad ones can be told."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress

from service.domain.errors import UnavailableError
from service.domain.statuses import Status
from service.domain.verdicts import Reason, ReasonCode
from service.store.changes import Outcome
from service.store.redis import Store
from service.store.transitions import Ruling
from service.store.words import Tally


async def tally_hits(
    store: Store, site: str, rulings: Sequence[Ruling], outcomes: Sequence[Outcome]
) -> None:
    """Count the entries that had a part in verdicts; a comment that is judged again counts once."""
    hits = Counter(
        (entry, Tally.HITS)
        for ruling, outcome in zip(rulings, outcomes, strict=True)
        if outcome is Outcome.DONE and ruling.comment.status is Status.PENDING
        for entry, _code in _entries(ruling.verdict.reasons)
    )
    await _add(store, site, hits)


async def tally_decisions(
    store: Store, site: str, decided: Iterable[tuple[Sequence[Reason], Status]], by: int = 1
) -> None:
    """Count the entries that people's decisions confirm or overturn; ``by`` -1: taken back.

    Each decision is the reasons before it and the status after it; to hold decides nothing.
    """
    counts: Counter[tuple[str, Tally]] = Counter()
    for reasons, to in decided:
        for entry, code in _entries(reasons) if to is not Status.HELD else ():
            counts[entry, Tally.REVIEWED] += by
            counts[entry, Tally.OVERTURNED] += by * _is_overturned(code, to)
    await _add(store, site, counts)


def _entries(reasons: Sequence[Reason]) -> list[tuple[str, ReasonCode]]:
    return [(reason.entry, reason.code) for reason in reasons if reason.entry]


def _is_overturned(code: ReasonCode, to: Status) -> bool:
    return (code is ReasonCode.ALLOWED_WORD) is not (to is Status.APPROVED)


async def _add(store: Store, site: str, counts: Counter[tuple[str, Tally]]) -> None:
    # They are figures to go by: that they cannot be kept now holds up nothing.
    with suppress(UnavailableError):
        await store.words.tally(site, {what: count for what, count in counts.items() if count})
