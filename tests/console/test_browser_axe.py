"""Nobody is kept out: axe looks at every page, light and dark, wide and narrow."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Page

from service.domain.comments import Author
from service.domain.reports import Report, ReportReason
from service.domain.statuses import Status
from service.moderation.editing import Edit, edit
from service.moderation.noting import add_note
from service.moderation.reporting import report_comment
from service.store.redis import Store
from tests.bells import CountingBell
from tests.console.desks import Desks
from tests.console.waiting import hold, judge
from tests.drafts import found
from tests.people import BOB

AXE = Path(__file__).parents[1] / "clients/node_modules/axe-core/axe.min.js"
CHAIRS = "Buy the finest of all garden chairs from my uncle, today and tomorrow only."
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def furnish(store: Store) -> str:
    """Have something of everything on the pages; gives the comment that has most of it."""
    parent = await hold(store, "courier", "hmm, an awful piece, and not the first.")
    reply = await hold(store, "courier", "Then hmm to you.", parent_id=parent.id)
    for _ in range(3):
        await hold(store, "courier", CHAIRS, author=Author(name="Sale"))
    report = Report(reporter="r1", reason=ReportReason.ABUSE, at=1)
    await report_comment(store, "courier", reply.id, report, BOB)
    await add_note(store, "courier", reply.id, "doris", "I have written to her.")
    version = (await found(store, "courier", reply.id)).version
    edited = Edit(text="Then hmm to you, too.", actor=BOB, version=version)
    await edit(store, CountingBell(), "courier", reply.id, edited)
    await judge(store, "courier")
    assert (await found(store, "courier", reply.id)).status is Status.HELD
    return reply.id


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_on_any_page(
    desks: Desks, store: Store, width: int, scheme: Literal["light", "dark"]
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: make test brings it")
    comment_id = await furnish(store)
    page = await desks.sit_down(width=width, scheme=scheme)
    await look_at(page, "the queue")
    await page.keyboard.press("x")
    await page.keyboard.press("e")
    await page.keyboard.press("v")
    await page.keyboard.press("n")
    await look_at(page, "the queue, with everything open")
    await page.locator(".card .approve").last.click()
    await page.locator(".toast button").wait_for()
    await look_at(page, "a decision, and the way back")
    await page.locator(".card.done").first.focus()
    await page.keyboard.press("?")
    await look_at(page, "the keys")
    for path in (
        f"/console/comments/{comment_id}",
        "/console?q=nothing",
        "/console/all?q=garden",
        "/console/preferences",
        "/console/sign-in?another=true",
        "/console/nowhere",
    ):
        await page.goto(path)
        await look_at(page, path)


async def test_axe_would_find_what_is_wrong(desks: Desks) -> None:
    page = await desks.open()
    await page.goto("/console/sign-in")
    await page.evaluate("document.querySelector('label').removeAttribute('for')")
    with pytest.raises(AssertionError, match="label"):
        await look_at(page, "a form")


async def look_at(page: Page, what: str) -> None:
    """Have axe look, from outside the page: its own policy stays as strict as it is."""
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
