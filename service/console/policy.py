"""/console/policy: what decides on a site, tried on its own comments before it is put in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from service.api.errors import note, problem_of
from service.api.state import AppState, State
from service.console.change_cards import ChangeCard, read_change_cards
from service.console.charts import Bar, histogram
from service.console.policy_forms import CHOICES, LISTS, SECTIONS, PolicyForm, bounds_of
from service.console.returning import HOME, Said, go
from service.console.routes import PageRoute
from service.console.senders import Sender, Sent
from service.console.visitors import Desk, permitted
from service.domain.error_budgets import Budgeting
from service.domain.errors import OutdatedError
from service.domain.permissions import Permission
from service.domain.policy import Policy, Threshold
from service.domain.policy_changes import Difference, differences
from service.domain.spreads import BINS, Spread
from service.domain.statuses import Status
from service.moderation import trials
from service.moderation.budgeting import work_out
from service.moderation.models import recommended
from service.moderation.policies import change_policy
from service.moderation.spreading import LAST, read_spreads
from service.moderation.trials import Over, Trial

router = APIRouter(prefix=HOME, route_class=PageRoute)

Reader = Annotated[Desk, Depends(permitted(Permission.READ_POLICY))]
"""A person who may see the policy."""

PAGE = f"{HOME}/policy"
OVER = (500, 1_000, 5_000, 50_000)
"""On so many of the last comments a policy can be tried; the most make a rescoring."""


@dataclass(frozen=True, slots=True)
class LabelChart:
    """How the site's own scores for one label spread, and where the policy draws its lines."""

    label: str
    spread: Spread
    counts: Sequence[int]
    bars: Sequence[Bar]
    advised: Threshold | None
    """What the model recommends."""
    drawn: Threshold | None
    """What the form says, or else what the model recommends."""

    @property
    def rows(self) -> list[tuple[float, int]]:
        """The histogram as a table: from which score on, and how many; without its gaps."""
        return [(n / BINS, count) for n, count in enumerate(self.counts) if count]


@dataclass(frozen=True, slots=True)
class TrialView:
    """What a trial came to, with the comments to be read."""

    trial: Trial
    over: int | None
    moves: Mapping[tuple[Status, Status], Sequence[ChangeCard]]


@dataclass(frozen=True, slots=True)
class BudgetView:
    """What an error budget came to."""

    at_most: float
    """In per cent."""
    found: Budgeting


@router.get("/policy")
async def show_policy(desk: Reader, state: State, said: Said | None = None) -> Response:
    """Show what is in force."""
    current = await state["store"].policies.current(desk.site)
    return await _show(desk, state, current, PolicyForm.of(current), said=said)


@router.get("/policy/error-budget")
async def show_budget(
    desk: Reader, state: State, at_most: Annotated[float, Query(ge=0.01, lt=50)] = 1.0
) -> Response:
    """Fill in the thresholds that come of an error budget, in per cent; nothing is saved."""
    current = await state["store"].policies.current(desk.site)
    out = await work_out(state["store"], state["models"], desk.site, at_most / 100)
    filled = replace(current, thresholds={**current.thresholds, **(out.thresholds or {})})
    budget = BudgetView(at_most, out.found)
    return await _show(desk, state, current, PolicyForm.of(filled), budget=budget)


@router.post("/policy")
async def post_policy(request: Request, sent: Sent, state: State) -> Response:
    """Put a policy in force, if what was seen still is; else show both, and ask again.

    What is in force already makes no version of its own.
    """
    sent.desk.who.require(Permission.POLICY)
    current, form = await _read(sent, state)
    if form.policy is None:
        return await _show(sent.desk, state, current, form, status=422)
    if not differences(current, form.policy):
        return go(PAGE, said=Said.POLICY_UNCHANGED)
    try:
        seen = _seen(sent)
        await change_policy(state["store"], sent.desk.site, form.policy, sent.desk.actor, seen=seen)
    except OutdatedError as error:
        problem = problem_of(error)
        note(request, problem)
        now = await state["store"].policies.current(sent.desk.site)
        changed = differences(now, form.policy)
        return await _show(sent.desk, state, now, form, status=problem.status, changed=changed)
    return go(PAGE, said=Said.POLICY_KEPT)


@router.post("/policy/trials")
async def post_trial(sent: Sent, state: State) -> Response:
    """Show what a policy would change, and on which comments; nothing is kept."""
    sent.desk.who.require(Permission.POLICY)
    current, form = await _read(sent, state)
    if form.policy is None:
        return await _show(sent.desk, state, current, form, status=422)
    over, store, site = Over(count=_over(sent)), state["store"], sent.desk.site
    if not await trials.is_small(store, site, over):
        begun = await trials.order_trial(store, site, sent.desk.actor, form.policy, over)
        return go(f"{HOME}/rescorings/{begun.id}")
    trial = await trials.try_policy(store, state["models"], site, form.policy, over)
    moves = {
        kind: await read_change_cards(state, site, move.first)
        for kind, move in sorted(trial.moves.items())
    }
    changed = differences(current, form.policy)
    view = TrialView(trial, over.count, moves)
    return await _show(
        sent.desk, state, current, form, changed=changed, trial=view, seen=_seen(sent)
    )


async def _show(  # noqa: PLR0913 - what a page may have on it
    desk: Desk,
    state: AppState,
    current: Policy,
    form: PolicyForm,
    *,
    status: int = 200,
    changed: Sequence[Difference] = (),
    trial: TrialView | None = None,
    budget: BudgetView | None = None,
    seen: int | None = None,
    said: Said | None = None,
) -> Response:
    charts = await _charts(state, desk.site, current, form)
    return desk.page(
        "policy.html",
        status,
        current=current,
        seen=seen or current.version,
        form=form,
        charts=charts,
        sections=SECTIONS,
        choices=CHOICES,
        lists=LISTS,
        bounds=bounds_of,
        last=LAST,
        over=OVER,
        changed=changed,
        trial=trial,
        budget=budget,
        said=said,
    )


async def _read(sent: Sender, state: AppState) -> tuple[Policy, PolicyForm]:
    site = sent.desk.site
    current = await state["store"].policies.current(site)
    return current, PolicyForm.read(sent.form, _labels(state, site, current))


async def _charts(
    state: AppState, site: str, current: Policy, form: PolicyForm
) -> list[LabelChart]:
    spreads = await read_spreads(state["store"], site)
    advised = recommended(state["models"].deciding(site))
    chosen = (form.policy or current).thresholds
    charts = []
    for label in _labels(state, site, current):
        spread = spreads.get(label, Spread())
        counts, limits = spread.bins(), advised.get(label)
        drawn = chosen.get(label, limits)
        charts.append(LabelChart(label, spread, counts, histogram(counts), limits, drawn))
    return charts


def _labels(state: AppState, site: str, policy: Policy) -> list[str]:
    """Name what the model tells scores for, and whatever else the policy has thresholds for."""
    return [*dict.fromkeys((*state["models"].deciding(site).labels, *policy.thresholds))]


def _seen(sent: Sender) -> int:
    """Give the version that the form was filled in over; 0, which none has, if it says none."""
    given = sent.form.get("seen", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0  # noqa: PLR2004


def _over(sent: Sender) -> int:
    given = sent.form.get("over", "")
    return int(given) if given in map(str, OVER) else OVER[0]
