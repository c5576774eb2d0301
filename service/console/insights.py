"""/console/insights: what came in, what became of it, how soon, and how often that was wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Response

from service.api.state import State
from service.console.charts import Bar, ceiling, columns
from service.console.levels import levels_of, offences_in, read_limits
from service.console.returning import HOME
from service.console.routes import PageRoute
from service.console.texts import fold, make_visible
from service.console.visitors import Desk, permitted
from service.domain.agreement import Agreement
from service.domain.estimates import Share
from service.domain.permissions import Permission
from service.domain.policy import Thresholds
from service.moderation.statistics import FloodText, Hour, Statistics, read_statistics

router = APIRouter(prefix=HOME, route_class=PageRoute)

Watcher = Annotated[Desk, Depends(permitted(Permission.STATISTICS))]
"""A person who may see the figures."""

SPANS = (1, 7, 30, 90)
"""Days that can be chosen."""

_REASONS = 10


@dataclass(frozen=True, slots=True)
class HourChart:
    """Columns of one height for each hour, in layers that stand on one another."""

    layers: Mapping[str, Sequence[Bar]]
    top: int
    total: int
    most: int
    at: int
    """When the busiest hour began, ms."""

    @classmethod
    def of(cls, hours: Sequence[Hour], counts: Mapping[str, Sequence[int]]) -> Self:
        """Draw counts of hours, the lowest layer first."""
        sums = [sum(of_hour) for of_hour in zip(*counts.values(), strict=True)]
        most = max(sums, default=0)
        top = ceiling(most)
        floors = [0] * len(hours)
        layers = {}
        for name, heights in counts.items():
            layers[name] = columns(heights, top, floors)
            floors = [a + b for a, b in zip(floors, heights, strict=True)]
        at = hours[sums.index(most)].at if hours else 0
        return cls(layers, top, sum(sums), most, at)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure that is known to lie between two others, on a scale of its own."""

    name: str
    value: float
    low: float
    high: float
    count: int
    """From how many it is told."""
    least: float = 0.0
    """Where the scale begins; it ends at 1."""

    def place(self, figure: float) -> float:
        """Tell where on the scale a figure is, in per cent."""
        return round(100 * (figure - self.least) / (1 - self.least), 2)


@dataclass(frozen=True, slots=True)
class Flood:
    """A text that came again and again, as it is shown."""

    lead: str
    is_cut: bool
    told: FloodText
    offences: Sequence[str]
    """What may hurt who reads it."""

    @classmethod
    def of(cls, told: FloodText, limits: Thresholds) -> Self:
        """Put it the way it is shown."""
        lead, rest = fold(make_visible(told.text))
        return cls(lead, bool(rest), told, offences_in(levels_of(told.scores, limits)))


@router.get("/insights")
async def show_insights(desk: Watcher, state: State, days: int = 7) -> Response:
    """Show the figures of some days."""
    chosen = days if days in SPANS else SPANS[1]
    figures = await read_statistics(state["store"], desk.site, chosen)
    hours, limits = figures.hours, await read_limits(state, desk.site)
    return desk.page(
        "insights.html",
        figures=figures,
        days=chosen,
        spans=SPANS,
        arrivals=HourChart.of(hours, {"arrived": [sum(hour.arrived.values()) for hour in hours]}),
        verdicts=HourChart.of(
            hours,
            {
                "automatic": [hour.automatic for hour in hours],
                "people": [hour.for_people for hour in hours],
            },
        ),
        errors=_errors(figures),
        agreements=_agreements(figures),
        reasons=figures.reasons[:_REASONS],
        floods=[Flood.of(flood, limits) for flood in figures.floods],
    )


def _errors(figures: Statistics) -> list[Estimate]:
    """Tell how often automatic decisions are wrong, in all and by what they were."""
    shares: dict[str, Share] = {"all": figures.sample.wrong}
    shares |= {str(status): told for status, told in figures.sample.wrong_by_status.items()}
    return [
        Estimate(name, told.value, told.low, told.high, told.of)
        for name, told in shares.items()
        if told.value is not None and told.low is not None and told.high is not None
    ]


def _agreements(figures: Statistics) -> list[Estimate]:
    pairs: dict[str, Agreement] = {
        "model": figures.model_agreement,
        "second": figures.second_reviews,
    }
    return [
        Estimate(name, told.kappa, told.low, told.high, told.count, -1.0)
        for name, told in pairs.items()
        if told.kappa is not None and told.low is not None and told.high is not None
        if told.is_telling
    ]
