"""/console/models: administrators choose models for their site, without a script."""

from collections.abc import AsyncIterator
from functools import partial

import pytest

from service.artifacts import load_package
from service.domain.models import Act
from service.domain.sites import ALL_SITES, Role, Site
from service.moderation.moderators import create_moderator
from service.moderation.registry import Wish, promote
from service.moderation.scoring import Scoring
from service.moderation.shadowing import Shadowing
from service.settings import Settings, WorkSettings
from service.store.redis import Store
from tests.console.browsers import PASSWORD, Browser
from tests.drafts import accept, draft
from tests.integration.waiting import until
from tests.moderation.test_shadowing import Cast
from tests.packages import candidate, imported
from tests.people import ALICE
from tests.scorers import WordScorer
from tests.serving import serving

PAGE = "/console/models"


@pytest.fixture
async def doris(store: Store, site: Site, settings: Settings) -> AsyncIterator[Browser]:
    """Administers the Courier."""
    await create_moderator(store, site.name, "doris", PASSWORD, Role.ADMIN)
    async with serving(settings) as client:
        browser = Browser(client)
        await browser.sign_in("courier", "doris")
        yield browser


async def chosen(store: Store, site: str = "courier") -> tuple[str | None, str | None]:
    choice = (await store.models.choices()).of(site)
    return choice.deciding, choice.shadow


async def test_doris_promotes_casts_drops_and_rolls_back(doris: Browser, store: Store) -> None:
    model = await imported(store, "harsh")
    assert model in (await doris.get(PAGE)).text
    answer = await doris.press(PAGE, act="promote")
    assert "decides on new comments" in (await doris.follow(answer)).text
    assert await chosen(store) == (model, None)
    answer = await doris.press(PAGE, act="roll_back")
    assert "decides again" in (await doris.follow(answer)).text
    assert await chosen(store) == (None, None)
    await doris.follow(await doris.post(PAGE, **_with(doris, model, Act.SHADOW)))
    assert await chosen(store) == (None, model)
    await doris.follow(await doris.post(PAGE, **_with(doris, model, Act.RETIRE)))
    assert await chosen(store) == (None, None)
    assert {act.actor.id for act in await store.models.acts("courier", 10)} == {"doris"}


async def test_what_has_changed_since_doris_looked_is_told(doris: Browser, store: Store) -> None:
    model = await imported(store, "harsh")
    await doris.get(PAGE)
    await promote(store, Wish("courier", ALICE), model)
    answer = await doris.press(PAGE, act="promote")
    assert "Nothing was changed" in (await doris.follow(answer)).text


async def test_an_act_that_is_none_is_refused(doris: Browser, store: Store) -> None:
    await imported(store, "harsh")
    await doris.get(PAGE)
    assert (await doris.press(PAGE, act="explode")).status_code == 422


async def test_nobody_below_an_administrator_sees_or_chooses_models(
    alice: Browser, store: Store
) -> None:
    model = await imported(store, "harsh")
    page = await alice.get("/console")
    assert PAGE not in page.text
    assert (await alice.get(PAGE)).status_code == 403
    assert (await alice.get(f"{PAGE}/{model}")).status_code == 403
    await alice.get("/console")
    token = alice.form("/console/sign-out")["form_token"]
    sent = {"form_token": token, "model": model, "act": "promote"}
    assert (await alice.post(PAGE, **sent)).status_code == 403
    assert await chosen(store) == (None, None)


async def test_a_choice_for_all_sites_is_told_as_such(doris: Browser, store: Store) -> None:
    model = await imported(store, "harsh")
    await promote(store, Wish(ALL_SITES, ALICE), model)

    async def is_followed() -> bool:
        return "1 of 1 processes" in (await doris.get(PAGE)).text

    await until(is_followed, within_s=5)
    text = (await doris.get(PAGE)).text
    assert "chosen for all sites" in text
    assert "for all sites" in text.partition('id="acts"')[2]


async def test_the_comments_that_a_shadow_differs_on_are_shown_with_their_text(
    doris: Browser, store: Store
) -> None:
    model = await imported(store, "harsh")
    await until(partial(_reported, store), within_s=5)
    await doris.get(PAGE)
    await doris.post(PAGE, **_with(doris, model, Act.SHADOW))
    sent = await accept(store, "courier", draft("How <b>kind</b> of you."))
    scorer = load_package(candidate("harsh").package)
    shadowing = Shadowing(store, Cast(scorer))
    await Scoring(store, WordScorer(), WorkSettings(), shadowing).score_batch("courier")
    assert await shadowing.compare_some()
    text = (await doris.get(PAGE)).text
    assert "1 comment was judged by both. They said the same of 0.0%" in " ".join(text.split())
    text = (await doris.get(f"{PAGE}/{model}")).text
    assert "How &lt;b&gt;kind&lt;/b&gt; of you." in text
    assert f"/console/comments/{sent.id}" in text
    assert "A harsh model for tests." in text


def _with(browser: Browser, model: str, act: Act) -> dict[str, str]:
    token = browser.form("/console/sign-out")["form_token"]
    return {"form_token": token, "model": model, "act": act}


async def _reported(store: Store) -> bool:
    return bool(await store.models.processes())
