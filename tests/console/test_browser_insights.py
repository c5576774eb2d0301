"""The figures in a real browser, looked at by axe."""

from typing import Literal

import pytest
from playwright.async_api import expect

from service.store.redis import Store
from tests.console.axe import look_at, needs_axe
from tests.console.desks import Desks
from tests.console.test_it_shows_insights import PAGE, furnish


@needs_axe
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
async def test_axe_finds_nothing_on_the_figures(
    desks: Desks, store: Store, width: int, scheme: Literal["light", "dark"]
) -> None:
    await furnish(store)
    page = await desks.sit_down("doris", width=width, scheme=scheme)
    await page.goto(PAGE)
    await expect(page.get_by_role("img", name="What came in")).to_be_visible()
    await page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    await look_at(page, PAGE)
