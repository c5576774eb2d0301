"""What may be done with models, and what stays behind in the record."""

import asyncio

import pytest

from service.domain.errors import ModelError, NotFoundError
from service.domain.models import Act
from service.domain.setting_changes import About
from service.domain.sites import ALL_SITES, Site
from service.moderation.registry import (
    Wish,
    cast_shadow,
    import_model,
    promote,
    retire,
    roll_back,
)
from service.store.redis import Store
from service.store.setting_changes import SettingQuery
from tests.packages import candidate, imported
from tests.people import ALICE

EVERYWHERE = Wish(ALL_SITES, ALICE)


async def test_what_is_imported_comes_out_as_it_went_in(store: Store) -> None:
    model = await imported(store, "harsh")
    assert await store.models.package(model) == candidate("harsh").package
    assert b"harsh" in candidate("harsh").package.card
    with pytest.raises(ModelError, match="in the record already"):
        await import_model(store, candidate("harsh"), ALICE)


async def test_only_what_is_there_can_be_chosen(store: Store) -> None:
    for choose in (promote, cast_shadow, retire):
        with pytest.raises(NotFoundError, match="no model m-nothing"):
            await choose(store, EVERYWHERE, "m-nothing")


async def test_every_act_is_remembered_with_who_did_it(store: Store, site: Site) -> None:
    harsh, mild = await imported(store, "harsh"), await imported(store, "mild")
    await promote(store, EVERYWHERE, harsh)
    await cast_shadow(store, EVERYWHERE, mild)
    await promote(store, EVERYWHERE, mild)
    await roll_back(store, EVERYWHERE)
    acts = await store.models.acts(ALL_SITES, 4)
    assert [(act.act, act.model, act.before) for act in acts] == [
        (Act.ROLL_BACK, harsh, mild),
        (Act.PROMOTE, mild, harsh),
        (Act.SHADOW, mild, harsh),
        (Act.PROMOTE, harsh, None),
    ]
    assert {act.actor for act in acts} == {ALICE}


async def test_those_whom_a_choice_concerns_hear_of_it(store: Store, site: Site) -> None:
    harsh, mild = await imported(store, "harsh"), await imported(store, "mild")
    await promote(store, EVERYWHERE, harsh)
    await promote(store, Wish(site.name, ALICE), mild)
    await retire(store, Wish(site.name, ALICE), mild)
    await cast_shadow(store, EVERYWHERE, mild)
    events = [event async for some in store.events.after(site.name, "0-0") for event in some]
    assert [(event.name, event.fields["model"]) for event in events] == [
        ("model.promote", harsh),
        ("model.promote", mild),
        ("model.retire", mild),
        ("model.shadow", mild),
    ]
    page = await store.setting_changes.page(site.name, SettingQuery(about=About.MODELS))
    assert [(told.action, told.before, told.after) for told in reversed(page.changes)] == [
        ("promote", None, harsh),
        ("promote", None, mild),
        ("retire", mild, None),
        ("shadow", harsh, harsh),
    ]
    assert {told.actor for told in page.changes} == {ALICE}


async def test_what_is_in_use_is_not_retired(store: Store, site: Site) -> None:
    harsh, mild = await imported(store, "harsh"), await imported(store, "mild")
    await promote(store, EVERYWHERE, harsh)
    await cast_shadow(store, Wish(site.name, ALICE), mild)
    with pytest.raises(ModelError, match=r"in use: \*"):
        await retire(store, EVERYWHERE, harsh)
    with pytest.raises(ModelError, match="in use: courier"):
        await retire(store, EVERYWHERE, mild)


async def test_what_is_retired_leaves_the_record_and_can_be_imported_again(store: Store) -> None:
    model = await imported(store, "harsh")
    await retire(store, EVERYWHERE, model)
    assert await store.models.package(model) is None
    with pytest.raises(ModelError, match="retired; import it again"):
        await promote(store, EVERYWHERE, model)
    await imported(store, "harsh")
    assert (await promote(store, EVERYWHERE, model)).deciding == model


async def test_a_site_retires_no_model_that_is_not_its_own_choice(store: Store, site: Site) -> None:
    model = await imported(store, "harsh")
    await promote(store, EVERYWHERE, model)
    with pytest.raises(ModelError, match="not this site's own choice"):
        await retire(store, Wish(site.name, ALICE), model)


async def test_a_model_is_not_its_own_shadow(store: Store, site: Site) -> None:
    model = await imported(store, "harsh")
    await promote(store, EVERYWHERE, model)
    with pytest.raises(ModelError, match="its own shadow"):
        await cast_shadow(store, Wish(site.name, ALICE), model)


async def test_of_two_who_promote_at_once_each_is_remembered(store: Store) -> None:
    harsh, mild = await imported(store, "harsh"), await imported(store, "mild")
    await asyncio.gather(promote(store, EVERYWHERE, harsh), promote(store, EVERYWHERE, mild))
    choice = (await store.models.choices()).of(ALL_SITES)
    assert {choice.deciding, *choice.earlier} == {harsh, mild, None}
