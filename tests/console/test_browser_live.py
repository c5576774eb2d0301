"""Two people at one queue: what one does, the other sees at once, and nothing moves."""

from playwright.async_api import expect

from service.domain.comments import Author, Thread
from service.store.redis import Store
from tests.console.desks import Desks, card
from tests.console.hostile import HOSTILE, ZALGO
from tests.console.waiting import hold, hold_all


async def test_what_doris_decides_is_greyed_on_alices_page(desks: Desks, store: Store) -> None:
    await hold(store, "courier", "hmm, the first.", author=Author(name="Dora"))
    await hold(store, "courier", "hmm, another one.", author=Author(name="Eve"))
    alice, doris = await desks.sit_down(), await desks.sit_down("doris")
    await card(doris, "Eve").get_by_role("button", name="Approve").click()
    greyed = alice.locator(".card.done.elsewhere")
    await expect(greyed).to_contain_text("approved by doris")
    await expect(greyed).to_contain_text("Eve")
    await expect(card(alice, "Dora").get_by_role("button", name="Approve")).to_be_visible()
    await doris.locator(".toast").get_by_role("button", name="Undo").click()
    await expect(doris.locator(".card.done")).to_have_count(0)


async def test_arrivals_are_announced_and_come_when_they_are_asked_for(
    desks: Desks, store: Store
) -> None:
    await hold(store, "courier", "hmm, the first.", author=Author(name="Dora"))
    page = await desks.sit_down()
    await expect(page.locator(".card[aria-current]")).to_have_count(1)
    await hold_all(store, "courier", [f"hmm, arrival {n} of {n * 7919}." for n in range(3)])
    arrived = page.locator(".arrived")
    await expect(arrived).to_have_text("3 new comments")
    await expect(page.locator(".card")).to_have_count(1)
    await arrived.click()
    await expect(page.locator(".card")).to_have_count(4)
    await expect(arrived).to_be_hidden()
    await expect(page.locator(".size")).to_have_text("4 cards")
    await expect(page.locator(".card[aria-current] .name")).to_have_text("Dora")


async def test_a_page_never_has_more_than_fifty_cards(desks: Desks, store: Store) -> None:
    await hold_all(store, "courier", [f"hmm, piece {n} of {n * 7919}." for n in range(80)])
    page = await desks.sit_down()
    await expect(page.locator(".card")).to_have_count(25)
    for _ in range(20):
        await page.keyboard.press("a")
    await expect(page.locator(".card:not(.done)").nth(25)).to_be_attached()
    assert await page.locator(".card").count() <= 50


async def test_nothing_hostile_runs_or_breaks_the_page(desks: Desks, store: Store) -> None:
    for n, text in enumerate(HOSTILE):
        author = Author(name=f"<img src=x onerror=alert({n})>" + "\u202e" + "x" * 150)
        await hold(store, "courier", text, author=author, thread=Thread(id="t", title=ZALGO))
    page = await desks.sit_down(width=360)
    spoken: list[str] = []
    page.on("dialog", lambda dialog: spoken.append(dialog.message))
    page.on("pageerror", lambda error: spoken.append(str(error)))
    for _ in range(3):
        await page.keyboard.press("e")
        await page.keyboard.press("s")
    await expect(page.locator(".card.done")).to_have_count(3)
    await expect(page.locator(".toast p")).to_have_count(1)
    assert await page.title() == "Review queue – Greenroom"  # noqa: RUF001
    assert await page.locator(".cards img, .cards script").count() == 0
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    assert spoken == []
