"""Models: which there are, which decides, which runs beside it unseen."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import PlainTextResponse

from service.api.dependencies import Administrator, Caller, SiteAdministrator
from service.api.model_records import (
    Chosen,
    Differences,
    ModelList,
    TroubleEntry,
    act_entry,
    difference_entry,
    model_entry,
)
from service.api.paging import PageQuery
from service.api.problems import may_answer
from service.api.state import State
from service.domain.models import Choice
from service.domain.sites import ALL_SITES
from service.moderation import registry
from service.moderation.overviews import look_over, read_card, read_differences
from service.moderation.registry import Wish

router = APIRouter(tags=["models"])


class ModelCard(PlainTextResponse):
    """What people should know of a model."""

    media_type = "text/markdown"


ModelId = Annotated[str, Path(min_length=1, max_length=64)]


@router.get("/v1/models", responses=may_answer(401, 403, 503))
async def read_models(caller: Administrator, state: State) -> ModelList:
    """Show all models, and which of them decides on the site; with a key for all, everywhere."""
    overview = await look_over(state["store"], caller.site)
    return ModelList(
        chosen=overview.chosen,
        own=caller.site != ALL_SITES and overview.choice.deciding is not None,
        deciding=state["models"].deciding(caller.site).model_id,
        shadow=overview.shadow,
        processes=overview.processes,
        following=overview.following,
        troubles=[TroubleEntry.model_validate(trouble) for trouble in overview.troubles],
        items=[model_entry(model, overview) for model in overview.models],
        history=[act_entry(act) for act in overview.history],
    )


@router.get(
    "/v1/models/{model_id}/card",
    response_class=ModelCard,
    responses=may_answer(401, 403, 404, 422, 503),
)
async def read_model_card(model_id: ModelId, _caller: Administrator, state: State) -> ModelCard:
    """Show the model card: what the model is for, what it was made from, how well it does."""
    return ModelCard(await read_card(state["store"], model_id))


@router.post("/v1/models/{model_id}/promote", responses=may_answer(401, 403, 404, 409, 422, 503))
async def promote_model(model_id: ModelId, caller: Administrator, state: State) -> Chosen:
    """Let a model decide; all processes go by it within five seconds.

    A site's key chooses for the site; a key for all sites for every site that has not chosen.
    """
    return _chosen(await registry.promote(state["store"], _wish(caller), model_id))


@router.post("/v1/models/{model_id}/shadow", responses=may_answer(401, 403, 404, 409, 422, 503))
async def shadow_model(model_id: ModelId, caller: Administrator, state: State) -> Chosen:
    """Let a model score beside the one that decides, unseen; `retire` ends it."""
    return _chosen(await registry.cast_shadow(state["store"], _wish(caller), model_id))


@router.post("/v1/models/{model_id}/retire", responses=may_answer(401, 403, 404, 409, 422, 503))
async def retire_model(model_id: ModelId, caller: Administrator, state: State) -> Chosen:
    """Do without a model.

    A site drops its own choice and goes by the installation's again. With a key for all sites
    the model leaves the record, unless it is in use.
    """
    return _chosen(await registry.retire(state["store"], _wish(caller), model_id))


@router.post("/v1/models/rollback", responses=may_answer(401, 403, 409, 503))
async def roll_back(caller: Administrator, state: State) -> Chosen:
    """Let decide what did before the last promotion; called again, what did before that."""
    return _chosen(await registry.roll_back(state["store"], _wish(caller)))


@router.get("/v1/models/{model_id}/differences", responses=may_answer(401, 403, 404, 422, 503))
async def read_model_differences(
    model_id: ModelId,
    caller: SiteAdministrator,
    state: State,
    query: Annotated[PageQuery, Query()],
) -> Differences:
    """Show the comments that a shadow would have decided otherwise than what decides now."""
    found, cursor = await read_differences(
        state["store"], caller.site, model_id, limit=query.limit, cursor=query.cursor
    )
    return Differences(items=[difference_entry(one) for one in found], next_cursor=cursor)


def _wish(caller: Caller) -> Wish:
    return Wish(caller.site, caller.actor)


def _chosen(choice: Choice) -> Chosen:
    return Chosen(deciding=choice.deciding, shadow=choice.shadow)
