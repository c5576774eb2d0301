"""GET /demo."""

import httpx2
import pytest

from service.demo import presenters
from service.demo.pages import PER_PAGE, THREAD
from service.domain.comments import Author, Comment, Draft, Thread
from service.domain.statuses import Status
from service.settings import Settings
from service.store.redis import Store
from tests.drafts import accept
from tests.rulings import ruling
from tests.servers import Server
from tests.serving import serving


async def put(
    store: Store, demo: str, status: Status, text: str = "Fine.", **more: object
) -> Comment:
    author = Author(name="Dora", url="https://dora.example/")
    sent = Draft(text=text, **{"thread": Thread(id=THREAD), "author": author, **more})  # type: ignore[arg-type]
    comment = await accept(store, demo, sent)
    if status is not Status.PENDING:
        await store.comments.apply_verdicts(demo, [ruling(comment, status)])
    return comment


async def test_without_comments_one_may_be_the_first(client: httpx2.AsyncClient, demo: str) -> None:
    page = await client.get("/demo")
    assert page.status_code == 200
    for words in (
        '<html lang="en">',
        "Be the first to comment",
        "Leave a Reply",
        "Your email address will not be published.",
        "Required fields are marked",
        "Post Comment",
        'action="/forms/demo/comments"',
    ):
        assert words in page.text
    assert "<script" not in page.text


async def test_approved_comments_stand_under_the_article_and_no_others(
    client: httpx2.AsyncClient, demo: str, store: Store
) -> None:
    await put(store, demo, Status.APPROVED, "Approved one.\n\nIts second paragraph.")
    for status in (Status.PENDING, Status.HELD, Status.REJECTED, Status.SPAM):
        await put(store, demo, status, f"{status} one.")
    text = (await client.get("/demo")).text
    assert '<p dir="auto">Approved one.</p>' in text
    assert '<p dir="auto">Its second paragraph.</p>' in text
    assert 'href="https://dora.example/" rel="ugc nofollow noopener"' in text
    assert text.count("<article") == 2
    assert "Be the first" not in text


async def test_what_readers_write_is_text_and_nothing_else(
    client: httpx2.AsyncClient, demo: str, store: Store
) -> None:
    evil = "<script>alert(1)</script>"
    author = Author(name=evil, url='https://x.example/"onclick="alert(1)')
    await put(store, demo, Status.APPROVED, evil, author=author)
    text = (await client.get(f"/demo?comment={evil}")).text
    assert "<script" not in text
    assert 'onclick="' not in text
    assert "&lt;script&gt;" in text


async def test_the_browser_is_told_to_load_style_sheets_and_nothing_else(
    client: httpx2.AsyncClient, demo: str
) -> None:
    assert (await client.get("/demo")).headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
        "form-action 'self'"
    )
    for path in ("/demo/assets/article.css", "/forms/assets/forms.css"):
        sheet = await client.get(path)
        assert sheet.status_code == 200
        assert sheet.headers["Content-Type"] == "text/css; charset=utf-8"
        assert sheet.headers["Cache-Control"] == "no-cache"
        assert "url(" not in sheet.text


async def test_a_reader_is_told_what_became_of_their_comment(
    client: httpx2.AsyncClient, demo: str, store: Store
) -> None:
    for status, told, shown in (
        (Status.APPROVED, "Your comment has been posted.", True),
        (Status.PENDING, "waiting for a moderator", True),
        (Status.HELD, "waiting for a moderator", True),
        (Status.REJECTED, "will not be posted", False),
        (Status.SPAM, "will not be posted", False),
    ):
        words = f"Mine, {status}."
        comment = await put(store, demo, status, words)
        text = (await client.get(f"/demo?greenroom=x&comment={comment.id}")).text
        assert told in text
        assert text.count(words) == shown
        assert f'id="comment-{comment.id}"' in text


async def test_a_waiting_comment_is_shown_to_its_writer_for_ten_minutes_and_not_by_link_for_ever(
    client: httpx2.AsyncClient, demo: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = await put(store, demo, Status.HELD, "Buy from me.")
    assert "Buy from me." in (await client.get(f"/demo?comment={comment.id}")).text
    monkeypatch.setattr(presenters, "OWN_TEXT_FOR_S", 0)
    text = (await client.get(f"/demo?comment={comment.id}")).text
    assert "waiting for a moderator" in text
    assert "Buy from me." not in text


async def test_comments_of_other_threads_are_not_shown_here(
    client: httpx2.AsyncClient, demo: str, store: Store
) -> None:
    elsewhere = await put(store, demo, Status.APPROVED, "Elsewhere.", thread=Thread(id="x"))
    assert "Elsewhere." not in (await client.get(f"/demo?comment={elsewhere.id}")).text


async def test_many_comments_are_shown_page_by_page(
    client: httpx2.AsyncClient, demo: str, store: Store
) -> None:
    for n in range(PER_PAGE + 1):
        await put(store, demo, Status.APPROVED, f"Number {n}.", created_at=n + 1)
    first = (await client.get("/demo")).text
    assert "Number 0." in first
    assert f"Number {PER_PAGE}." not in first
    more = first.split('<p class="more"><a href="')[1].split('"')[0]
    assert f"Number {PER_PAGE}." in (await client.get(more)).text


async def test_without_a_demo_site_there_is_no_demo_page(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/demo")).status_code == 404


async def test_without_redis_there_is_the_article_and_the_form(
    settings: Settings, server: Server, demo: str
) -> None:
    async with serving(settings) as client:
        server.kill()
        page = await client.get("/demo")
    assert page.status_code == 503
    assert "Comments cannot be shown just now." in page.text
    assert "Post Comment" in page.text
