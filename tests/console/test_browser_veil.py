"""What is blurred is seen before it is decided."""

import pytest
from playwright.async_api import expect

from service.domain.statuses import Status
from service.store.redis import Store
from tests.console.desks import Desks
from tests.console.waiting import hold
from tests.drafts import found
from tests.scorers import LabelScorer


async def threatened(store: Store) -> str:
    return (await hold(store, "courier", "A threat, they said.", LabelScorer())).id


@pytest.mark.parametrize("key", ["a", "r", "s"])
async def test_a_key_shows_what_is_severe_and_the_next_decides(
    desks: Desks, store: Store, key: str
) -> None:
    comment = await threatened(store)
    page = await desks.sit_down()
    await expect(page.locator(".card .lift")).to_contain_text("threat")
    await page.keyboard.press(key)
    await expect(page.locator(".toast")).to_contain_text("press again to decide")
    await expect(page.get_by_text("A threat, they said.").last).to_be_visible()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert (await found(store, "courier", comment)).status is Status.HELD
    await page.keyboard.press(key)
    if key == "r":
        await page.keyboard.press("1")
    await expect(page.locator(".toast button")).to_be_visible()
    assert (await found(store, "courier", comment)).status is not Status.HELD


async def test_neither_a_button_nor_a_selection_decides_unseen(desks: Desks, store: Store) -> None:
    comment = await threatened(store)
    page = await desks.sit_down()
    await page.locator(".card .approve").click()
    await expect(page.locator(".veil")).to_have_attribute("open", "")
    await page.reload()
    await page.locator(".is-ready").wait_for()
    await page.keyboard.press("x")
    await page.keyboard.press("A")
    await expect(page.locator(".veil")).to_have_attribute("open", "")
    assert (await found(store, "courier", comment)).status is Status.HELD
    await page.keyboard.press("A")
    await expect(page.locator(".toast")).to_contain_text("Approved.")


async def test_what_is_less_than_severe_is_not_blurred_unless_they_want_it(
    desks: Desks, store: Store
) -> None:
    await hold(store, "courier", "hmm, a piece.")
    page = await desks.sit_down()
    await expect(page.locator(".veil")).to_have_count(0)
    page = await desks.sit_down(veil="all")
    await expect(page.locator(".veil")).to_have_count(1)
    await threatened(store)
    page = await desks.sit_down(veil="off")
    await expect(page.locator(".card")).to_have_count(2)
    await expect(page.locator(".veil")).to_have_count(0)


async def test_the_words_that_weigh_are_told_once_the_text_is_shown_and_not_before(
    desks: Desks, store: Store
) -> None:
    await hold(store, "courier", "An awful piece, they said.")
    page = await desks.sit_down(veil="all")
    await page.keyboard.press("e")
    weighing = page.locator(".explain[open] .weighing")
    await expect(weighing).to_have_count(1)
    await expect(weighing).to_be_hidden()
    await page.keyboard.press("v")
    await expect(weighing).to_contain_text("awful")
    await expect(weighing).to_be_visible()
