"""Two people at one queue: what one does, the other sees at once, and nothing moves."""

import asyncio

from playwright.async_api import Page, Route, expect

from service.domain.audit import Actor, ActorKind
from service.domain.comments import Author, Thread
from service.domain.policy import Mode, Policy
from service.domain.reports import Report, ReportReason
from service.domain.statuses import Action, Status
from service.moderation.deciding import Decision, Seen, decide, decide_all
from service.moderation.reporting import report_comment
from service.moderation.undoing import undo
from service.store.redis import Store
from tests.console.desks import PATIENCE_MS, Desks, card
from tests.console.hostile import HOSTILE, ZALGO
from tests.console.waiting import hold, hold_all, judge
from tests.drafts import accept, draft, found
from tests.people import BOB

TURN = """({ away }) => {
  Object.defineProperty(document, "hidden", { value: away, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
DORIS = Actor(ActorKind.PERSON, "doris")


async def test_what_doris_decides_is_greyed_on_alices_page(desks: Desks, store: Store) -> None:
    await hold(store, "courier", "hmm, the first.", author=Author(name="Dora"))
    await hold(store, "courier", "hmm, another one.", author=Author(name="Eve"))
    alice = await desks.sit_down()
    reads = await alice.locator(".card[aria-current] .name").inner_text()
    other = {"Dora": "Eve", "Eve": "Dora"}[reads]
    doris = await desks.sit_down("doris")
    await card(doris, other).get_by_role("button", name="Approve").click()
    greyed = alice.locator(".card.done.elsewhere")
    await expect(greyed).to_contain_text("approved by doris")
    await expect(greyed).to_contain_text(other)
    await expect(card(alice, reads).get_by_role("button", name="Approve")).to_be_visible()
    await doris.locator(".toast").get_by_role("button", name="Undo").click()
    await expect(doris.locator(".card.done")).to_have_count(0)


async def test_two_people_at_one_queue_are_at_different_cards(desks: Desks, store: Store) -> None:
    await hold_all(store, "courier", [f"hmm, piece {n} of {n * 7919}." for n in range(3)])
    alice = await desks.sit_down()
    first = await current(alice)
    doris = await desks.sit_down("doris")
    await expect(doris.locator(f"#{first} .badge.claim")).to_have_text("alice is looking at this")
    second = await current(doris)
    assert second != first
    await expect(alice.locator(f"#{second} .badge.claim")).to_have_text("doris is looking at this")
    await expect(alice.locator(f"#{first} .badge.claim")).to_have_count(0)

    await alice.keyboard.press("a")  # and on, past the one that Doris is at
    third = await current(alice)
    assert third not in (first, second)
    await expect(doris.locator(f"#{third} .badge.claim")).to_be_visible()
    await expect(doris.locator(f"#{first}.done.elsewhere")).to_be_visible()

    await alice.goto("/console/preferences")
    await expect(doris.locator(".badge.claim")).to_have_count(0)


async def test_a_card_that_doris_looks_at_is_not_decided_by_a_slip(
    desks: Desks, store: Store
) -> None:
    held = await hold(store, "courier", "hmm, a piece.", author=Author(name="Dora"))
    await desks.sit_down("doris")
    await until_claimed(store, held.id)
    alice = await desks.sit_down()
    await expect(card(alice, "Dora").locator(".badge.claim")).to_be_visible()
    await alice.keyboard.press("a")
    await expect(alice.locator(".toast")).to_contain_text("doris is looking at this. Press again")
    assert (await found(store, "courier", held.id)).status is Status.HELD
    await alice.keyboard.press("a")
    await expect(alice.locator(".toast")).to_contain_text("Approved.")


async def test_who_turns_to_another_window_gives_the_card_back(desks: Desks, store: Store) -> None:
    held = await hold(store, "courier", "hmm, a piece.")
    page = await desks.sit_down()
    await until_claimed(store, held.id)
    await page.evaluate(TURN, {"away": True})
    await until_claimed(store, held.id, claimed=False)
    await page.evaluate(TURN, {"away": False})
    await until_claimed(store, held.id)


async def test_what_doris_decides_while_alice_reads_it_stays_and_says_so(
    desks: Desks, store: Store
) -> None:
    made = await hold_all(store, "courier", ["hmm, the first.", "hmm, another one."])
    alice = await desks.sit_down()
    reading = await current(alice)
    by_id = {f"card-{comment.id}": comment for comment in made}
    seen, other = by_id.pop(reading), next(iter(by_id.values()))
    at = alice.locator(f"#{reading}")
    await at.locator(".note input[name=text]").evaluate(
        "field => field.closest('details').open = 1"
    )
    await at.locator(".note input[name=text]").fill("half a sent")
    decision = Decision(action=Action.REJECT, actor=DORIS)
    await decide(store, "courier", Seen(seen.id, seen.version), decision)
    await expect(at.get_by_role("alert")).to_contain_text("doris has rejected this just now.")
    await expect(at.locator(".words")).to_be_visible()
    await expect(at.locator(".note input[name=text]")).to_be_focused()
    await expect(at.locator(".note input[name=text]")).to_have_value("half a sent")

    await alice.keyboard.press("Escape")
    await alice.keyboard.press("a")  # meant for what is decided: it only moves on
    await expect(alice.locator(f"#{reading}.done.elsewhere")).to_contain_text("rejected by doris")
    assert await current(alice) == f"card-{other.id}"
    assert (await found(store, "courier", other.id)).status is Status.HELD
    assert (await found(store, "courier", seen.id)).status is Status.REJECTED


async def test_what_doris_decides_before_alices_page_listens_is_told_when_it_does(
    desks: Desks, store: Store
) -> None:
    held = await hold(store, "courier", "hmm, a piece.")
    alice = await desks.sit_down()
    decided = asyncio.Event()

    async def listen_late(route: Route) -> None:
        await decided.wait()
        await route.continue_()

    await alice.route("**/console/events?*", listen_late)
    await alice.reload()
    decision = Decision(action=Action.REJECT, actor=DORIS)
    await decide(store, "courier", Seen(held.id, held.version), decision)
    decided.set()
    await expect(alice.locator(".card.overtaken")).to_have_count(1)


async def test_what_doris_takes_back_comes_back(desks: Desks, store: Store) -> None:
    held = await hold(store, "courier", "hmm, a piece.")
    alice = await desks.sit_down()
    decision = Decision(action=Action.REJECT, actor=DORIS)
    act = await decide_all(store, "courier", [Seen(held.id, held.version)], decision)
    await expect(alice.locator(".card.overtaken")).to_have_count(1)
    await alice.keyboard.press("j")
    await alice.keyboard.press("a")
    await expect(alice.locator(".card.done.elsewhere")).to_have_count(1)
    await undo(store, "courier", act.id, DORIS)
    await expect(alice.locator(".card:not(.done)")).to_have_count(1)
    await expect(alice.locator(".card .decide .approve")).to_be_visible()


async def test_what_was_typed_survives_a_report(desks: Desks, store: Store) -> None:
    held = await hold(store, "courier", "hmm, a piece.")
    page = await desks.sit_down()
    await page.keyboard.press("n")
    await page.keyboard.type("half a sent")
    report = Report(reporter="r1", reason=ReportReason.ABUSE, at=1)
    await report_comment(store, "courier", held.id, report, BOB)
    await expect(page.locator(".reasons")).to_contain_text("Reported by 1 reader")
    await page.keyboard.type("ence")
    await expect(page.locator(".note input[name=text]")).to_have_value("half a sentence")


async def test_one_that_is_out_and_reported_again_goes_on_waiting(
    desks: Desks, store: Store
) -> None:
    out = await accept(store, "courier", draft("A fine piece."))
    await judge(store, "courier")
    page = await desks.sit_down()
    for n, told in enumerate(("Reported by 1 reader", "Reported by 2 readers")):
        report = Report(reporter=f"r{n}", reason=ReportReason.ABUSE, at=1)
        await report_comment(store, "courier", out.id, report, BOB)
        if n == 0:
            await page.get_by_role("button", name="1 new comment").click()
        await expect(page.locator(".reasons")).to_contain_text(told)
    assert (await found(store, "courier", out.id)).status is Status.APPROVED
    await expect(page.locator(".card:not(.done) .decide .approve")).to_be_visible()


async def current(page: Page) -> str:
    """Give the id of the card that is looked at."""
    at = page.locator(".card[aria-current]")
    await expect(at).to_have_count(1)
    return await at.get_attribute("id") or ""


async def until_claimed(store: Store, comment_id: str, *, claimed: bool = True) -> None:
    """Wait until somebody has it, or nobody: whoever only passes by claims nothing."""
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while (await is_free(store, comment_id)) is claimed:  # noqa: ASYNC110 - elsewhere
            await asyncio.sleep(0.05)


async def is_free(store: Store, comment_id: str) -> bool:
    return await store.queue.claims("courier", [comment_id]) == [None]


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


async def test_what_is_out_and_to_be_looked_at_afterwards_is_announced_too(
    desks: Desks, store: Store
) -> None:
    await store.policies.put("courier", Policy(version=2, mode=Mode.POST))
    page = await desks.sit_down()
    await accept(store, "courier", draft("A fine piece."))
    await accept(store, "courier", draft("hmm, another."))
    await judge(store, "courier")
    await expect(page.locator(".arrived")).to_have_text("1 new comment")


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
