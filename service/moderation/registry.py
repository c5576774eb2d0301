"""The registry: which models there are, which of them decides where, and what was done with them.

A site chooses for itself or, as most do, goes by the installation's choice. A choice is made from
the choices that were seen, in one step; processes follow it within seconds (`shelf`).
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from service.clock import now_ms
from service.domain.audit import Actor
from service.domain.errors import ModelError, NotFoundError, OutdatedError
from service.domain.models import Act, Choice, Choices, ModelAct, ModelRecord, Package
from service.domain.setting_changes import About, SettingChange
from service.domain.sites import ALL_SITES
from service.store.redis import Store

_TRIES = 5

Plan = tuple[Choice, str | None, ModelRecord | None]
"""The new choice, the model that the act is about, and one that is to be retired."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An artifact that was looked at and found good."""

    id: str
    manifest: Mapping[str, object]
    package: Package


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants something for which site; `ALL_SITES` is the installation."""

    site: str
    actor: Actor


async def import_model(store: Store, found: Candidate, actor: Actor) -> ModelRecord:
    """Put a model into the record, for all sites; nothing goes by it yet.

    Raises
    ------
    ModelError
        It is there already.
    """
    known = await store.models.find(found.id)
    if known is not None and known.retired_at is None:
        raise ModelError(f"{found.id} is in the record already.")
    act = _act(Wish(ALL_SITES, actor), Act.IMPORT, found.id, None)
    record = ModelRecord(
        id=found.id,
        manifest=found.manifest,
        size=found.package.size,
        added_at=act.at,
        added_by=actor.id,
    )
    await store.models.add(record, found.package, act)
    return record


async def promote(store: Store, wish: Wish, model: str) -> Choice:
    """Let a model decide.

    Raises
    ------
    NotFoundError
        There is no such model.
    ModelError
        It decides already, or is retired.
    """

    async def plan(choices: Choices) -> Plan:
        await _there(store, model)
        return choices.of(wish.site).promote(model), model, None

    return await _choose(store, wish, Act.PROMOTE, plan)


async def cast_shadow(store: Store, wish: Wish, model: str) -> Choice:
    """Let a model score beside the one that decides, unseen.

    Raises
    ------
    NotFoundError
        There is no such model.
    ModelError
        It is the shadow already, it decides, or it is retired.
    """

    async def plan(choices: Choices) -> Plan:
        await _there(store, model)
        if model == choices.candidates(wish.site)[0]:
            raise ModelError(f"{model} decides; it cannot be its own shadow.")
        return choices.of(wish.site).cast(model), model, None

    return await _choose(store, wish, Act.SHADOW, plan)


async def roll_back(store: Store, wish: Wish) -> Choice:
    """Let decide what did before the last promotion.

    Raises
    ------
    ModelError
        Nothing has decided before.
    """

    async def plan(choices: Choices) -> Plan:
        there = {model.id for model in await store.models.all() if model.retired_at is None}
        choice = choices.of(wish.site).roll_back(there)
        return choice, choice.deciding, None

    return await _choose(store, wish, Act.ROLL_BACK, plan)


async def retire(store: Store, wish: Wish, model: str) -> Choice:
    """Do without a model: on a site as its own choice; for the installation, wholly.

    The installation's retired models leave the record; they can be imported again.

    Raises
    ------
    NotFoundError
        There is no such model.
    ModelError
        It is retired already, not the site's own choice, or in use.
    """

    async def plan(choices: Choices) -> Plan:
        record = await _there(store, model)
        own = choices.of(wish.site)
        if wish.site != ALL_SITES:
            if model not in (own.deciding, own.shadow):
                raise ModelError(f"{model} is not this site's own choice.")
            return own.drop(model), model, None
        users = choices.users(model) - ({ALL_SITES} if own.deciding != model else set())
        users &= {ALL_SITES, *await store.sites.names()}
        if users:
            raise ModelError(f"{model} is in use: {', '.join(sorted(users))}.")
        return own.drop(model), model, replace(record, retired_at=now_ms())

    return await _choose(store, wish, Act.RETIRE, plan)


async def _choose(
    store: Store, wish: Wish, act: Act, plan: Callable[[Choices], Awaitable[Plan]]
) -> Choice:
    """Plan a choice from those that are seen, and put it in force if they are the same still."""
    for _ in range(_TRIES):
        choices = await store.models.choices()
        choice, model, retired = await plan(choices)
        done = _act(wish, act, model, choices.of(wish.site).deciding)
        if await store.models.choose(choices.version, choice, done, retired):
            await _tell(store, done, choice, await _listeners(store, wish.site, choices))
            return choice
    raise OutdatedError("Others are choosing models at the same time; look again.")


async def _tell(store: Store, act: ModelAct, choice: Choice, sites: list[str]) -> None:
    """Tell the sites that an act concerns: those who listen now, and those who look later."""
    await store.models.announce(act, sites)
    change = SettingChange(
        about=About.MODELS,
        subject=act.model or "default",
        action=act.act,
        actor=act.actor,
        before=act.before,
        after=choice.deciding,
    )
    for site in sites:
        await store.setting_changes.note(site, change)


async def _listeners(store: Store, site: str, choices: Choices) -> list[str]:
    """Name the sites that a choice concerns."""
    if site != ALL_SITES:
        return [site]
    return [name for name in await store.sites.names() if choices.of(name).deciding is None]


async def _there(store: Store, model: str) -> ModelRecord:
    record = await store.models.find(model)
    if record is None:
        raise NotFoundError(f"There is no model {model}.")
    if record.retired_at is not None:
        raise ModelError(f"{model} is retired; import it again.")
    return record


def _act(wish: Wish, act: Act, model: str | None, before: str | None) -> ModelAct:
    return ModelAct(
        site=wish.site, act=act, model=model, before=before, actor=wish.actor, at=now_ms()
    )
