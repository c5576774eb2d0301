"""Nobody is kept out: axe looks at every page, light and dark, wide and narrow."""

import re

import pytest
from playwright.async_api import Page, Route

from service.domain.audit import Actor, ActorKind
from service.domain.policy import Policy
from service.domain.sites import Role
from service.domain.statuses import Action
from service.moderation.deciding import Decision, Seen, decide
from service.moderation.editing import erase
from service.moderation.moderators import create_moderator
from service.store.limits import SignInLimit
from service.store.redis import Store
from tests.console.axe import look_at, look_at_every_way, needs_axe
from tests.console.browsers import PASSWORD
from tests.console.desks import Desks
from tests.console.every_page import furnish, templates
from tests.console.waiting import hold
from tests.servers import Server

pytestmark = needs_axe
DORIS = Actor(ActorKind.PERSON, "doris")
QUERIES = {"/console/all": "?q=garden", "/console/cards": "?id={comment_id}"}
"""Without these, some pages have nothing on them."""


@pytest.fixture
async def ada(desks: Desks, store: Store) -> Page:
    """Somebody who may see everything, at her desk."""
    await create_moderator(store, "courier", "ada", PASSWORD, Role.ADMIN)
    return await desks.sit_down("ada", veil="all")


def test_the_console_has_pages() -> None:
    assert {"/console", "/console/sign-in", "/console/comments/{comment_id}"} < set(templates())


async def test_axe_finds_nothing_on_any_page(ada: Page, store: Store) -> None:
    ids = await furnish(store)
    for template in templates():
        path = (template + QUERIES.get(template, "")).format(**ids)
        await go(ada, path + ("?another=true" if template.endswith("/sign-in") else ""))
        await look_at_every_way(ada, path)


async def test_axe_finds_nothing_where_nothing_is_yet(ada: Page) -> None:
    for path in (template + QUERIES.get(template, "") for template in templates()):
        if "{" not in path:
            await go(ada, path)
            await look_at(ada, f"{path} of a new site")


async def test_axe_finds_nothing_on_a_queue_in_use(ada: Page, store: Store) -> None:
    await furnish(store)
    await go(ada, "/console")
    for key in "xevn":
        await ada.keyboard.press(key)
    await look_at_every_way(ada, "the queue, with everything open")
    await ada.locator(".card .skip-it").last.click()
    await ada.locator(".card.done").first.wait_for()
    await ada.keyboard.press("Escape")
    await look_at_every_way(ada, "a card that is folded, and what is told of it")
    at = await ada.locator(".card[aria-current]").get_attribute("data-id") or ""
    await decide_elsewhere(store, at)
    await ada.locator(".card.overtaken").wait_for()
    await look_at_every_way(ada, "what a colleague has decided")
    await ada.keyboard.press("?")
    await look_at_every_way(ada, "the keys")


async def test_axe_finds_nothing_where_something_has_changed(ada: Page, store: Store) -> None:
    await ada.route("**/assets/*.js", abort)
    held = await hold(store, "courier", "hmm, a piece.")
    await go(ada, "/console")
    await decide_elsewhere(store, held.id)
    await ada.locator(".card .reject").click()
    await told(ada, "It has changed")

    for text in ("hmm, one more piece.", "hmm, quite another one."):
        await hold(store, "courier", text)
        if "one more" in text:
            await go(ada, "/console/all?q=hmm")
    await ada.locator(".decide .reject").click()
    await told(ada, "More have come since you looked.")

    await go(ada, "/console/policy")
    version = (await store.policies.current("courier")).version
    await store.policies.put("courier", Policy(version=version + 1, max_links=7))
    await ada.locator("#max_links").fill("5")
    await ada.get_by_role("button", name="Save").click()
    await told(ada, "Somebody else has changed the policy meanwhile")


async def test_axe_finds_nothing_on_what_is_refused(ada: Page, desks: Desks, store: Store) -> None:
    await ada.route("**/assets/*.js", abort)
    held = await hold(store, "courier", "hmm, a piece.")
    for field, value in (("form_token", "forged"), ("reason", "x" * 70_000), ("version", "none")):
        await go(ada, "/console")
        await ada.evaluate(
            "([field, value]) => document.querySelector(`.decide [name=${field}]`).value = value",
            [field, value],
        )
        await ada.locator(".decide .approve").click()
        await told(ada, {"form_token": "Not from here"}.get(field, "That"))
    await erase(store, "courier", held.id, DORIS)
    for path in (f"/console/comments/{held.id}", "/console/nowhere", "/console?order=none"):
        await ada.goto(path)
        await look_at_every_way(ada, path)
    doris = await desks.sit_down("doris")
    await doris.goto("/console/policy")
    await told(doris, "Not for your role")


async def test_axe_finds_nothing_on_what_keeps_people_from_signing_in(
    desks: Desks, store: Store
) -> None:
    await hold(store, "courier", "hmm, a piece.")
    page = await desks.sit_down()
    await page.route("**/assets/*.js", abort)
    await page.reload()
    await page.context.clear_cookies()
    await page.locator(".decide .approve").click()
    await told(page, "You were away for a while.")
    for _ in range(SignInLimit.PER_ACCOUNT):
        await sign_in_wrongly(page)
    await told(page, "That did not work.")
    await sign_in_wrongly(page)
    await told(page, "Too many attempts.")
    await store.sites.close("courier")
    await page.goto("/console/sign-in")
    await told(page, "There is no site here yet.")


async def test_axe_finds_nothing_while_the_record_is_away(
    desks: Desks, store: Store, server: Server
) -> None:
    await hold(store, "courier", "hmm, a piece.")
    page = await desks.sit_down()
    await page.route("**/assets/*.js", abort)
    await page.reload()
    server.kill()
    await page.locator(".decide .approve").click()
    await told(page, "Not just now")
    await page.goto("/console")
    await told(page, "Not just now")
    await page.context.clear_cookies()
    await page.goto("/console/sign-in")
    await told(page, "Nobody can sign in just now.")


async def test_axe_would_find_what_is_wrong(desks: Desks) -> None:
    page = await desks.open()
    await page.goto("/console/sign-in")
    await page.evaluate("document.querySelector('label').removeAttribute('for')")
    with pytest.raises(AssertionError, match="label"):
        await look_at(page, "a form")


async def go(page: Page, path: str) -> None:
    """Go to a page that there is."""
    answer = await page.goto(path)
    assert answer is not None
    assert answer.ok, path


async def told(page: Page, words: str) -> None:
    """Look at a page that tells of what went wrong."""
    await page.get_by_text(re.compile(re.escape(words))).first.wait_for()
    await look_at_every_way(page, words)


async def sign_in_wrongly(page: Page) -> None:
    await page.locator("#name").fill("alice")
    await page.locator("#password").fill("wrong")
    async with page.expect_navigation():
        await page.locator(".sign-in button").last.click()


async def decide_elsewhere(store: Store, comment_id: str) -> None:
    comment = await store.comments.get("courier", comment_id)
    assert comment is not None
    decision = Decision(action=Action.APPROVE, actor=DORIS, reason="Fine by me")
    await decide(store, "courier", Seen(comment_id, comment.version), decision)


async def abort(route: Route) -> None:
    """Have a page do without its script."""
    await route.abort()
