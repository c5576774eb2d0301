"""The pages of models in a real browser, looked at by axe, light and dark, wide and narrow."""

from typing import Literal

import pytest

from service.artifacts import load_package
from service.domain.sites import ALL_SITES, Role
from service.moderation.moderators import create_moderator
from service.moderation.registry import Wish, cast_shadow, promote
from service.moderation.scoring import Scoring
from service.moderation.shadowing import Shadowing
from service.settings import WorkSettings
from service.store.redis import Store
from tests.console.axe import look_at, needs_axe
from tests.console.browsers import PASSWORD
from tests.console.desks import Desks
from tests.drafts import accept, draft
from tests.integration.waiting import until
from tests.moderation.test_shadowing import Cast
from tests.packages import candidate, damage, imported
from tests.people import ALICE
from tests.scorers import WordScorer

COURIER = Wish("courier", ALICE)


async def furnish(store: Store) -> str:
    """Have a shadow that differs, and a model that cannot be used; gives the shadow."""
    shadow, broken = await imported(store, "harsh"), await imported(store, "mild")
    await cast_shadow(store, COURIER, shadow)
    await accept(store, "courier", draft("How kind of you."))
    shadowing = Shadowing(store, Cast(load_package(candidate("harsh").package)))
    await Scoring(store, WordScorer(), WorkSettings(), shadowing).score_batch("courier")
    await shadowing.compare_some()
    await damage(store, broken)
    await promote(store, Wish(ALL_SITES, ALICE), broken)
    await promote(store, COURIER, broken)
    return shadow


@needs_axe
@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (360, "light")])
async def test_axe_finds_nothing_on_the_pages_of_models(
    desks: Desks, store: Store, width: int, scheme: Literal["light", "dark"]
) -> None:
    await create_moderator(store, "courier", "ada", PASSWORD, Role.ADMIN)
    shadow = await furnish(store)

    async def is_in_trouble() -> bool:
        return any(process.troubles for process in await store.models.processes())

    await until(is_in_trouble)
    page = await desks.sit_down("ada", width=width, scheme=scheme)
    for path in ("/console/models", f"/console/models/{shadow}"):
        await page.goto(path)
        for details in await page.locator("main details").all():
            await details.locator("summary").click()
        await look_at(page, path)
    await page.goto("/console/models")
    await page.get_by_role("button", name="Roll back").click()
    assert "decides again" in await page.get_by_role("status").first.inner_text()
