"""A rescoring in a real browser: it is seen at work, and looked at by axe."""

from typing import Literal

import pytest
from playwright.async_api import expect

from service.domain.policy import Policy, Threshold
from service.domain.sites import Role
from service.moderation.moderators import create_moderator
from service.moderation.rescoring import Rescorer
from service.settings import BulkSettings
from service.store.redis import Store
from tests.console.axe import look_at, needs_axe
from tests.console.browsers import PASSWORD
from tests.console.desks import Desks
from tests.moderation.rescored import judged
from tests.scorers import WordScorer

PAGE = "/console/rescorings"
TEXTS = ("A fine piece.", "hmm, one", "awful")


@needs_axe
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
async def test_it_is_seen_at_work_and_axe_finds_nothing(
    desks: Desks, store: Store, width: int, scheme: Literal["light", "dark"]
) -> None:
    await create_moderator(store, "courier", "ada", PASSWORD, Role.ADMIN)
    await judged(store, *TEXTS)
    loose = Policy(version=2, thresholds={"toxicity": Threshold(hold=0.97)})
    await store.policies.put("courier", loose)
    page = await desks.sit_down("ada", width=width, scheme=scheme)
    await page.goto(PAGE)
    await page.get_by_text("New scores, and new decisions").click()
    await page.get_by_role("button", name="Begin").click()
    state = page.locator("[data-part=state]")
    await expect(state).to_have_text("At work")
    await look_at(page, "a rescoring at work")
    await Rescorer(store, WordScorer(), BulkSettings()).work("courier")
    await expect(state).to_have_text("Done")
    await expect(page.locator("[data-part=figures]")).to_contain_text("3 of 3.")
    await expect(page.get_by_role("button", name="Pause")).to_have_count(0)
    await expect(page.locator("[data-part=figures]")).to_contain_text("held → approved")
    await expect(page.locator(".change")).to_have_count(2)
    await look_at(page, "a rescoring that is done")
    await page.goto(PAGE)
    await look_at(page, "all rescorings")
