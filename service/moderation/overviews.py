"""The registry as a whole, as somebody sees it who chooses models for a site or for all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.domain.comments import Comment
from service.domain.errors import NotFoundError
from service.domain.models import Choice, ModelAct, ModelRecord
from service.domain.shadows import Difference, SideBySide, joined
from service.domain.sites import ALL_SITES
from service.store.models import ModelProcess
from service.store.redis import Store

_HISTORY = 50


@dataclass(frozen=True, slots=True)
class Trouble:
    """A model that is chosen and cannot be used."""

    model: str
    why: str
    processes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What there is, what is chosen, and what goes by it."""

    chosen: str | None
    """None: nobody has chosen; the model decides that each process came with."""
    deciding: str | None
    """What most processes go by; None: none has said."""
    choice: Choice
    """Of the site itself, or of the installation."""
    shadow: str | None
    models: Sequence[ModelRecord]
    history: Sequence[ModelAct]
    """Of the site and of the installation, the last first."""
    processes: int
    following: int
    """Processes that go by what is chosen."""
    troubles: Sequence[Trouble]
    agreements: Mapping[str, SideBySide]
    """Of models that were a shadow of the one that decides, with it."""


@dataclass(frozen=True, slots=True)
class Differing:
    """A comment on which two models differ, as it is now; None: it is gone."""

    difference: Difference
    comment: Comment | None


async def look_over(store: Store, site: str) -> Overview:
    """Read all there is to know of the models, for a site or for the installation."""
    choices, models = await store.models.choices(), await store.models.all()
    chosen, processes = choices.candidates(site)[0], await store.models.processes()
    deciding = _most(processes, site) or chosen
    histories = [await store.models.acts(scope, _HISTORY) for scope in {site, ALL_SITES}]
    acts = sorted((act for acts in histories for act in acts), key=lambda act: act.at, reverse=True)
    return Overview(
        chosen=chosen,
        deciding=deciding,
        choice=choices.of(site),
        shadow=choices.shadow(site),
        models=models,
        history=acts[:_HISTORY],
        processes=len(processes),
        following=sum(chosen in (None, _deciding(process, site)) for process in processes),
        troubles=_troubles(processes),
        agreements=await _compare(store, site, deciding, models) if deciding else {},
    )


async def read_differences(
    store: Store, site: str, model: str, *, limit: int, cursor: str | None = None
) -> tuple[list[Differing], str | None]:
    """Read the comments on which a shadow differs from what decides now, the last first.

    Raises
    ------
    InvalidError
        The cursor is not one of this list.
    NotFoundError
        There is no such model.
    """
    if await store.models.find(model) is None:
        raise NotFoundError(f"There is no model {model}.")
    chosen = (await store.models.choices()).candidates(site)[0]
    deciding = _most(await store.models.processes(), site) or chosen or ""
    found, after = await store.agreements.differences(site, (deciding, model), limit, cursor)
    comments = await store.comments.get_many(site, [difference.comment for difference in found])
    return [Differing(*pair) for pair in zip(found, comments, strict=True)], after


async def read_card(store: Store, model: str) -> str:
    """Read what people should know of a model, in Markdown.

    Raises
    ------
    NotFoundError
        There is no such model, or it is retired.
    """
    card = await store.models.card(model)
    if card is None:
        raise NotFoundError(f"There is no model {model} in the record.")
    return card


async def _compare(
    store: Store, site: str, deciding: str, models: Sequence[ModelRecord]
) -> dict[str, SideBySide]:
    sites = await store.sites.names() if site == ALL_SITES else [site]
    compared = {}
    for model in models if sites else ():
        figures = [await store.agreements.read(name, deciding, model.id) for name in sites]
        together = joined(figures)
        if together.since is not None:
            compared[model.id] = together
    return compared


def _most(processes: Sequence[ModelProcess], site: str) -> str | None:
    said = Counter(filter(None, (_deciding(process, site) for process in processes)))
    return said.most_common(1)[0][0] if said else None


def _deciding(process: ModelProcess, site: str) -> str | None:
    return process.deciding.get(site) or process.deciding.get(ALL_SITES)


def _troubles(processes: Sequence[ModelProcess]) -> list[Trouble]:
    counted = Counter(pair for process in processes for pair in process.troubles.items())
    return [Trouble(model, why, count) for (model, why), count in sorted(counted.items())]
