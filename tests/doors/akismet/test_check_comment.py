"""Whether a comment is spam: the exact answers, and what is kept of the comment."""

from urllib.parse import urlencode

import httpx2
import pytest

from service.domain.authors import Ban
from service.domain.comments import Origin
from service.domain.sites import Scope, Site
from service.domain.statuses import Action, Status
from service.domain.verdicts import ReasonCode
from service.moderation.deciding import Decision, Seen, decide
from service.moderation.scoring import Scoring
from service.settings import WorkSettings
from service.store.redis import Store
from tests import callers
from tests.doors.akismet.calls import NAME, check, examples, kept
from tests.people import ALICE
from tests.scorers import WordScorer


@pytest.mark.parametrize(
    ("text", "told", "headers"),
    [
        ("A fine piece.", "false", {}),
        ("hmm, well", "false", {"X-akismet-recheck-after": "86400"}),
        ("This is awful.", "true", {}),
        ("A casino for you", "true", {"X-akismet-pro-tip": "discard"}),
    ],
)
async def test_the_answer_is_a_word_and_headers_say_the_rest(
    client: httpx2.AsyncClient, key: str, text: str, told: str, headers: dict[str, str]
) -> None:
    answer = await check(client, key, comment_content=text)
    assert answer.text == told
    for name in ("X-akismet-recheck-after", "X-akismet-pro-tip"):
        assert answer.headers.get(name) == headers.get(name)


async def test_what_is_checked_is_kept_with_its_origin_and_judged_like_any_other(
    client: httpx2.AsyncClient, store: Store, key: str
) -> None:
    answer = await check(client, key, comment_content="hmm, well")
    (comment,) = await kept(store)
    assert comment.id == answer.headers["X-akismet-guid"]
    assert (comment.origin, comment.text) == (Origin.AKISMET, "hmm, well")
    assert (comment.author.name, comment.lang) == ("Dora", "en-US")
    assert comment.thread.url == "https://courier.example/moon"
    assert {i.partition(":")[0] for i in comment.identities} == {"email", "address"}
    await Scoring(store, WordScorer(), WorkSettings()).score_batch(NAME)
    assert await store.queue.size(NAME) == 1


async def test_the_same_call_again_finds_the_same_comment(
    client: httpx2.AsyncClient, store: Store, key: str
) -> None:
    once, again = [await check(client, key) for _ in range(2)]
    assert once.headers["X-akismet-guid"] == again.headers["X-akismet-guid"]
    await check(client, key, comment_date_gmt="2026-01-31T08:00:01+00:00")
    assert len(await kept(store)) == 2


@pytest.mark.parametrize("more", [{}, {"recheck_reason": "recheck_queue"}])
async def test_what_a_person_has_decided_is_the_answer_from_then_on(
    client: httpx2.AsyncClient, store: Store, key: str, more: dict[str, str]
) -> None:
    guid = (await check(client, key)).headers["X-akismet-guid"]
    await decide(store, NAME, Seen(guid, 1), Decision(action=Action.SPAM, actor=ALICE))
    assert (await check(client, key, **more)).text == "true"
    assert len(await kept(store)) == 1


async def test_a_recheck_goes_by_what_is_known_now_and_keeps_nothing_new(
    client: httpx2.AsyncClient, store: Store, key: str
) -> None:
    first = await check(client, key, comment_content="hmm, well")
    (comment,) = await kept(store)
    await store.authors.ban(NAME, Ban(identity=comment.identities[0], by="alice", at=1))
    again = await check(client, key, comment_content="hmm, well", recheck_reason="recheck_queue")
    assert (first.text, again.text) == ("false", "true")
    assert again.headers["X-akismet-guid"] == first.headers["X-akismet-guid"]
    assert len(await kept(store)) == 1


async def test_an_edit_gives_the_comment_its_new_text(
    client: httpx2.AsyncClient, store: Store, key: str
) -> None:
    guid = (await check(client, key)).headers["X-akismet-guid"]
    edited = {"comment_content": "This is awful.", "recheck_reason": "edit", "guid": guid}
    assert (await check(client, key, **edited)).text == "true"
    (comment,) = await kept(store)
    assert (comment.text, comment.status, comment.version) == (
        "This is awful.",
        Status.PENDING,
        2,
    )


@pytest.mark.parametrize("flag", ["1", "true", "True"])
async def test_of_a_test_nothing_is_kept(
    client: httpx2.AsyncClient, store: Store, key: str, flag: str
) -> None:
    assert (await check(client, key, comment_content="casino", is_test=flag)).text == "true"
    assert await kept(store) == []
    assert (await check(client, key, is_test="0")).text == "false"
    assert len(await kept(store)) == 1


@pytest.mark.parametrize(
    "said",
    [
        {"comment_author": "akismet-guaranteed-spam"},
        {"comment_author": "viagra-test-123"},
        {"comment_author_email": "akismet-guaranteed-spam@example.com"},
    ],
)
async def test_what_is_spam_by_agreement_is_spam(
    client: httpx2.AsyncClient, store: Store, key: str, said: dict[str, str]
) -> None:
    assert (await check(client, key, **said)).text == "true"
    assert await kept(store) == []


@pytest.mark.parametrize("role", ["administrator", "editor,administrator", "super_admin"])
async def test_administrators_write_what_they_like(
    client: httpx2.AsyncClient, store: Store, key: str, role: str
) -> None:
    answer = await check(client, key, comment_content="casino, awful", user_role=role)
    assert answer.text == "false"
    await Scoring(store, WordScorer(), WorkSettings()).score_batch(NAME)
    (comment,) = await kept(store)
    assert (comment.status, comment.reasons[0].code) == (Status.APPROVED, ReasonCode.TRUSTED)
    assert (await check(client, key, comment_content="casino", user_role="editor")).text == "true"


@pytest.mark.parametrize("name", ["hp", "POST_hp"])
async def test_who_fills_in_what_people_do_not_see_is_blatant(
    client: httpx2.AsyncClient, key: str, name: str
) -> None:
    trap = {"honeypot_field_name": "hp"}
    assert (await check(client, key, **trap)).text == "false"
    fallen = await check(client, key, **trap, **{name: "x"})
    assert (fallen.text, fallen.headers["X-akismet-pro-tip"]) == ("true", "discard")


@pytest.mark.parametrize("charset", ["UTF-8", "iso-8859-1", "windows-1252", "Shift_JIS"])
async def test_the_text_is_read_in_the_character_set_that_is_named(
    client: httpx2.AsyncClient, store: Store, key: str, charset: str
) -> None:
    text = "かな" if charset == "Shift_JIS" else "Grüße à tous"
    fields = {"api_key": key, "blog": "https://courier.example", "comment_content": text}
    answer = await client.post(
        "/1.1/comment-check",
        content=urlencode(fields, encoding=charset),
        headers={"Content-Type": f"application/x-www-form-urlencoded; charset={charset}"},
    )
    assert answer.text == "false"
    assert [comment.text for comment in await kept(store)] == [text]


@pytest.mark.parametrize("charset", ["rot13", "base64", "idna", "nonsense", ""])
async def test_what_is_no_character_set_is_read_as_utf_8(
    client: httpx2.AsyncClient, store: Store, key: str, charset: str
) -> None:
    answer = await client.post(
        "/1.1/comment-check",
        content=f"api_key={key}&blog=x&comment_content=Gr%C3%BC%C3%9Fe",
        headers={"Content-Type": f"application/x-www-form-urlencoded; charset={charset}"},
    )
    assert answer.text == "false"
    assert [comment.text for comment in await kept(store)] == ["Grüße"]


async def test_what_is_unsound_is_left_out_and_no_reason_to_refuse(
    client: httpx2.AsyncClient, store: Store, key: str
) -> None:
    odd = {
        "comment_author_email": "nobody",
        "comment_author_url": "javascript:alert(1)",
        "comment_author": "D" * 500,
        "user_ip": "",
        "permalink": "/moon",
        "comment_date_gmt": "yesterday",
        "blog_lang": "en, fr",
        "comment_content": "Fine.\0" + "x" * 30_000,
    }
    assert (await check(client, key, **odd)).text == "false"
    (comment,) = await kept(store)
    assert (comment.author.url, comment.lang, comment.identities) == (None, None, ())
    assert comment.thread.id == "https://courier.example"
    assert (len(comment.text), len(comment.author.name or "")) == (20_000, 200)


async def test_a_sign_up_without_a_text_is_its_author_s_name_and_page(
    client: httpx2.AsyncClient, store: Store, key: str
) -> None:
    said = {"comment_content": "", "comment_author": "casino", "comment_author_url": "http://x.y"}
    assert (await check(client, key, **said)).text == "true"
    assert [comment.text for comment in await kept(store)] == ["casino\nhttp://x.y"]


async def test_of_what_says_nothing_nothing_is_kept(
    client: httpx2.AsyncClient, store: Store, key: str
) -> None:
    answer = await check(client, key, comment_content=" ", comment_author="")
    assert answer.text == "false"
    assert await kept(store) == []


async def test_a_secret_key_that_may_submit_is_good_and_another_site_keeps_nothing(
    client: httpx2.AsyncClient, store: Store, site: Site
) -> None:
    headers = await callers.server(store, site.name, Scope.SUBMIT)
    await check(client, headers["Authorization"].removeprefix("Bearer "))
    assert len(await kept(store)) == 1
    assert await examples(store) == []
