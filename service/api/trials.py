"""Trying a policy on stored comments before it is put in force."""

from collections.abc import Sequence
from typing import Annotated, Self

from fastapi import APIRouter, Response
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from service.api.bodies import JsonRoute
from service.api.dependencies import SiteAdministrator
from service.api.policy_records import SentPolicy
from service.api.problems import Responses, may_answer
from service.api.rescoring_changes import ChangeRecord
from service.api.rescoring_records import MoveRecord, RescoringRecord, record_of
from service.api.schemas import Sent, Shown
from service.api.state import State
from service.moderation import trials
from service.moderation.trials import Over, Trial

router = APIRouter(tags=["policy"], route_class=JsonRoute)


class SentOver(Sent):
    """Which comments a policy is tried on: one of the two."""

    count: Annotated[int | None, Field(ge=1, le=10_000_000, description="The last so many")] = None
    days: Annotated[float | None, Field(gt=0, le=3_650, description="Those of so many days")] = None

    @model_validator(mode="after")
    def _says_one(self) -> Self:
        if (self.count is None) == (self.days is None):
            raise PydanticCustomError("over", "Give “count” or “days”.")
        return self


class SentTrial(Sent):
    """A policy that is not in force, and what to try it on."""

    policy: SentPolicy
    over: SentOver


class TriedMove(MoveRecord):
    """How many comments would change from one status to another, and the first of them."""

    first: Sequence[ChangeRecord]


class TrialRecord(Shown):
    """What the policy would change."""

    tried: int = Field(description="Comments judged again; what a person decided never is")
    changed: int
    moves: Sequence[TriedMove]


_LARGE: Responses = {
    202: {
        "model": RescoringRecord,
        "description": "Too many to wait for: a rescoring that applies nothing",
        "headers": {"Location": {"description": "Its URL", "schema": {"type": "string"}}},
    }
}


@router.post(
    "/v1/policy/trials",
    response_model=TrialRecord,
    responses=_LARGE | may_answer(401, 403, 413, 415, 422, 503),
)
async def try_policy(sent: SentTrial, caller: SiteAdministrator, state: State) -> Response:
    """Judge stored comments by a policy, by the scores they have; nothing of it is kept.

    Up to 5,000 comments are tried at once. More become a rescoring that applies nothing: 202.
    """
    store, site = state["store"], caller.site
    policy, over = sent.policy.as_policy(), Over(count=sent.over.count, days=sent.over.days)
    if await trials.is_small(store, site, over):
        trial = await trials.try_policy(store, state["models"], site, policy, over)
        return _json(_shown(trial), 200)
    rescoring = await trials.order_trial(store, site, caller.actor, policy, over)
    answer = _json(record_of(rescoring), 202)
    answer.headers["Location"] = f"/v1/rescorings/{rescoring.id}"
    return answer


def _shown(trial: Trial) -> TrialRecord:
    moves = [
        TriedMove(
            before=before,
            after=after,
            count=move.count,
            first=[ChangeRecord.model_validate(change) for change in move.first],
        )
        for (before, after), move in sorted(trial.moves.items())
    ]
    return TrialRecord(tried=trial.tried, changed=trial.changed, moves=moves)


def _json(model: Shown, status: int) -> Response:
    return Response(model.model_dump_json(by_alias=True), status, media_type="application/json")
