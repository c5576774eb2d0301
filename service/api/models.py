"""Models: which there are, which decides, which runs beside it unseen."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import Field

from service.api.dependencies import Administrator, Caller
from service.api.fields import Time
from service.api.problems import may_answer
from service.api.records import ActorRecord
from service.api.schemas import Shown
from service.api.state import State
from service.domain.models import Act, Choice, ModelAct, ModelRecord
from service.domain.sites import ALL_SITES
from service.moderation import registry
from service.moderation.overviews import Overview, look_over
from service.moderation.registry import Wish

router = APIRouter(tags=["models"])

ModelId = Annotated[str, Path(min_length=1, max_length=64)]


class ModelEntry(Shown):
    """A model that the record knows."""

    id: str
    chosen: bool = Field(description="It is to decide here")
    shadow: bool = Field(description="It scores beside the one that decides, unseen")
    added_at: Time
    added_by: str
    retired_at: Time | None = Field(description="Since then it cannot be chosen")
    size: int = Field(description="Bytes of the artifact")
    thresholds: Any = Field(description="What it recommends, by label: `hold` and `reject`")
    metrics: Any = Field(description="By label, measured when it was trained")
    languages: Any = Field(description="How well it tells toxicity in each language it learnt")
    training_rows: Any = None
    versions: Any = Field(None, description="Of the code that made it")


class ActEntry(Shown):
    """Something that was done with a model."""

    act: Act
    model: str | None = Field(description="None: the model that came with Greenroom")
    before: str | None = Field(description="What was chosen to decide until then")
    actor: ActorRecord
    at: Time
    everywhere: bool = Field(description="For the installation, not for one site")


class TroubleEntry(Shown):
    """A model that is chosen and cannot be used."""

    model: str
    why: str
    processes: int = Field(description="How many say so")


class ModelList(Shown):
    """All models, the last that came first, and what goes by them."""

    chosen: str | None = Field(
        description="Is to decide; none: nobody has chosen, and what came with Greenroom decides"
    )
    own: bool = Field(description="The site has chosen for itself, not the installation")
    deciding: str = Field(description="Decides in the process that answers")
    shadow: str | None
    processes: int = Field(description="API and worker processes seen in the last minute")
    following: int = Field(description="Those of them that go by what is chosen")
    troubles: Sequence[TroubleEntry]
    items: Sequence[ModelEntry]
    history: Sequence[ActEntry] = Field(description="The last first, 50 at most")
    next_cursor: None = None


class Chosen(Shown):
    """What is chosen now, for the site or for the installation."""

    deciding: str | None
    shadow: str | None


@router.get("/v1/models", responses=may_answer(401, 403, 503))
async def read_models(caller: Administrator, state: State) -> ModelList:
    """Show all models, and which of them decides on the site; with a key for all, everywhere."""
    overview = await look_over(state["store"], caller.site)
    return ModelList(
        chosen=overview.chosen,
        own=overview.own,
        deciding=state["models"].deciding(caller.site).model_id,
        shadow=overview.shadow,
        processes=overview.processes,
        following=overview.following,
        troubles=[TroubleEntry.model_validate(trouble) for trouble in overview.troubles],
        items=[_entry(model, overview) for model in overview.models],
        history=[_act(act) for act in overview.history],
    )


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


def _wish(caller: Caller) -> Wish:
    return Wish(caller.site, caller.actor)


def _chosen(choice: Choice) -> Chosen:
    return Chosen(deciding=choice.deciding, shadow=choice.shadow)


def _entry(model: ModelRecord, overview: Overview) -> ModelEntry:
    told: Mapping[str, Any] = model.manifest
    return ModelEntry(
        id=model.id,
        chosen=model.id == overview.chosen,
        shadow=model.id == overview.shadow,
        added_at=model.added_at,
        added_by=model.added_by,
        retired_at=model.retired_at,
        size=model.size,
        thresholds=told.get("thresholds"),
        metrics=told.get("development"),
        languages=told.get("languages"),
        training_rows=told.get("training_rows"),
        versions=told.get("versions"),
    )


def _act(act: ModelAct) -> ActEntry:
    return ActEntry(
        act=act.act,
        model=act.model,
        before=act.before,
        actor=ActorRecord.model_validate(act.actor),
        at=act.at,
        everywhere=act.site == ALL_SITES,
    )
