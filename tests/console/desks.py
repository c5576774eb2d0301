"""People at real browsers, each with a desk of their own."""

from dataclasses import dataclass
from typing import Literal

from playwright.async_api import Browser, Locator, Page, expect

from tests.console.browsers import PASSWORD

PATIENCE_MS = 20_000
"""How long to wait for something on a machine that has other things to do."""

expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True)
class Desks:
    """Where to sit down."""

    browser: Browser
    url: str

    async def sit_down(
        self,
        name: str = "alice",
        *,
        width: int = 1280,
        scripts: bool = True,
        scheme: Literal["light", "dark"] = "light",
        **preferences: str,
    ) -> Page:
        """Sign somebody in, and wait until they see the queue."""
        page = await self.open(width=width, scripts=scripts, scheme=scheme, **preferences)
        await page.goto("/console")
        await page.locator("#name").fill(name)
        await page.locator("#password").fill(PASSWORD)
        await page.locator(".sign-in button").last.click()
        await page.locator(".is-ready [data-queue]" if scripts else "[data-queue]").wait_for()
        return page

    async def open(
        self,
        *,
        width: int = 1280,
        scripts: bool = True,
        scheme: Literal["light", "dark"] = "light",
        **preferences: str,
    ) -> Page:
        """Open a browser that nobody has used before."""
        context = await self.browser.new_context(
            base_url=self.url,
            java_script_enabled=scripts,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        kept = preferences.items()
        await context.add_cookies(
            [{"name": f"greenroom-{k}", "value": v, "url": self.url + "/console"} for k, v in kept]
        )
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        return page


def card(page: Page, name: str) -> Locator:
    """Find the card of the comment by somebody."""
    return page.get_by_role("article", name=name, exact=True)
