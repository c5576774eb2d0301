"""Working out the thresholds of a policy from an error budget."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from service.api.bodies import JsonRoute
from service.api.dependencies import SiteAdministrator
from service.api.policy_records import SentThreshold, Share
from service.api.problems import may_answer
from service.api.schemas import Sent, Shown
from service.api.state import State
from service.domain.error_budgets import Lack
from service.moderation.budgeting import WorkedOut, work_out

router = APIRouter(tags=["policy"], route_class=JsonRoute)


class SentBudget(Sent):
    """How much of what goes out unread may deserve refusal."""

    at_most: Annotated[float, Field(ge=0.0001, lt=0.5, description="As a share")] = 0.01


class BudgetRecord(Shown):
    """Thresholds by which the budget is kept, or why none can be given."""

    thresholds: Annotated[
        Mapping[str, SentThreshold] | None, Field(description="As a policy has them; not saved")
    ]
    share_unread: Annotated[Share | None, Field(description="What would go out unread, of all")]
    bound: Annotated[
        Share | None,
        Field(description="At most this share of it deserves refusal, with 95 % confidence"),
    ]
    estimate: Share | None
    held: Annotated[int, Field(description="Decisions it rests on: of people, on what was held")]
    drawn: Annotated[int, Field(description="And on what was drawn at random (`audit_share`)")]
    needed: Annotated[
        int, Field(description="Random checks without a mistake that would do for this budget")
    ]
    reason: Annotated[Lack | None, Field(description="Why there are none")]


@router.get("/v1/policy/error-budget", responses=may_answer(401, 403, 422, 503))
async def read_error_budget(
    caller: SiteAdministrator, state: State, query: Annotated[SentBudget, Query()]
) -> BudgetRecord:
    """Work out thresholds by which at most a share of what goes out unread deserves refusal.

    They rest on what people decided of comments that were held for their scores or drawn at
    random, and hold for comments that no other rule objects to. Nothing of it is kept.
    """
    return _shown(await work_out(state["store"], state["models"], caller.site, query.at_most))


def _shown(worked_out: WorkedOut) -> BudgetRecord:
    found, limits = worked_out.found, worked_out.thresholds
    return BudgetRecord(
        thresholds=None
        if limits is None
        else {label: SentThreshold.model_validate(limit) for label, limit in limits.items()},
        share_unread=found.share_unread,
        bound=found.bound,
        estimate=found.estimate,
        held=found.held,
        drawn=found.drawn,
        needed=found.needed,
        reason=found.reason,
    )
