"""The demo page in a real browser, with scripts switched off."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, ViewportSize, async_playwright

from service.moderation.first_start import create_demo_site
from service.settings import Settings
from service.store.redis import Store
from tests.chromium import find_chromium
from tests.serving import listening, scoring


@pytest.fixture
async def page(settings: Settings, store: Store) -> AsyncIterator[Page]:
    """The demo page on a telephone; what its reader posts is decided as it comes."""
    async with listening(settings) as url, scoring(store, "demo"), async_playwright() as play:
        await create_demo_site(store, url)
        browser = await play.chromium.launch(
            executable_path=find_chromium(play), args=["--no-sandbox"]
        )
        telephone = ViewportSize(width=360, height=740)
        context = await browser.new_context(java_script_enabled=False, viewport=telephone)
        page = await context.new_page()
        await page.goto(f"{url}/demo")
        yield page
        await browser.close()


async def post(page: Page, text: str, name: str = "Dora") -> None:
    await page.get_by_role("textbox", name="Comment").fill(text)
    await page.get_by_role("textbox", name="Name").fill(name)
    await page.get_by_role("textbox", name="Email").fill("dora@reader.example")
    await page.get_by_role("button", name="Post Comment").click()
    await page.wait_for_load_state()


async def test_a_reader_posts_a_comment_and_sees_it_under_the_article(page: Page) -> None:
    assert await page.get_by_role("heading", name="Be the first to comment").is_visible()
    await post(page, "A lovely place.\n\nEin schöner Ort.")
    assert "greenroom=approved" in page.url
    assert await page.get_by_role("status").inner_text() == (
        "Thank you. Your comment has been posted."
    )
    await page.goto(page.url.partition("?")[0])
    assert await page.get_by_text("A lovely place.").is_visible()
    assert "reader.example" not in await page.content()


async def test_a_reader_sees_that_a_comment_waits_or_is_refused(page: Page) -> None:
    await post(page, "hmm, hmm")
    assert "waiting for a moderator" in await page.get_by_role("status").inner_text()
    assert await page.get_by_text("hmm, hmm").is_visible()
    await post(page, "an awful place")
    assert "will not be posted" in await page.get_by_role("status").inner_text()
    assert await page.get_by_text("an awful place").count() == 0


async def test_a_reader_who_is_sent_back_mends_it_and_loses_nothing(page: Page) -> None:
    await post(page, "x" * 20_001)
    assert "/forms/demo/comments" in page.url
    assert "Use at most 20,000 characters." in await page.get_by_role("alert").inner_text()
    assert await page.get_by_role("textbox", name="Name").input_value() == "Dora"
    await post(page, "Shorter.")
    assert "greenroom=approved" in page.url


async def test_nothing_reaches_beyond_a_narrow_screen(page: Page) -> None:
    zalgo = "Z" + "\u0301" * 400
    await post(page, f"{zalgo} {'o' * 300} https://x.example/{'a' * 300}", "x" * 200)
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
