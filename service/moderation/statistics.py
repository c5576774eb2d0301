"""A site's figures: what came in, what became of it, how soon, and how often that was wrong."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.clock import DAY_MS, HOUR_MS, now_ms
from service.domain.agreement import Agreement
from service.domain.comments import DecidedBy
from service.domain.counting import Side
from service.domain.estimates import Share, Waits, share, waits
from service.domain.statuses import SETTLED, Status
from service.domain.verdicts import ReasonCode, Scores
from service.store.figures import Queued
from service.store.redis import Store

_HOURS_AT_MOST = 7 * 24
_FLOODS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """One hour: what came in and what has become of that, and what was decided in it."""

    at: int
    """When it began, ms."""
    arrived: Mapping[Status, int]
    automatic: int
    for_people: int
    by_people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Automatic decisions that were drawn at random for a person to check."""

    drawn: int
    checked: int
    wrong: Share
    """Of those checked; so of all automatic decisions, within the interval."""
    wrong_by_status: Mapping[Status, Share]


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How often a rule fired."""

    code: ReasonCode
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FloodText:
    """A text that came again and again."""

    text: str
    texts: int
    comment: str
    """One of them."""
    scores: Scores
    """Its scores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """The figures of some days, today included; what is of this moment says so."""

    since: int
    until: int
    statuses: Mapping[Status, int]
    """All comments there are, at this moment."""
    queued: Queued
    verdicts: Mapping[Status, int]
    """Automatic decisions, by what they came to."""
    for_people: int
    """What the policy left to people."""
    automatic: Share
    """Of all verdicts those that needed nobody."""
    decisions: Mapping[Status, int]
    """People's."""
    time_to_decision: Mapping[DecidedBy, Waits]
    model_agreement: Agreement
    """Of people's first decisions with what the model took for likelier."""
    second_reviews: Agreement
    """Of second opinions with the first, approved, rejected and spam told apart."""
    sample: Sample
    reasons: Sequence[ReasonCount]
    """Of verdicts, the most frequent first."""
    floods: Sequence[FloodText]
    hours: Sequence[Hour]


async def read_statistics(store: Store, site: str, days: int = 7) -> Statistics:
    """Read the figures of so many days, today included; hours of the last seven at most."""
    now = now_ms()
    today, hour = now // DAY_MS, now // HOUR_MS
    span = range(today - days + 1, today + 1)
    counted = await store.figures.of_days(site, span)
    hours = range(max(span[0] * 24, hour - _HOURS_AT_MOST + 1), hour + 1)
    verdicts = {status: _at_least_none(counted[f"verdict:{status}"]) for status in SETTLED}
    for_people, automatic = _at_least_none(counted["verdict:people"]), sum(verdicts.values())
    return Statistics(
        since=span[0] * DAY_MS,
        until=now,
        statuses=await store.listings.count_statuses(site),
        queued=await store.figures.queued(site),
        verdicts=verdicts,
        for_people=for_people,
        automatic=share(automatic, automatic + for_people),
        decisions={
            status: _at_least_none(counted[f"decision:{status}"])
            for status in (*SETTLED, Status.HELD)
        },
        time_to_decision={by: waits(_buckets(counted, by)) for by in DecidedBy},
        model_agreement=Agreement(
            {(lean, said): counted[f"model:{lean}:{said}"] for lean in Side for said in Side}
        ),
        second_reviews=Agreement(
            {(a, b): counted[f"second:{a}:{b}"] for a in SETTLED for b in SETTLED}
        ),
        sample=_sample(counted),
        reasons=_reasons(counted),
        floods=await _floods(store, site, span),
        hours=await _hours(store, site, hours),
    )


def _sample(counted: Counter[str]) -> Sample:
    rows = {}
    for status in SETTLED:
        right, wrong = (counted[f"sample:{status}:{said}"] for said in ("right", "wrong"))
        rows[status] = share(wrong, _at_least_none(right) + _at_least_none(wrong))
    checked = sum(row.of for row in rows.values())
    return Sample(
        drawn=sum(_at_least_none(counted[f"drawn:{status}"]) for status in SETTLED),
        checked=checked,
        wrong=share(sum(row.part for row in rows.values()), checked),
        wrong_by_status=rows,
    )


def _reasons(counted: Counter[str]) -> list[ReasonCount]:
    found = (ReasonCount(code, counted[f"reason:{code}"]) for code in ReasonCode)
    return sorted((row for row in found if row.count > 0), key=lambda row: -row.count)


async def _floods(store: Store, site: str, days: Sequence[int]) -> list[FloodText]:
    """Read what came most often; what is erased is not told of."""
    largest = await store.figures.floods(site, days, _FLOODS)
    comments = await store.comments.get_many(site, [id_ for _texts, id_ in largest])
    return [
        FloodText(text=comment.text, texts=texts, comment=comment.id, scores=comment.scores)
        for (texts, _id), comment in zip(largest, comments, strict=True)
        if comment is not None
    ]


async def _hours(store: Store, site: str, hours: Sequence[int]) -> list[Hour]:
    counted = await store.figures.of_hours(site, hours)
    arrived = await store.figures.arrivals(site, hours)
    return [
        Hour(
            at=hour * HOUR_MS,
            arrived=came,
            automatic=_at_least_none(sum(counts[f"verdict:{status}"] for status in SETTLED)),
            for_people=_at_least_none(counts["verdict:people"]),
            by_people=_at_least_none(sum(counts[f"decision:{status}"] for status in SETTLED)),
        )
        for hour, counts, came in zip(hours, counted, arrived, strict=True)
    ]


def _buckets(counted: Counter[str], by: DecidedBy) -> dict[int, int]:
    head = f"wait:{by}:"
    return {int(n.removeprefix(head)): c for n, c in counted.items() if n.startswith(head)}


def _at_least_none(count: int) -> int:
    """What was undone on another day than it was decided may count less than nothing."""
    return max(0, count)
