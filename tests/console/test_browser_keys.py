"""The desk in a real browser with its script: the keyboard, and nothing to wait for."""

import asyncio

from playwright.async_api import expect

from service.domain.audit import Actor, ActorKind
from service.domain.comments import Author
from service.domain.statuses import Action, Status
from service.moderation.deciding import Decision, Seen, decide
from service.store.redis import Store
from tests.console.desks import PATIENCE_MS, Desks, card
from tests.console.waiting import hold, hold_all
from tests.drafts import found

PLACES = """() => {
  const placeOf = (selector) => document.querySelector(selector).getBoundingClientRect();
  const card = placeOf(".card[aria-current]");
  return [placeOf(".top").bottom, card.top, card.bottom];
}"""
DORIS = Actor(ActorKind.PERSON, "doris")


async def test_alice_decides_twenty_by_keyboard_without_waiting(desks: Desks, store: Store) -> None:
    made = await hold_all(store, "courier", [f"hmm, number {n} of {n * 7919}." for n in range(30)])
    page = await desks.sit_down()
    for n in range(20):
        if n % 2:
            await page.keyboard.press("r")
            await page.keyboard.press("1")
        else:
            await page.keyboard.press("a")
    await expect(page.locator(".card:not(.done)")).to_have_count(10)
    await until_held(store, 10)
    decided = [await found(store, "courier", comment.id) for comment in made]
    statuses = [comment.status for comment in decided]
    assert statuses.count(Status.APPROVED) == 10
    assert statuses.count(Status.REJECTED) == 10
    whys = {c.reasons[0].detail for c in decided if c.status is Status.REJECTED}
    assert whys == {"Off topic"}


async def test_what_is_next_is_in_sight(desks: Desks, store: Store) -> None:
    lines = [[f"{n * 31 + m * 7919} of {m}." for m in range(n % 12)] for n in range(24)]
    texts = [
        "\n".join([f"hmm, number {n} of {n * 104729}.", *more]) for n, more in enumerate(lines)
    ]
    await hold_all(store, "courier", texts)
    page = await desks.sit_down()
    for n in range(16):
        await page.keyboard.press("jsas"[n % 4])
        below, top, bottom = await page.evaluate(PLACES)
        assert below <= top, n
        assert bottom <= page.viewport_size["height"], n  # type: ignore[index]


async def until_held(store: Store, n: int) -> None:
    """Wait until so many are left: a card folds before its decision has arrived."""
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while await store.queue.size("courier") != n:  # noqa: ASYNC110 - it is in another process
            await asyncio.sleep(0.05)


async def test_it_undoes_the_last_and_then_the_one_before(desks: Desks, store: Store) -> None:
    one, two = await hold_all(store, "courier", ["hmm, the first.", "hmm, the second."])
    page = await desks.sit_down()
    await page.keyboard.press("s")
    await page.keyboard.press("s")
    await expect(page.locator(".card.done")).to_have_count(2)
    await page.keyboard.press("u")
    await expect(page.locator(".card.done")).to_have_count(1)
    await page.keyboard.press("u")
    await expect(page.locator(".card.done")).to_have_count(0)
    await expect(page.locator(".toast")).to_contain_text("Undone.")
    for comment in (one, two):
        assert (await found(store, "courier", comment.id)).status is Status.HELD
    await page.keyboard.press("a")  # at the version it has now
    await expect(page.locator(".toast")).to_contain_text("Approved.")


async def test_many_are_decided_as_one_and_undone_as_one(desks: Desks, store: Store) -> None:
    made = await hold_all(store, "courier", [f"hmm, piece {n} of {n * 7919}." for n in range(4)])
    page = await desks.sit_down()
    for key in "xjxjx":
        await page.keyboard.press(key)
    await expect(page.locator(".selected")).to_have_text("3 selected")
    await page.keyboard.press("R")
    await page.keyboard.press("2")
    await expect(page.locator(".toast")).to_contain_text("Rejected: 3 comments.")
    statuses = [(await found(store, "courier", comment.id)).status for comment in made]
    assert statuses.count(Status.REJECTED) == 3
    await page.locator(".toast").get_by_role("button", name="Undo").click()
    await expect(page.locator(".card:not(.done)")).to_have_count(4)
    statuses = [(await found(store, "courier", comment.id)).status for comment in made]
    assert statuses == [Status.HELD] * 4


async def test_what_somebody_else_has_changed_comes_back_with_what_happened(
    desks: Desks, store: Store
) -> None:
    held = await hold(store, "courier", "hmm, a piece.")
    page = await desks.sit_down()
    await page.route("**/console/events*", lambda route: route.abort())
    await page.reload()
    await page.locator(".is-ready").wait_for()
    decision = Decision(action=Action.APPROVE, actor=DORIS, reason="Fine by me")
    await decide(store, "courier", Seen(held.id, held.version), decision)
    await page.keyboard.press("s")
    back = card(page, "Dora")
    await expect(back.get_by_role("alert")).to_contain_text("It has changed since you saw it.")
    await expect(back).to_contain_text("held → approved")
    await expect(back).to_contain_text("Fine by me")
    assert (await found(store, "courier", held.id)).status is Status.APPROVED
    await page.keyboard.press("s")  # now that she has seen it
    await expect(page.locator(".toast")).to_contain_text("Marked as spam.")
    assert (await found(store, "courier", held.id)).status is Status.SPAM


async def test_what_cannot_be_saved_comes_back_and_can_be_tried_again(
    desks: Desks, store: Store
) -> None:
    held = await hold(store, "courier", "hmm, a piece.")
    page = await desks.sit_down()
    await page.route("**/console/decisions", lambda route: route.abort())
    await page.keyboard.press("a")
    await expect(card(page, "Dora").get_by_role("alert")).to_contain_text("Not saved")
    await page.unroute("**/console/decisions")
    await page.keyboard.press("a")
    await expect(page.locator(".toast")).to_contain_text("Approved.")
    assert (await found(store, "courier", held.id)).status is Status.APPROVED


async def test_the_other_keys_do_what_the_list_says(desks: Desks, store: Store) -> None:
    await hold_all(store, "courier", ["hmm, the first.", "hmm, the second."])
    page = await desks.sit_down(veil="all")
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    await page.keyboard.press("Escape")
    first = page.locator(".card").first
    await page.keyboard.press("v")
    await expect(first.locator(".veil")).to_have_attribute("open", "")
    await page.keyboard.press("r")
    await page.keyboard.press("Escape")
    await expect(page.locator(".card.done")).to_have_count(0)
    await page.keyboard.press("e")
    await expect(first.locator(".explain")).to_have_attribute("open", "")
    await page.keyboard.press("n")
    await page.keyboard.type("ask about this")
    await page.keyboard.press("Enter")
    await expect(first.locator(".notes li")).to_contain_text("ask about this")
    await page.keyboard.press("l")
    await expect(page.locator(".toast")).to_contain_text("Left to the others")
    await page.keyboard.press("h")
    await expect(page.locator(".toast")).to_contain_text("cannot be done")
    await page.keyboard.press("/")
    await page.keyboard.type("hmm")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/console?q=hmm")
    await expect(page.locator(".card")).to_have_count(1)
    await page.locator(".card[aria-current]").wait_for()  # looked at, and nothing has the focus
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/console/comments/*")


async def test_the_card_that_keys_are_about_is_seen_in_high_contrast(
    desks: Desks, store: Store
) -> None:
    for name in ("Dora", "Eve"):
        await hold(store, "courier", f"hmm, a piece by {name}.", author=Author(name=name))
    page = await desks.sit_down()
    await page.emulate_media(forced_colors="active")
    at, other = page.locator(".card[aria-current]"), page.locator(".card:not([aria-current])")
    await expect(at).to_have_css("outline-style", "solid")
    await expect(other).to_have_css("outline-style", "none")


async def test_letters_do_nothing_for_who_has_switched_them_off(desks: Desks, store: Store) -> None:
    held = await hold(store, "courier", "hmm, a piece.", author=Author(name="Dora"))
    page = await desks.sit_down(keys="off")
    await page.keyboard.press("a")
    await card(page, "Dora").get_by_role("button", name="Reject").click()
    await expect(page.locator(".toast")).to_contain_text("Rejected.")
    assert (await found(store, "courier", held.id)).status is Status.REJECTED


async def test_what_stands_below_the_buttons_moves_nothing_beside_them(
    desks: Desks, store: Store
) -> None:
    text = "Buy the finest of all garden chairs from my uncle, today and tomorrow only."
    await hold_all(store, "courier", [text, text])
    page = await desks.sit_down()
    await expect(page.locator(".copies input")).to_have_count(1)
    places = [await page.locator(part).first.bounding_box() for part in (".approve", ".notes")]
    button, note = ((box["y"] + box["height"] / 2) for box in places if box)
    assert abs(button - note) < 4
