"""Second opinions in a real browser: by the keys of the queue, and never on what was not seen."""

import pytest
from playwright.async_api import Page, expect

from service.domain.policy import Policy
from service.domain.statuses import Action
from service.moderation.deciding import Decision, Seen, decide_all
from service.store.redis import Store
from tests.console.desks import Desks
from tests.console.waiting import hold_all
from tests.people import CHARLIE
from tests.scorers import LabelScorer

PAGE = "/console/opinions"


@pytest.fixture
async def asked(desks: Desks, store: Store) -> None:
    """Two comments that Charlie has rejected; the first may offend."""
    texts = ["A threat, they said.", "hmm, what a piece about gardens."]
    held = await hold_all(store, "courier", texts, LabelScorer())
    policy = await store.policies.current("courier")
    again = Policy(version=policy.version + 1, second_review_share=1.0)
    await store.policies.put("courier", again)
    decision = Decision(action=Action.REJECT, actor=CHARLIE)
    for comment in held:
        await decide_all(store, "courier", [Seen(comment.id, comment.version)], decision)


async def test_doris_gives_two_by_keyboard_and_sees_what_is_blurred_first(
    desks: Desks, store: Store, asked: None
) -> None:
    page = await at(desks)
    await expect(page.locator(".card")).to_have_count(2)
    veil = page.locator(".card .veil").first
    await page.keyboard.press("a")
    await expect(veil).to_have_attribute("open", "")
    assert len(await store.second_reviews.waiting("courier", 9)) == 2
    await page.keyboard.press("a")
    await expect(page.locator(".card")).to_have_count(1)
    await expect(page.locator(".notice")).to_contain_text("Kept.")
    await page.keyboard.press("r")
    await expect(page.locator(".card")).to_have_count(0)
    (dispute,) = (await store.second_reviews.disputes("courier", 9)).values()
    assert dispute[1].by == "doris"


async def test_a_button_shows_what_is_blurred_before_it_counts(
    desks: Desks, store: Store, asked: None
) -> None:
    page = await at(desks, keys="off")
    await page.keyboard.press("s")
    await page.locator(".card .spam").first.click()
    await expect(page.locator(".card .veil").first).to_have_attribute("open", "")
    assert len(await store.second_reviews.waiting("courier", 9)) == 2
    await page.locator(".card .spam").first.click()
    await expect(page.locator(".card")).to_have_count(1)


async def at(desks: Desks, keys: str = "on") -> Page:
    page = await desks.sit_down("doris", keys=keys)
    await page.goto(PAGE)
    await page.wait_for_load_state("load")
    return page
