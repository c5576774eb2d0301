"""A process follows what is chosen, and goes on with what it has when that cannot be had."""

from collections.abc import Awaitable, Callable

import pytest

from service.artifacts import load_package
from service.domain.errors import ModelError, NotFoundError
from service.domain.sites import ALL_SITES, Site
from service.moderation import shelf as shelf_module
from service.moderation.registry import Wish, cast_shadow, promote, retire, roll_back
from service.moderation.shelf import Shelf
from service.moderation.sites import create_site
from service.store.redis import Store
from tests.packages import age, candidate, damage, imported
from tests.people import ALICE
from tests.scorers import WordScorer
from tests.servers import Server

EVERYWHERE = Wish(ALL_SITES, ALICE)


@pytest.fixture(autouse=True)
def looks_whenever_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf_module, "LOOKS_EVERY_S", 0)


@pytest.fixture
def shelf(store: Store) -> Shelf:
    return Shelf(store, WordScorer(), load_package)


async def decides(shelf: Shelf, site: str = "courier") -> str:
    await shelf.look()
    return shelf.deciding(site).model_id


async def test_what_it_came_with_decides_until_another_is_promoted(
    store: Store, shelf: Shelf
) -> None:
    assert await decides(shelf) == "m-words"
    model = await imported(store, "harsh")
    assert await decides(shelf) == "m-words"
    await promote(store, EVERYWHERE, model)
    assert await decides(shelf) == model
    assert float(shelf.deciding("courier").score(["How kind of you."]).min()) > 0.5
    await roll_back(store, EVERYWHERE)
    assert await decides(shelf) == "m-words"


async def test_two_sites_may_go_by_two_models(store: Store, shelf: Shelf, site: Site) -> None:
    await create_site(store, "gazette", "The Gazette", [])
    harsh, mild = await imported(store, "harsh"), await imported(store, "mild")
    await promote(store, EVERYWHERE, harsh)
    await promote(store, Wish("gazette", ALICE), mild)
    assert [await decides(shelf, name) for name in ("courier", "gazette")] == [harsh, mild]
    await retire(store, Wish("gazette", ALICE), mild)
    assert await decides(shelf, "gazette") == harsh


async def test_a_batch_keeps_the_model_it_began_with(store: Store, shelf: Shelf) -> None:
    begun = shelf.deciding("courier")
    await promote(store, EVERYWHERE, await imported(store, "harsh"))
    await shelf.look()
    assert begun.model_id == "m-words"
    assert begun.score(["awful"])[0, 0] == pytest.approx(0.95)


@pytest.mark.parametrize(
    ("spoil", "why"), [(damage, "damaged"), (age, "has format 99; this Greenroom reads")]
)
async def test_the_old_one_goes_on_when_the_new_one_cannot_be_used_and_it_is_said(
    store: Store, shelf: Shelf, spoil: Callable[[Store, str], Awaitable[None]], why: str
) -> None:
    good, bad = await imported(store, "mild"), await imported(store, "harsh")
    await promote(store, EVERYWHERE, good)
    await spoil(store, bad)
    await promote(store, EVERYWHERE, bad)
    assert await decides(shelf) == good
    (process,) = await store.models.processes()
    assert process.deciding == {ALL_SITES: good}
    assert why in process.troubles[bad]


async def test_a_process_that_starts_then_goes_by_what_decided_before_too(
    store: Store, shelf: Shelf
) -> None:
    good, bad = await imported(store, "mild"), await imported(store, "harsh")
    await promote(store, EVERYWHERE, good)
    await promote(store, EVERYWHERE, bad)
    await damage(store, bad)
    assert await decides(shelf) == good


async def test_a_model_that_is_mended_is_used_after_a_while(
    store: Store, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf_module, "_RETRIES_AFTER_S", 0)
    model = await imported(store, "harsh")
    await damage(store, model)
    await promote(store, EVERYWHERE, model)
    assert await decides(shelf) == "m-words"
    await store.connection.call(
        "HSET", f"gr:{{*}}:model:{model}", "weights", candidate("harsh").package.weights
    )
    assert await decides(shelf) == model


async def test_what_it_has_decides_while_the_record_is_away(server: Server, store: Store) -> None:
    shelf = Shelf(store, WordScorer(), load_package)
    model = await imported(store, "harsh")
    await promote(store, EVERYWHERE, model)
    await shelf.look()
    server.kill()
    assert await decides(shelf) == model


async def test_a_shadow_is_given_where_it_is_chosen_and_never_the_one_that_decides(
    store: Store, shelf: Shelf
) -> None:
    model = await imported(store, "harsh")
    await cast_shadow(store, Wish("courier", ALICE), model)
    await shelf.look()
    shadow = shelf.shadow("courier")
    assert shadow is not None
    assert shadow.model_id == model
    assert shelf.shadow("gazette") is None
    await promote(store, EVERYWHERE, model)
    await shelf.look()
    assert shelf.shadow("courier") is None


async def test_any_model_can_be_had_by_its_id(store: Store, shelf: Shelf) -> None:
    harsh, mild = await imported(store, "harsh"), await imported(store, "mild")
    assert (await shelf.get(harsh)).model_id == harsh
    assert await shelf.get(harsh) is await shelf.get(harsh)
    assert (await shelf.get("m-words")).model_id == "m-words"
    await damage(store, mild)
    with pytest.raises(ModelError, match="damaged"):
        await shelf.get(mild)
    with pytest.raises(NotFoundError):
        await shelf.get("m-nothing")


async def test_what_a_process_came_with_is_put_into_the_record(store: Store) -> None:
    brought = candidate("mild")
    scorer = load_package(brought.package)
    for _ in range(2):
        await Shelf(store, scorer, load_package, lambda: brought).look()
    assert [model.id for model in await store.models.all()] == [brought.id]
