# ruff: noqa: RUF001 - look-alikes are the subject of this file
"""Finding words through disguises, and saying where: never in what only looks a bit like them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.lettering import spell
from service.domain.words import Word, WordList
from service.moderation.matching import MOST_MATCHES, MOST_SPANS, Matcher, matcher_of
from tests.words import word


def places(text: str, *words: Word) -> list[tuple[str, list[str]]]:
    """Give each entry that is found, and what of the text it was found in."""
    return [
        (match.phrase, [text[begin:end] for begin, end in match.spans])
        for match in Matcher(words).find(text, 5)
    ]


DISGUISES = [
    "IDIOT", "ïdíöt", "i\u0336d\u0336i\u0336o\u0336t", "id\u200biot", "id\u00adiot", "𝓲𝓭𝓲𝓸𝓽",
    "ｉｄｉｏｔ", "ⓘⓓⓘⓞⓣ", "🅸🅳🅸🅾🆃", "🇮🇩🇮🇴🇹", "іdіоt", "ιdιοt",
    "1d10t", "!d!ot", "id|ot", "i d i o t",
    "I. D. I. O. T", "i.d.i.o.t", "i_d_i_o_t", "id-iot", "id*iot", "idiooooot", "iiidddiiiooottt",
    "i 👉 d 👉 i 👉 o 👉 t", "ᴵᴰᴵᴼᵀ", "i\ufe0fd\ufe0fiot",
]  # fmt: skip


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("text", ["{}", "you {}!", "@{}", "you?{}", "({})", "{}, you", "**{}**"])
def test_a_disguise_is_folded_away_and_told_as_it_was_written(disguise: str, text: str) -> None:
    assert places(text.format(disguise), word("idiot")) == [("idiot", [disguise])]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("455 dollars", "ass"),
        ("I push it", "shit"),
        ("push.it", "shit"),
        ("as so", "ass"),
        ("as", "ass"),
        ("good", "god"),
        ("bail", "ball"),
        ("he'll, we’ll", "hell"),
        ("he'll, we’ll", "well"),
        ("1,488 people", "1488"),
        ("at 1000", "100"),
        ("id iot", "idiot"),
        ("idiots", "idiot"),
        ("a cuntless Scunthorpe", "cunt"),
        ("сор", "cop"),
        ("I T works", "it"),
        ("C or c", "C++"),
        ("कि", "की"),
        ("かく", "がく"),
        ("", "x"),
    ],
)
def test_what_only_looks_a_bit_like_it_is_left_alone(text: str, entry: str) -> None:
    assert places(text, word(entry)) == []


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("a$$", "ass"),
        ("a$s", "ass"),
        ("you!ass", "ass"),
        ("!!@ss!!", "ass"),
        ("a$$!", "ass"),
        ("a s s", "ass"),
        ("A.S.S.", "ass"),
        ("asssss", "ass"),
        ("сука", "сука"),
        ("cукa", "сука"),
        ("STRASSE", "straße"),
        ("Straße", "STRASSE"),
        ("🖕🏽", "🖕"),
        ("🖕🖕🖕", "🖕"),
        ("C++", "C++"),
        ("1488", "1488"),
        ("f*ck", "f*ck"),
        ("कुत्ता", "कुत्ता"),
        ("시발", "시발"),
        ("がく", "がく"),
    ],
)
def test_words_of_all_kinds_are_found(text: str, entry: str) -> None:
    assert places(f"so {text} it", word(entry)) != []


@pytest.mark.parametrize("text", ["click here", "Click,\n HERE", "click... (here", "click@here"])
def test_a_phrase_is_found_over_spaces_lines_and_punctuation(text: str) -> None:
    assert places(f"Now {text}!", word("click here")) == [("click here", [text])]


@pytest.mark.parametrize("text", ["here click", "click right here", "click", "clickhere"])
def test_a_phrase_wants_all_its_words_one_after_the_other(text: str) -> None:
    assert places(text, word("click here")) == []


def test_inside_of_words_only_such_entries_are_found() -> None:
    inside = word("cunt", match="substring")
    assert places("Scunthorpe sc.unt.horpe", inside) == [("cunt", ["cunt"])]


def test_what_an_allowed_entry_covers_is_exempt_and_the_allowed_entry_is_told() -> None:
    entries = (word("cunt", match="substring"), word("Scunthorpe", "allow"))
    assert places("Scunthorpe", *entries) == [("Scunthorpe", ["cunt"])]
    assert places("Scunthorpe, cunt", *entries) == [
        ("cunt", ["cunt"]),
        ("Scunthorpe", ["cunt"]),
    ]


def test_an_allowed_entry_that_covers_nothing_or_only_a_part_is_not_told() -> None:
    entries = (word("free money"), word("free", "allow"))
    assert places("free as air", *entries) == []
    assert places("free money", *entries) == [("free money", ["free money"])]


def test_the_gravest_comes_first_and_of_too_many_the_others_are_left_out() -> None:
    entries = [word(f"word{chr(97 + n // 26)}{chr(97 + n % 26)}") for n in range(40)]
    text = " ".join(entry.phrase for entry in entries) + " casino" * 99
    found = Matcher([*entries, word("casino", "spam")]).find(text, 5)
    assert len(found) == MOST_MATCHES
    assert (found[0].phrase, len(found[0].spans)) == ("casino", MOST_SPANS)


def test_an_entry_whose_time_is_over_is_not_looked_for() -> None:
    assert places("casino", word("casino", expires_at=5)) == []
    assert places("casino", word("casino", expires_at=6)) != []


async def test_a_list_is_made_ready_once_and_an_empty_one_finds_nothing() -> None:
    words = WordList(1, (word("casino"),))
    assert await matcher_of(words) is await matcher_of(words)
    assert (await matcher_of(WordList(2))).find("casino", 5) == ()


LIKE = {
    "c": "cCｃ𝐜сⅽⓒç", "a": "aAａ𝐚аɑá4@", "s": "sSｓ𝐬ѕꜱŝ5$", "i": "iIｉ𝐢іıï1!", "n": "nNｎ𝐧ոñ",
    "o": "oOｏ𝐨оοø0",
}  # fmt: skip
INVISIBLE = "\u200b\u200d\u00ad\u2060\ufe0f\u0301\u0336\u0489\u202e\U000e0061"
hostile = st.text(
    st.characters(exclude_categories=["Cs"])
    | st.sampled_from(INVISIBLE + "ﬃﷺ①½ǅ각각\u1100\u1161か\u3099👨‍👩‍👧🇮🇩\x00\u2028‹›")
)


@st.composite
def disguised(draw: st.DrawFn) -> str:
    """Write casino so that it can be read; its second letter is plain."""
    letters = [draw(st.sampled_from(LIKE[letter])) for letter in "casino"]
    letters[1] = "a"
    return "".join(letter + draw(st.text(INVISIBLE, max_size=3)) for letter in letters)


@given(hostile, disguised(), hostile)
def test_where_it_stands_is_told_in_code_points_of_the_text_as_it_came(
    before: str, disguise: str, after: str
) -> None:
    text = f"{before} {disguise} {after}"
    begin = len(before) + 1
    (match,) = Matcher([word("casino")]).find(text, 5)
    assert (begin, begin + len(disguise)) in match.spans


@given(hostile, st.lists(hostile, max_size=5), st.sampled_from(["word", "substring"]))
def test_every_place_lies_in_the_text_and_is_the_entry_when_read_alone(
    text: str, phrases: list[str], match: str
) -> None:
    entries = [word(phrase, match=match) for phrase in [*phrases, *text.split(), text[2:5]]]
    matcher = Matcher(entries)
    for found in matcher.find(text, 5):
        for begin, end in found.spans:
            assert 0 <= begin < end <= len(text)
            again = {other.id for other in matcher.find(text[begin:end], 5)}
            assert found.id in again


@given(st.lists(st.text("ab! ", min_size=1, max_size=4), max_size=6), st.text("ab! ", max_size=30))
def test_together_entries_are_found_where_each_is_found_alone(
    phrases: list[str], text: str
) -> None:
    entries = {word(phrase).id: word(phrase) for phrase in phrases}
    alone = {id_: m.spans for id_, w in entries.items() for m in Matcher([w]).find(text, 5)}
    together = {m.id: m.spans for m in Matcher(list(entries.values())).find(text, 5)}
    assert together == alone


@given(st.text())
def test_a_word_of_a_text_is_found_in_it(text: str) -> None:
    for piece in text.split():
        letters = "".join(c for c in piece if unicodedata.category(c)[0] == "L")
        if spell(letters):  # one of them is an apostrophe
            assert places(f"so {letters} it", word(letters)) != []
