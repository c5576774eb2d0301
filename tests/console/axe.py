"""axe-core, which knows what keeps people out: it looks at a page in every way it is seen."""

from pathlib import Path

import pytest
from playwright.async_api import Page, ViewportSize

AXE = Path(__file__).parents[1] / "clients/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 360)

needs_axe = pytest.mark.skipif(
    not AXE.exists(), reason="axe-core is not installed: make test brings it"
)


async def look_at_every_way(page: Page, what: str) -> None:
    """Have axe look at a page wide and narrow, light and dark."""
    for width in WIDTHS:
        await page.set_viewport_size(ViewportSize(width=width, height=800))
        await page.emulate_media(color_scheme="dark")
        await look_at(page, f"{what}, {width} wide and dark")
        await page.emulate_media(color_scheme="light")
        await look_at(page, f"{what}, {width} wide and light")


async def look_at(page: Page, what: str) -> None:
    """Have axe look, from outside the page: its own policy stays as strict as it is."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text("utf-8"))
    found = await page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", RULES
    )
    told = [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
    assert not told, f"{what}: " + "\n".join(told)
    width = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] == width[1], f"{what} reaches beyond the screen"
