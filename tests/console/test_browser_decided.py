"""What is decided, at a real browser: decided anew there, and kept apart from the queue."""

from playwright.async_api import expect

from service.domain.comments import Author
from service.domain.statuses import Status
from service.store.redis import Store
from tests.console.desks import Desks, card
from tests.console.waiting import hold
from tests.drafts import found


async def test_what_was_approved_by_mistake_is_refused_there_and_put_back(
    desks: Desks, store: Store
) -> None:
    held = await hold(store, "courier", "hmm, the first.", author=Author(name="Dora"))
    page = await desks.sit_down()
    await page.keyboard.press("a")
    await expect(page.locator("[data-of=approved]")).to_have_text("1")
    await page.get_by_role("link", name="Approved").click()
    await page.locator(".is-ready [data-decided]").wait_for()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Approved")
    await page.keyboard.press("l")  # waits for nobody: there is nothing to leave to others
    await expect(page.locator(".toast")).to_have_text("That cannot be done to this comment.")
    await card(page, "Dora").get_by_role("button", name="Reject").click()
    await expect(page.locator("[data-of=approved]")).to_have_text("0")
    await expect(page.locator("[data-of=rejected]")).to_have_text("1")
    assert (await found(store, "courier", held.id)).status is Status.REJECTED
    await page.keyboard.press("u")
    await expect(card(page, "Dora").get_by_role("button", name="Reject")).to_be_visible()
    await expect(page.locator("[data-of=approved]")).to_have_text("1")
    assert (await found(store, "courier", held.id)).status is Status.APPROVED


async def test_what_comes_to_wait_is_not_announced_among_it(desks: Desks, store: Store) -> None:
    decided, queue = await desks.sit_down(), await desks.sit_down("doris")
    await decided.goto("/console?status=rejected")
    await decided.locator(".is-ready [data-decided]").wait_for()
    await hold(store, "courier", "hmm, another one.")
    await expect(queue.locator(".arrived")).to_have_text("1 new comment")
    await expect(decided.locator(".arrived")).to_be_hidden()


async def test_on_a_telephone_the_first_card_is_in_view_all_the_same(
    desks: Desks, store: Store
) -> None:
    await hold(store, "courier", "hmm, the first.", author=Author(name="Dora"))
    page = await desks.sit_down(width=390)
    first = await card(page, "Dora").bounding_box()
    assert first is not None
    assert first["y"] < 420, "what stands above it takes more than half of the screen"
