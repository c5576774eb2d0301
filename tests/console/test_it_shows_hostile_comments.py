"""What strangers write is text, all of it, wherever it stands."""

import re

import pytest

from service.console.texts import LEAD, fold, make_visible
from service.domain.comments import Author, Thread
from service.store.redis import Store
from tests.console.browsers import Browser
from tests.console.waiting import hold

SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)">'
OUR_SCRIPT = '<script type="module" src="/console/assets/queue.js"></script>'
EVIL = f"{SCRIPT}\"'}}}}{{{{ 7*7 }}}}"


async def test_it_is_text_on_every_page_and_in_every_place(alice: Browser, store: Store) -> None:
    comment = await hold(
        store,
        "courier",
        EVIL,
        author=Author(id=EVIL, name=EVIL, url="https://dora.example/"),
        thread=Thread(id=EVIL, url='https://x.example/"onclick=x', title=EVIL),
    )
    pages = [(await alice.get("/console")).text]
    decided = await alice.press("/console/decisions", action="hold", reason="")
    assert decided.status_code == 422
    pages.append((await alice.get(f"/console/comments/{comment.id}")).text)
    decided = await alice.press("/console/decisions", action="reject", reason=EVIL)
    pages.append((await alice.follow(decided)).text)
    for page in pages:
        assert page.count("<script") == page.count(OUR_SCRIPT)
        assert "<img" not in page
        assert '"onclick' not in page
        assert "&lt;script&gt;alert(1)" in page
        assert "&amp;lt;" not in page
        assert "{{ 7*7 }}" in page


async def test_a_reason_for_a_stale_comment_comes_back_as_text(
    alice: Browser, store: Store
) -> None:
    await hold(store, "courier", "hmm")
    await alice.get("/console")
    form = alice.form("/console/decisions")
    await alice.press("/console/decisions", action="approve")
    answer = await alice.post("/console/decisions", **form, action="reject", reason=SCRIPT)
    assert answer.status_code == 409
    assert "<script" not in answer.text
    assert 'value="&lt;script&gt;' in answer.text


async def test_a_long_comment_is_folded_and_whole(alice: Browser, store: Store) -> None:
    text = "word " * 4_000
    await hold(store, "courier", text.strip() + "!")
    page = (await alice.get("/console")).text
    assert "<summary>Show all 20,000 characters</summary>" in page
    lead, rest = re.findall(r'<p dir="auto">(.*?)</p>', page, re.DOTALL)
    assert lead + rest == text.strip() + "!"
    assert len(lead) <= LEAD


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\u202egnp.exe", "⟦U+202E⟧gnp.exe"),
        ("a\u200b\u200b\u200bb\u200bc", "a⟦3 U+200B⟧b⟦U+200B⟧c"),
        ("tag\U000e0041", "tag⟦U+E0041⟧"),
        ("bell\x07, line\n, tab\t", "bell⟦U+0007⟧, line\n, tab\t"),
        ("a\n\n\n\nb" + "\n" * 500 + "c", "a\n\n\n\nb\n⟦500 ↵⟧\nc"),
        ("\u0645\u06cc\u200c\u062e \u200f👩\u200d🚀", "\u0645\u06cc\u200c\u062e \u200f👩\u200d🚀"),
    ],
)
def test_invisible_characters_are_seen_and_do_nothing(text: str, shown: str) -> None:
    assert make_visible(text) == shown


@pytest.mark.parametrize(
    "text",
    ["", "short", "x" * 20_000, "word " * 4_000, "\n" * 20_000, "a\n" * 13, "x" * LEAD + " y"],
)
def test_folding_loses_nothing_and_shows_a_little(text: str) -> None:
    lead, rest = fold(text)
    assert lead + rest == text
    assert len(lead) <= LEAD
    assert bool(rest) == (len(text) > LEAD or text.count("\n") > 12)
