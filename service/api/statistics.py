"""A site's figures."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from service.api.dependencies import Moderator
from service.api.fields import Time
from service.api.problems import may_answer
from service.api.schemas import Shown
from service.api.state import State
from service.domain.comments import DecidedBy
from service.domain.statuses import Status
from service.domain.verdicts import ReasonCode
from service.moderation.statistics import read_statistics

router = APIRouter(tags=["record"])

Days = Annotated[int, Query(ge=1, le=365, description="The last so many, today included")]


class ShareRecord(Shown):
    """A part of all, with the interval that has the true share in it 95 times of 100 (Wilson)."""

    part: int
    of: int
    value: float | None
    low: float | None
    high: float | None


class AgreementRecord(Shown):
    """Cohen's kappa, with its 95% interval (Fleiss, Cohen and Everitt)."""

    count: int
    agreed: int
    kappa: float | None
    low: float | None
    high: float | None


class WaitsRecord(Shown):
    """How long it took from arrival on."""

    count: int
    median_s: float | None
    p90_s: float | None


class QueuedRecord(Shown):
    """What awaits a person at this moment."""

    cards: int
    held: int
    oldest_at: Time | None = Field(description="When the oldest held comment arrived")


class SampleRecord(Shown):
    """Automatic decisions drawn at random for a person to check."""

    drawn: int
    checked: int
    wrong: ShareRecord
    wrong_by_status: Mapping[Status, ShareRecord]


class ReasonCount(Shown):
    """How often a rule fired."""

    code: ReasonCode
    count: int


class FloodRecord(Shown):
    """A text that came again and again."""

    text: str
    texts: int
    comment: str = Field(description="One of them")


class HourRecord(Shown):
    """One hour, and what was decided in it."""

    at: Time
    arrived: Mapping[Status, int] = Field(description="What came in, by what it is now")
    automatic: int
    for_people: int
    by_people: int


class StatisticsRecord(Shown):
    """The figures of some days."""

    since: Time
    until: Time
    statuses: Mapping[Status, int] = Field(description="All comments, at this moment")
    queued: QueuedRecord
    verdicts: Mapping[Status, int] = Field(description="Automatic decisions")
    for_people: int = Field(description="Verdicts that left it to people")
    automatic: ShareRecord = Field(description="Verdicts that needed nobody")
    decisions: Mapping[Status, int] = Field(description="People's")
    time_to_decision: Mapping[DecidedBy, WaitsRecord]
    model_agreement: AgreementRecord
    second_reviews: AgreementRecord = Field(description="Of second opinions with the first")
    sample: SampleRecord
    reasons: Sequence[ReasonCount] = Field(description="Of verdicts, the most frequent first")
    floods: Sequence[FloodRecord]
    hours: Sequence[HourRecord] = Field(description="The last 168 at most, the oldest first")


@router.get("/v1/stats", responses=may_answer(401, 403, 422, 503))
async def read_stats(caller: Moderator, state: State, days: Days = 7) -> StatisticsRecord:
    """Show a site's figures; they are counted as things happen, by the day in UTC."""
    figures = await read_statistics(state["store"], caller.site, days)
    return StatisticsRecord.model_validate(figures)
