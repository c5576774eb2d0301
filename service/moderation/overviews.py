"""The registry as a whole, as somebody sees it who chooses models for a site or for all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.models import ModelAct, ModelRecord
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
    own: bool
    """Whether the site has chosen for itself."""
    shadow: str | None
    models: Sequence[ModelRecord]
    history: Sequence[ModelAct]
    """Of the site and of the installation, the last first."""
    processes: int
    following: int
    """Processes that go by what is chosen."""
    troubles: Sequence[Trouble]


async def look_over(store: Store, site: str) -> Overview:
    """Read all there is to know of the models, for a site or for the installation."""
    choices = await store.models.choices()
    chosen, processes = choices.candidates(site)[0], await store.models.processes()
    histories = [await store.models.acts(scope, _HISTORY) for scope in {site, ALL_SITES}]
    acts = sorted((act for acts in histories for act in acts), key=lambda act: act.at, reverse=True)
    return Overview(
        chosen=chosen,
        own=site != ALL_SITES and choices.of(site).deciding is not None,
        shadow=choices.shadow(site),
        models=await store.models.all(),
        history=acts[:_HISTORY],
        processes=len(processes),
        following=sum(chosen in (None, _deciding(process, site)) for process in processes),
        troubles=_troubles(processes),
    )


def _deciding(process: ModelProcess, site: str) -> str | None:
    return process.deciding.get(site) or process.deciding.get(ALL_SITES)


def _troubles(processes: Sequence[ModelProcess]) -> list[Trouble]:
    counted = Counter(pair for process in processes for pair in process.troubles.items())
    return [Trouble(model, why, count) for (model, why), count in sorted(counted.items())]
