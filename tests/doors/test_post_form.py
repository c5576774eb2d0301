"""POST /forms/{site}/comments, as a browser does it without any script."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from service.domain.comments import Comment, Signal
from service.domain.sites import Site
from service.domain.statuses import Status
from service.doors.form_tokens import FormTokens
from service.settings import ApiSettings, Settings
from service.store.redis import Store
from tests.callers import ORIGIN, Headers
from tests.serving import URL, serving

FORM = "/forms/courier/comments"
FROM_PAGE = {"Origin": ORIGIN}
TYPED = {
    "comment": "A fine piece.",
    "name": "Dora",
    "email": "dora@reader.example",
    "url": "https://dora.example/",
    "thread_url": f"{ORIGIN}/moon?p=1",
}


async def kept(store: Store, answer: httpx2.Response) -> Comment:
    """Give the comment that a reader is sent back with."""
    assert answer.status_code == 303, answer.text
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    comment = await store.comments.get("courier", query["comment"][0])
    assert comment is not None
    return comment


def typed_in(page: str) -> dict[str, str]:
    """Read what stands in the form of a page."""
    inputs = re.findall(r'<input [^>]*?name="(\w+)"[^>]*?value="([^"]*)"', page)
    areas = re.findall(r'<textarea [^>]*?name="(\w+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    return {name: html.unescape(value) for name, value in inputs + areas}


@pytest.mark.parametrize(
    ("text", "result"),
    [("A fine piece.", "approved"), ("Hmm, hmm.", "waiting"), ("An awful piece.", "refused")],
)
@pytest.mark.usefixtures("decided")
async def test_the_reader_comes_back_to_the_page_with_the_result(
    client: httpx2.AsyncClient, store: Store, text: str, result: str
) -> None:
    typed = TYPED | {"comment": text.lower()}
    answer = await client.post(FORM, data=typed, headers=FROM_PAGE)
    comment = await kept(store, answer)
    assert answer.headers["Location"] == (
        f"{ORIGIN}/moon?p=1&greenroom={result}&comment={comment.id}#comment-{comment.id}"
    )


async def test_what_is_not_decided_in_time_is_waiting(
    client: httpx2.AsyncClient, store: Store, site: Site
) -> None:
    answer = await client.post(FORM, data=TYPED, headers=FROM_PAGE)
    assert "greenroom=waiting" in answer.headers["Location"]
    assert (await kept(store, answer)).status is Status.PENDING


@pytest.mark.usefixtures("decided")
async def test_all_that_was_typed_is_kept_but_the_email_only_as_a_hash(
    client: httpx2.AsyncClient, store: Store
) -> None:
    typed = TYPED | {"comment": "One.\r\n\r\nTwo.", "parent_id": "p-1", "submit": "Post Comment"}
    comment = await kept(store, await client.post(FORM, data=typed, headers=FROM_PAGE))
    assert comment.text == "One.\n\nTwo."
    assert (comment.author.name, comment.author.url) == ("Dora", "https://dora.example/")
    assert (comment.author.id, comment.parent_id) == (None, "p-1")
    assert comment.thread.id == comment.thread.url == f"{ORIGIN}/moon?p=1"
    assert "reader.example" not in repr(comment)


@pytest.mark.usefixtures("decided")
async def test_a_form_may_be_multipart_and_name_its_thread(
    client: httpx2.AsyncClient, store: Store
) -> None:
    files = {name: (None, value) for name, value in (TYPED | {"thread_id": "moon"}).items()}
    comment = await kept(store, await client.post(FORM, files=files, headers=FROM_PAGE))
    assert comment.text == "A fine piece."
    assert comment.thread.id == "moon"


@pytest.mark.usefixtures("decided")
async def test_only_the_comment_and_the_page_are_needed(
    client: httpx2.AsyncClient, store: Store
) -> None:
    typed = {"comment": "Hello.", "thread_url": f"{ORIGIN}/moon", "name": "", "email": " "}
    comment = await kept(store, await client.post(FORM, data=typed, headers=FROM_PAGE))
    assert comment.author.name is None


@pytest.mark.usefixtures("decided")
async def test_a_website_may_be_written_as_people_write_it(
    client: httpx2.AsyncClient, store: Store
) -> None:
    typed = TYPED | {"url": "dora.example"}
    comment = await kept(store, await client.post(FORM, data=typed, headers=FROM_PAGE))
    assert comment.author.url == "https://dora.example"


@pytest.mark.usefixtures("decided")
async def test_who_fills_in_the_hidden_field_is_answered_as_if_accepted_and_is_spam(
    client: httpx2.AsyncClient, store: Store
) -> None:
    typed = TYPED | {"subject": "Cheap watches"}
    answer = await client.post(FORM, data=typed, headers=FROM_PAGE)
    assert "greenroom=waiting" in answer.headers["Location"]
    comment = await kept(store, answer)
    assert comment.signals == (Signal.HONEYPOT,)
    while comment.status is Status.PENDING:
        comment = await kept(store, answer)
    assert comment.status is Status.SPAM


@pytest.mark.parametrize(
    "headers", [{"Origin": ORIGIN}, {"Referer": f"{ORIGIN}/moon"}, {"Origin": URL}]
)
@pytest.mark.usefixtures("decided")
async def test_it_is_open_to_pages_of_the_site_and_our_own(
    client: httpx2.AsyncClient, headers: Headers
) -> None:
    assert (await client.post(FORM, data=TYPED, headers=headers)).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Referer": "https://evil.example"},
    ],
)
async def test_it_is_closed_to_other_pages_but_what_was_typed_can_be_sent_from_ours(
    client: httpx2.AsyncClient, store: Store, site: Site, headers: Headers
) -> None:
    answer = await client.post(FORM, data=TYPED, headers=headers)
    assert answer.status_code == 403
    assert await store.pending.size(site.name) == 0
    again = await client.post(FORM, data=typed_in(answer.text), headers={"Origin": URL})
    assert (await kept(store, again)).text == TYPED["comment"]


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "https://courier.example.evil.example/",
        "https://courier.example@evil.example/",
        "http://courier.example/",
        "//evil.example/",
        "/moon",
        "javascript:alert(1)",
        "https://courier.example\\@evil.example/",
        "https://courier.example/\r\nX: y",
        "",
    ],
)
async def test_nobody_is_sent_to_a_page_of_somebody_else(
    client: httpx2.AsyncClient, store: Store, site: Site, url: str
) -> None:
    answer = await client.post(FORM, data=TYPED | {"thread_url": url}, headers=FROM_PAGE)
    assert answer.status_code == 422
    assert "thread_url" in answer.text
    assert "Location" not in answer.headers
    assert await store.pending.size(site.name) == 0


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("comment", "", "This is needed."),
        ("comment", "  \n ", "This is needed."),
        ("comment", "x" * 21_000, "Use at most 20,000 characters."),
        ("comment", "NUL \0 here", "NUL characters are not text."),
        ("name", "x" * 201, "Use at most 200 characters."),
        ("email", "dora", "This is not an e-mail address."),
        ("url", "javascript://alert(1)", "This is not an address that begins with http or https."),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    client: httpx2.AsyncClient, store: Store, site: Site, field: str, value: str, message: str
) -> None:
    typed = TYPED | {field: value}
    answer = await client.post(FORM, data=typed, headers=FROM_PAGE)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert f'<p class="error" id="{field}-error">{message}</p>' in answer.text
    assert f'href="#{field}"' in answer.text
    again = typed_in(answer.text)
    assert {name: again[name] for name in typed} == typed
    assert await store.pending.size(site.name) == 0


async def test_what_was_typed_is_shown_as_text_and_nothing_else(
    client: httpx2.AsyncClient, site: Site
) -> None:
    evil = '"></textarea><script>alert(1)</script>'
    typed = dict.fromkeys(TYPED, evil) | {"parent_id": evil, "form_token": evil}
    answer = await client.post(FORM, data=typed, headers=FROM_PAGE)
    assert answer.status_code == 422
    assert "<script" not in answer.text
    assert typed_in(answer.text)["comment"] == evil
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


async def test_the_page_lets_its_form_lead_back_to_the_site(
    client: httpx2.AsyncClient, site: Site
) -> None:
    answer = await client.post(FORM, data={"comment": ""}, headers=FROM_PAGE)
    policy = answer.headers["Content-Security-Policy"]
    assert f"form-action 'self' {URL} {ORIGIN}" in policy


@pytest.mark.usefixtures("decided")
async def test_a_double_click_posts_once(
    client: httpx2.AsyncClient, settings: Settings, store: Store, site: Site
) -> None:
    token = FormTokens(settings.secret.get_secret_value()).issue(site.name)
    typed = TYPED | {"form_token": token}
    first = await kept(store, await client.post(FORM, data=typed, headers=FROM_PAGE))
    again = await kept(store, await client.post(FORM, data=typed, headers=FROM_PAGE))
    other = typed | {"comment": "And another thing."}
    next_ = await kept(store, await client.post(FORM, data=other, headers=FROM_PAGE))
    assert first.id == again.id
    assert next_.id != first.id


@pytest.mark.usefixtures("decided")
async def test_a_token_that_is_none_is_passed_over(
    client: httpx2.AsyncClient, store: Store
) -> None:
    token = FormTokens("somebody else's secret, of 32 or more").issue("courier")
    for bad in (token, "x", "null"):
        typed = TYPED | {"form_token": bad}
        await kept(store, await client.post(FORM, data=typed, headers=FROM_PAGE))


async def test_a_site_that_is_not_there_is_not_found(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/forms/nowhere/comments", data=TYPED, headers=FROM_PAGE)
    assert answer.status_code == 404
    assert typed_in(answer.text)["comment"] == TYPED["comment"]


@pytest.mark.usefixtures("decided")
async def test_who_posts_too_often_is_told_when_to_come_back_and_loses_nothing(
    settings: Settings, site: Site
) -> None:
    slow = settings.model_copy(update={"api": ApiSettings(posts_per_minute=1)})
    async with serving(slow) as client:
        await client.post(FORM, data=TYPED, headers=FROM_PAGE)
        answer = await client.post(FORM, data=TYPED, headers=FROM_PAGE)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert typed_in(answer.text)["comment"] == TYPED["comment"]


async def test_twenty_thousand_letters_of_any_alphabet_fit(
    client: httpx2.AsyncClient, site: Site
) -> None:
    typed = TYPED | {"comment": "🌕" * 20_000, "subject": "no need to wait"}
    assert (await client.post(FORM, data=typed, headers=FROM_PAGE)).status_code == 303


async def test_other_bodies_are_refused(client: httpx2.AsyncClient, site: Site) -> None:
    assert (await client.post(FORM, json=TYPED, headers=FROM_PAGE)).status_code == 415
    large = {"comment": "x" * 300_000}
    assert (await client.post(FORM, data=large, headers=FROM_PAGE)).status_code == 413
    broken = FROM_PAGE | {"Content-Type": "multipart/form-data"}
    assert (await client.post(FORM, content=b"x", headers=broken)).status_code == 422
