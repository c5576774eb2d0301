"""GET /console."""

import re

from service.console import queue
from service.domain.comments import Author, Comment, Thread
from service.domain.reports import Report, ReportReason
from service.moderation.reporting import report_comment
from service.settings import Settings
from service.store.redis import Store
from tests.console.browsers import Browser
from tests.console.waiting import hold, judge
from tests.drafts import accept, draft
from tests.people import BOB
from tests.servers import Server
from tests.serving import serving


def cards(page: str) -> list[str]:
    return re.findall(r'<article class="card" aria-labelledby="name-([^"]+)"', page)


async def test_it_says_pleasantly_that_nothing_waits(alice: Browser) -> None:
    page = await alice.get("/console")
    assert page.status_code == 200
    assert "Nothing waits for you." in page.text
    assert cards(page.text) == []


async def test_what_is_said_once_the_last_card_is_decided_comes_with_the_page(
    alice: Browser, held: Comment
) -> None:
    hidden = (await alice.get("/console")).text.partition('<div class="empty" hidden>')[2]
    assert hidden.lstrip().startswith("<p><strong>Nothing waits for you.")


async def test_a_card_says_who_wrote_what_where_and_why_it_waits(
    alice: Browser, held: Comment
) -> None:
    text = (await alice.get("/console")).text
    assert cards(text) == [held.id]
    for shown in (
        '<bdi class="name">Dora</bdi>',
        f'href="/console/comments/{held.id}"',
        '<p dir="auto">hmm, what a piece.</p>',
        'href="https://courier.example/moon" rel="ugc nofollow noopener noreferrer"',
        "To the moon",
        "Likely: toxicity.",
        "Everything in this thread waits for a person.",
    ):
        assert shown in text


async def test_scores_are_words_and_never_figures(alice: Browser, held: Comment) -> None:
    text = (await alice.get("/console")).text
    meters = re.findall(r'value="(\d)" aria-labelledby="(\w+)-[^"]+" aria-valuetext="(\w+)"', text)
    assert meters == [("3", "toxicity", "high"), ("1", "spam", "low")]
    scores = text.partition('class="scores"')[2].partition("</section>")[0]
    assert not re.search(r">[^<]*[0-9%]", scores)


async def test_it_offers_what_may_be_done_and_nothing_else(alice: Browser, held: Comment) -> None:
    text = (await alice.get("/console")).text
    on_the_card = text.partition('id="bulk"')[0]
    offered = re.findall(r'<button class="\w+" name="action" value="(\w+)">', on_the_card)
    assert offered == ["approve", "reject", "spam"]


async def test_it_counts_what_waits_by_reason_and_shows_only_that(
    alice: Browser, store: Store, held: Comment
) -> None:
    calm = await hold(store, "courier", "A fine piece.")
    page = (await alice.get("/console")).text
    counted = re.findall(
        r'href="/console\?reason=(\w+)">[^<]+ <span class="count"[^>]*>(\d+)<', page
    )
    assert sorted(counted) == [("score", "1"), ("thread_mode", "2")]
    assert set(cards(page)) == {held.id, calm.id}
    filtered = (await alice.get("/console?reason=score")).text
    assert cards(filtered) == [held.id]
    assert 'href="/console?reason=score" aria-current="true"' in filtered
    assert 'href="/console?reason=score&amp;order=newest"' in filtered


async def test_what_is_out_and_reported_waits_for_that_and_not_because_nothing_was_found(
    alice: Browser, store: Store
) -> None:
    out = await accept(store, "courier", draft("A fine piece."))
    await judge(store, "courier")
    report = Report(reporter="r", reason=ReportReason.ABUSE, at=1)
    await report_comment(store, "courier", out.id, report, BOB)
    page = (await alice.get("/console")).text
    assert cards(page) == [out.id]
    assert "Reported by 1 reader" in page
    assert "Nothing found" not in page


async def test_how_many_wait_is_told_only_where_all_of_them_are_shown(
    alice: Browser, held: Comment
) -> None:
    assert "1 card<" in (await alice.get("/console")).text
    assert "1 card<" in (await alice.get("/console?order=oldest")).text
    assert "1 card<" not in (await alice.get("/console?q=another")).text


async def test_it_comes_in_the_order_asked_for(alice: Browser, store: Store) -> None:
    first, second = [await hold(store, "courier", f"Number {n}.") for n in range(2)]
    for n in range(2):
        report = Report(reporter=f"r{n}", reason=ReportReason.ABUSE, at=1)
        await report_comment(store, "courier", first.id, report, BOB)
    assert cards((await alice.get("/console?order=oldest")).text) == [first.id, second.id]
    assert cards((await alice.get("/console?order=newest")).text) == [second.id, first.id]
    reported = (await alice.get("/console?order=reports")).text
    assert cards(reported) == [first.id]
    assert "Reported by 2 readers" in reported


async def test_it_shows_25_cards_and_then_the_next(alice: Browser, store: Store) -> None:
    made = [(await hold(store, "courier", f"Piece {n} of {n * 7919}.")).id for n in range(27)]
    page = await alice.get("/console?order=oldest")
    assert cards(page.text) == made[: queue.PER_PAGE]
    link = re.search(r'rel="next" href="([^"]+)"', page.text)
    assert link is not None
    rest = await alice.get(link[1].replace("&amp;", "&"))
    assert cards(rest.text) == made[queue.PER_PAGE :]
    assert 'rel="next"' not in rest.text
    assert "Back to the first page" in rest.text


async def test_a_flood_is_one_card(alice: Browser, store: Store) -> None:
    text = "Buy the finest of all garden chairs from my uncle, today and tomorrow only."
    made = [await hold(store, "courier", text) for _ in range(3)]
    page = (await alice.get("/console")).text
    assert cards(page) == [made[0].id]
    assert "3 comments like this" in page
    assert "Also all 2 others like it, and those that come within a day" in page


async def test_bob_sees_nothing_of_alices_site(bob: Browser, held: Comment) -> None:
    page = await bob.get("/console")
    assert "Nothing waits for you." in page.text
    assert "The Gazette" in page.text


async def test_who_wrote_without_a_name_is_anonymous(alice: Browser, store: Store) -> None:
    await hold(store, "courier", "hmm", author=Author(), thread=Thread(id="t1"))
    page = (await alice.get("/console")).text
    assert "Anonymous" in page
    assert "<bdi>t1</bdi>" in page


async def test_it_refuses_what_it_does_not_know(alice: Browser) -> None:
    for query in ("order=score", "order=x", "reason=x", "cursor=x", "said=x"):
        answer = await alice.get(f"/console?{query}")
        assert answer.status_code == 422
        assert "That cannot be done" in answer.text


async def test_without_redis_it_says_so_on_a_page(
    settings: Settings, server: Server, people: None
) -> None:
    async with serving(settings) as client:
        alice = Browser(client)
        await alice.sign_in("courier", "alice")
        server.kill()
        answer = await alice.get("/console")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "The record does not answer." in answer.text
