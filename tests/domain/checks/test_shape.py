"""Checks of the shape of a text."""

from dataclasses import replace

import pytest

from service.domain.checks import shape
from service.domain.policy import Policy
from service.domain.statuses import Status
from service.domain.verdicts import ReasonCode
from tests.domain.cases import FINE, only, silent, under


@pytest.mark.parametrize("text", ["", " \n\t", "?!…", "\u200b\u200b", "a" + "\u0315" * 9])
def test_what_cannot_be_read_is_held(text: str) -> None:
    assert only(shape.unreadable, replace(FINE, text=text)).status is Status.HELD


@pytest.mark.parametrize(
    "text", ["ok", "7", "👍", "é", "e\u0301", "한국어", "ठीक है", "ที่นี่", "ប៉ុន្តែ", "ကျေးဇူးတင်ပါတယ်", "မြို့"]
)
def test_letters_digits_and_emoji_of_any_script_can_be_read(text: str) -> None:
    assert silent(shape.unreadable, replace(FINE, text=text))


def test_length_is_counted_in_characters_and_the_limit_itself_is_allowed() -> None:
    policy = Policy(max_length=10)
    assert silent(shape.length, under(policy, text="é" * 10))
    reason = only(shape.length, under(policy, text="é" * 11)).reason
    assert (reason.code, reason.value, reason.threshold) == (ReasonCode.TOO_LONG, 11, 10)


@pytest.mark.parametrize(
    "link", ["http://a.example", "HTTPS://a.example", "www.a.example", "[url=x]", "<a href=x>"]
)
def test_one_link_too_many_holds_however_it_is_written(link: str) -> None:
    policy = Policy(max_links=2)
    assert silent(shape.links, under(policy, text=f"{link} {link}"))
    reason = only(shape.links, under(policy, text=f"{link} {link} {link}")).reason
    assert (reason.code, reason.value, reason.threshold) == (ReasonCode.TOO_MANY_LINKS, 3, 2)


def test_each_link_is_shown_where_it_stands() -> None:
    text = "é see http://a.example/x and www.b.example"
    spans = only(shape.links, under(Policy(max_links=0), text=text)).reason.spans
    assert [text[begin:end] for begin, end in spans or ()] == [
        "http://a.example",
        "www.b.example",
    ]


@pytest.mark.parametrize(
    ("link", "counts"),
    [
        ("https://good.example/page", False),
        ("https://www.good.example", False),
        ("http://blog.Good.Example:8080/x", False),
        ("https://bad.example/good.example", True),
        ("https://notgood.example", True),
        ("https://good.example.bad.example", True),
        ("https://good.example@bad.example", True),
    ],
)
def test_links_to_domains_that_the_site_allows_do_not_count(link: str, *, counts: bool) -> None:
    policy = Policy(max_links=0, allowed_domains=("good.example",))
    assert silent(shape.links, under(policy, text=f"Look: {link}")) is not counts


@pytest.mark.parametrize(
    ("lang", "held"), [("de", False), ("de-AT", False), ("fr", True), (None, False)]
)
def test_a_language_that_nobody_reads_is_held(lang: str | None, *, held: bool) -> None:
    case = under(Policy(languages=("de", "en")), lang=lang)
    assert [f.reason.code for f in shape.language(case)] == [ReasonCode.LANGUAGE] * held


def test_a_site_that_names_no_language_welcomes_all() -> None:
    assert silent(shape.language, replace(FINE, lang="tlh"))


def test_what_is_buried_is_shown_where_it_stands() -> None:
    heap = "z" + "\u0315" * 12
    text = f"so {heap} and {heap}"
    reason = only(shape.unreadable, replace(FINE, text=text + "\u0315" * 40)).reason
    assert reason.spans is not None
    assert text[slice(*reason.spans[0])] == heap
    assert reason.spans[1] == (text.rindex("z"), len(text) + 40)
    assert "buried" in reason.detail


def test_where_nothing_can_be_read_all_of_it_is_shown() -> None:
    assert only(shape.unreadable, replace(FINE, text="?!…")).reason.spans == ((0, 3),)


def test_of_a_text_that_is_too_long_the_rest_is_shown() -> None:
    case = under(Policy(max_length=10), text="é" * 12)
    assert only(shape.length, case).reason.spans == ((10, 12),)


def test_of_very_many_links_all_are_counted_and_some_are_shown() -> None:
    reason = only(shape.links, replace(FINE, text="www.a.example " * 500)).reason
    assert reason.value == 500
    assert len(reason.spans or ()) == 20
