"""The README's page without a server, in a browser: its form is sent, and what is out is shown."""

import json
import re

from playwright.async_api import async_playwright, expect

from tests.chromium import find_chromium
from tests.docs.conftest import README, House

_HTML = re.compile(r"```html\n(.*?)\n```", re.DOTALL)


async def test_a_reader_sends_the_form_and_finds_the_comment_on_the_page(house: House) -> None:
    form, shown = _HTML.findall(README)
    key = json.loads((house.folder / "var/demo.json").read_text("utf-8"))["submit_key"]
    page = f"<!doctype html>{form}{shown}".replace("gr_pub_…", key)
    page = page.replace("http://127.0.0.1:8000", house.url)
    async with async_playwright() as play:
        path = find_chromium(play)
        browser = await play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        tab = await browser.new_page()
        await tab.route(
            re.compile(r"/demo(\?|$)"),
            lambda route: route.fulfill(body=page, content_type="text/html"),
        )
        await tab.goto(f"{house.url}/demo")
        await tab.get_by_label("Comment").fill("What a lovely piece about the yard, thank you!")
        await tab.get_by_label("Name").fill("Ada")
        await tab.get_by_role("button", name="Post comment").click()
        await tab.wait_for_url("**/demo?greenroom=approved*")
        await tab.reload()  # the way back was a redirect, which leads past the page put in here
        await expect(tab.locator("#told")).to_have_text("Thank you, your comment is out.")
        await expect(tab.locator("#comments li")).to_have_text(
            "Ada: What a lovely piece about the yard, thank you!"
        )
        await browser.close()
