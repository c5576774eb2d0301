"""The policy in a real browser: tried on comments before it is saved; looked at by axe."""

from typing import Literal

import pytest
from playwright.async_api import Page, expect

from service.domain.policy import Policy
from service.domain.sites import Role
from service.domain.words import Word
from service.moderation.moderators import create_moderator
from service.moderation.policies import change_policy
from service.moderation.words import add_words
from service.store.redis import Store
from tests.console.axe import look_at, needs_axe
from tests.console.browsers import PASSWORD
from tests.console.desks import Desks
from tests.moderation.rescored import judged
from tests.people import ALICE

PAGE = "/console/policy"


async def furnish(store: Store) -> None:
    await create_moderator(store, "courier", "ada", PASSWORD, Role.ADMIN)
    endless = ("chairs", "o" * 200, "\u202eturned")
    words = [Word(phrase=phrase, created_at=1, by="alice", note="n" * 200) for phrase in endless]
    await add_words(store, "courier", words)
    await judged(store, "A fine piece.", "hmm, an odd piece.", "awful")
    await change_policy(store, "courier", Policy(max_links=9), ALICE, seen=1)


async def try_it(page: Page) -> None:
    """Try a policy that holds next to nothing."""
    await page.goto(PAGE)
    await page.locator("[id='hold.toxicity']").fill("0.97")
    await page.get_by_role("button", name="Try it").click()
    await page.get_by_role("heading", name="What it would do").wait_for()


async def test_a_policy_is_tried_before_it_is_saved(desks: Desks, store: Store) -> None:
    await furnish(store)
    page = await desks.sit_down("ada")
    await page.goto(PAGE)
    line = page.locator("#spread-toxicity-hold-line")
    await expect(line).to_have_attribute("x", "40.0%")
    await page.locator("[id='hold.toxicity']").fill("0.97")
    await expect(line).to_have_attribute("x", "97%")
    await expect(page.locator("#spread-toxicity-reject-line")).to_be_hidden()
    await page.keyboard.press("Enter")  # sends nothing: what is saved is saved by its button
    await expect(page.get_by_role("heading", name="What it would do")).to_have_count(0)
    await try_it(page)
    trial = page.get_by_role("region", name="What it would do")
    await expect(trial).to_contain_text("2 would be decided otherwise.")
    await trial.get_by_text("held → approved: 1").click()
    await expect(trial).to_contain_text("hmm, an odd piece.")
    assert (await store.policies.current("courier")).version == 2
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("status").first).to_contain_text("Saved.")
    kept = await store.policies.current("courier")
    assert (kept.version, kept.by, kept.thresholds["toxicity"].hold) == (3, "ada", 0.97)


async def test_it_is_tried_and_saved_without_a_script_as_well(desks: Desks, store: Store) -> None:
    await furnish(store)
    page = await desks.sit_down("ada", scripts=False)
    await try_it(page)
    trial = page.get_by_role("region", name="What it would do")
    await expect(trial).to_contain_text("2 would be decided otherwise.")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("status").first).to_contain_text("Saved.")
    assert (await store.policies.current("courier")).thresholds["toxicity"].hold == 0.97


@needs_axe
@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (360, "light")])
async def test_axe_finds_nothing_on_the_pages_of_the_policy(
    desks: Desks, store: Store, width: int, scheme: Literal["light", "dark"]
) -> None:
    await furnish(store)
    page = await desks.sit_down("ada", width=width, scheme=scheme)
    await try_it(page)
    await page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    await look_at(page, "a trial")
    await page.locator("#max_links").fill("-1")
    await page.evaluate("document.querySelector('form.policy').noValidate = true")
    await page.get_by_role("button", name="Save").click()
    await page.get_by_role("alert").wait_for()
    await look_at(page, "a figure that makes no sense")
    for path in (f"{PAGE}/versions", "/console/words"):
        await page.goto(path)
        await look_at(page, path)
