"""The console in a real browser, with scripts switched off."""

import pytest
from playwright.async_api import Page, ViewportSize

from service.domain.comments import Author, Thread
from service.domain.statuses import Status
from service.store.redis import Store
from tests.console.browsers import PASSWORD
from tests.console.desks import Desks
from tests.console.hostile import HOSTILE, ZALGO
from tests.console.waiting import hold, hold_all
from tests.drafts import found


@pytest.fixture
async def page(desks: Desks) -> Page:
    """Alice's browser, before she has signed in."""
    return await desks.open(scripts=False)


async def sign_in(page: Page) -> None:
    await page.goto("/console")
    await page.get_by_label("Name").fill("alice")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("heading", name="Review queue").wait_for()


async def told(page: Page) -> str:
    return await page.locator(".notice[role=status]").inner_text()


async def test_alice_does_a_morning_of_work(page: Page, store: Store) -> None:
    good = await hold(store, "courier", "hmm, a good piece.", author=Author(name="Dora"))
    poor = await hold(store, "courier", "hmm, a poor piece.", author=Author(name="Eve"))
    await sign_in(page)
    assert await page.get_by_role("article").count() == 2

    doras = page.get_by_role("article", name="Dora")
    await doras.get_by_role("button", name="Approve").click()
    assert "Approved. The comment by Dora on To the moon." in await told(page)
    assert (await found(store, "courier", good.id)).status is Status.APPROVED

    eves = page.get_by_role("article", name="Eve")
    await eves.get_by_label("Reason").fill("Off topic")
    await eves.get_by_label("Reason").press("Enter")
    assert (await found(store, "courier", poor.id)).status is Status.HELD
    await eves.get_by_role("button", name="Reject").click()
    assert "Rejected." in await told(page)
    assert (await found(store, "courier", poor.id)).reasons[0].detail == "Off topic"
    assert await page.get_by_text("Nothing waits for you.").is_visible()

    await page.get_by_role("button", name="Undo").click()
    assert "Undone." in await told(page)
    assert (await found(store, "courier", poor.id)).status is Status.HELD

    await page.get_by_role("link", name="Details").click()
    assert "Undone by alice: rejected → held" in (
        await page.get_by_role("region", name="History").inner_text()
    )
    await page.get_by_text("alice").first.click()
    await page.get_by_role("button", name="Sign out").click()
    assert "You are signed out." in await told(page)
    await page.goto("/console")
    assert "/console/sign-in" in page.url


@pytest.mark.parametrize("width", [360, 1280])
async def test_nothing_that_is_written_breaks_out_of_its_card(
    page: Page, store: Store, width: int
) -> None:
    thread = Thread(id="t", title=ZALGO + "t" * 500)
    for n, text in enumerate(HOSTILE):
        author = Author(name=f"{n}" + "\u202e" + "x" * 190)
        await hold(store, "courier", text, author=author, thread=thread)
    await page.set_viewport_size(ViewportSize(width=width, height=740))
    await sign_in(page)
    assert await page.title() == "Review queue – Greenroom"  # noqa: RUF001
    assert await page.get_by_role("article").count() == len(HOSTILE)
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    for summary in await page.locator("summary").all():
        await summary.click()
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert await page.get_by_text("⟦U+202E⟧ltr os ton si siht⟦U+2066⟧").is_visible()


async def test_the_keyboard_alone_is_enough(page: Page, store: Store) -> None:
    held = await hold(store, "courier", "hmm, a piece.")
    await sign_in(page)
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.textContent") == "Skip to the content"
    await page.keyboard.press("Enter")
    for _ in range(20):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.value") == "reject":
            break
    await page.keyboard.press("Enter")
    assert "Rejected." in await told(page)
    assert (await found(store, "courier", held.id)).status is Status.REJECTED


async def test_many_are_decided_at_once_and_taken_back(page: Page, store: Store) -> None:
    made = await hold_all(store, "courier", [f"hmm, piece {n} of {n * 7919}." for n in range(3)])
    await sign_in(page)
    assert not await page.locator(".bulk").is_visible()
    for box in await page.locator(".pick").all():
        await box.check()
    bar = page.get_by_role("form", name="With those selected:")
    await bar.get_by_label("Reason").fill("Off topic")
    await bar.get_by_role("button", name="Reject").click()
    assert "Rejected: 3 comments." in await told(page)
    await page.get_by_role("button", name="Undo").click()
    assert "Undone." in await told(page)
    for comment in made:
        assert (await found(store, "courier", comment.id)).status is Status.HELD
