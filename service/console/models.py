"""/console/models: which models there are, which decides, and how a shadow does beside it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from service.api.state import State
from service.console.returning import HOME, Said, go
from service.console.routes import PageRoute
from service.console.senders import Sent
from service.console.texts import fold, make_visible
from service.console.visitors import Desk, permitted
from service.domain.comments import Comment
from service.domain.errors import InvalidError, ModelError, OutdatedError
from service.domain.models import Act, Choice, ModelRecord
from service.domain.permissions import Permission
from service.domain.shadows import Difference, SideBySide
from service.moderation import registry
from service.moderation.overviews import Differing, Overview, look_over, read_differences
from service.moderation.registry import Wish

router = APIRouter(prefix=HOME, route_class=PageRoute)

Curator = Annotated[Desk, Depends(permitted(Permission.MODELS))]
"""A person who may choose models."""

_PAGE = f"{HOME}/models"
_AT_ONCE = 25
_SAID = {
    Act.PROMOTE: Said.MODEL_PROMOTED,
    Act.SHADOW: Said.MODEL_SHADOWS,
    Act.RETIRE: Said.MODEL_DROPPED,
    Act.ROLL_BACK: Said.MODEL_ROLLED_BACK,
}


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A model, and what may be done with it on this site."""

    model: ModelRecord
    decides: bool
    is_shadow: bool
    acts: tuple[Act, ...]
    figures: SideBySide | None

    @classmethod
    def of(cls, model: ModelRecord, overview: Overview) -> "ModelCard":
        """Put a model the way it is shown."""
        decides = model.id == overview.deciding
        is_shadow = model.id == overview.shadow and not decides
        return cls(
            model,
            decides,
            is_shadow,
            _acts(model, overview) if model.retired_at is None else (),
            overview.agreements.get(model.id),
        )


@dataclass(frozen=True, slots=True)
class DifferingCard:
    """A comment on which two models differ; its text, if there is any left."""

    difference: Difference
    comment: Comment | None
    lead: str

    @classmethod
    def of(cls, differing: Differing) -> "DifferingCard":
        """Put a difference the way it is shown."""
        comment = differing.comment
        text = make_visible(comment.text) if comment else ""
        return cls(differing.difference, comment if text else None, fold(text)[0])


@router.get("/models")
async def show_models(desk: Curator, state: State, said: Said | None = None) -> Response:
    """Show all models, what goes by them, and what was done with them."""
    overview = await look_over(state["store"], desk.site)
    cards = [ModelCard.of(model, overview) for model in overview.models]
    return desk.page("models.html", overview=overview, cards=cards, said=said)


@router.get("/models/{model_id}")
async def show_model(
    model_id: Annotated[str, Path(max_length=64)],
    desk: Curator,
    state: State,
    after: Annotated[str | None, Query(max_length=40)] = None,
) -> Response:
    """Show the card of a model, and what it would have decided otherwise as a shadow."""
    found, cursor = await read_differences(
        state["store"], desk.site, model_id, limit=_AT_ONCE, cursor=after
    )
    cards = [DifferingCard.of(one) for one in found]
    card = make_visible(await state["store"].models.card(model_id) or "")
    return desk.page("model.html", model=model_id, card=card, cards=cards, after=cursor)


@router.post("/models")
async def post_choice(sent: Sent, state: State) -> Response:
    """Choose for the site; what cannot be done any more is said."""
    sent.desk.who.require(Permission.MODELS)
    wish = Wish(sent.desk.site, sent.desk.actor)
    act, choose = _read(sent.form.get("act", ""), sent.form.get("model", "")[:64])
    try:
        await choose(state["store"], wish)
    except (ModelError, OutdatedError):
        return go(_PAGE, said=Said.MODEL_NOT_CHOSEN)
    return go(_PAGE, said=_SAID[act])


def _read(act: str, model: str) -> tuple[Act, Callable[..., Awaitable[Choice]]]:
    match act:
        case Act.PROMOTE:
            return Act.PROMOTE, partial(registry.promote, model=model)
        case Act.SHADOW:
            return Act.SHADOW, partial(registry.cast_shadow, model=model)
        case Act.RETIRE:
            return Act.RETIRE, partial(registry.retire, model=model)
        case Act.ROLL_BACK:
            return Act.ROLL_BACK, registry.roll_back
    raise InvalidError


def _acts(model: ModelRecord, overview: Overview) -> tuple[Act, ...]:
    own, chosen = overview.choice, model.id == overview.chosen
    offered = {
        Act.PROMOTE: not chosen,
        Act.SHADOW: not chosen and model.id not in (overview.shadow, overview.deciding),
        Act.RETIRE: model.id in (own.deciding, own.shadow),
    }
    return tuple(act for act, is_offered in offered.items() if is_offered)
