import pytest

from classifier.explanations import Span
from classifier.hedging import is_hedged


def mark(text: str, word: str) -> list[Span]:
    begin = text.index(word)
    return [Span(begin, begin + len(word), "toxicity", 2.0), Span(0, 3, "toxicity", -0.1)]


@pytest.mark.parametrize(
    "text",
    [
        'He called her a "moron" in public.',
        "She said \u201cyou are a moron\u201d to me.",
        "\u00abmoron\u00bb is what he wrote",
        "> you moron\nThat is no way to talk.",
        "Nobody should be called a moron.",
        "It is wrong to shout moron at people.",
        "Don't say moron.",
        "They say that I am a moron.",
        "People call me a moron.",
        "Why would anyone write moron under an article?",
        "He told me that I was a moron.",
    ],
)
def test_quotation_report_and_negation_are_hedges(text: str) -> None:
    assert is_hedged(text, mark(text, "moron"))


@pytest.mark.parametrize(
    "text",
    [
        "You moron.",
        "What a moron you are, don't write again.",
        "I did not like it. You moron!",
        "The 'experts' again, and you are the biggest moron of them",
        "Just write to me, you moron.",
        "Feel free to write to us, you moron.",
        "Call this number now, moron.",
        "Stop it, you moron.",
        "I told you so, you moron.",
        "Say that again, you moron.",
    ],
)
def test_plain_insults_are_not_hedged(text: str) -> None:
    assert not is_hedged(text, mark(text, "moron"))


def test_harmless_words_do_not_count() -> None:
    assert not is_hedged("never mind", [Span(6, 10, "toxicity", -0.5)])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Niemand sollte ein moron genannt werden."),
        ("de", "Er ist kein moron, er hat sich nur vertan."),
        ("de", "Der Minister hat ihn einen moron genannt."),
        ("de", "Er sagte \u00bbdu moron\u00ab zu mir."),
        ("pt", "N\u00e3o \u00e9 certo falar assim de um moron."),
        ("pt", "Ele me chamou de moron na frente de todos."),
        ("fr", "Il m'a trait\u00e9 de moron devant tout le monde."),
        ("fr", "Ce n'est pas un moron."),
        ("es", "Me llam\u00f3 moron delante de todos."),
        ("es", "Nadie deber\u00eda ser un moron."),
    ],
)
def test_other_languages_have_cues_of_their_own(language: str, text: str) -> None:
    assert is_hedged(text, mark(text, "moron"), language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Du bist so ein moron, schreib doch woanders."),
        ("de", "Schreib mir doch, du moron."),
        ("de", "Sag das noch einmal, du moron."),
        ("pt", "Escreva para mim, seu moron."),
        ("fr", "\u00c9crivez-moi donc, esp\u00e8ce de moron."),
        ("es", "Escriba a su madre, moron."),
        ("pt", "Voc\u00ea \u00e9 um moron."),
        ("en", "What an ugly sin, you moron."),
        (None, "sin moron"),
    ],
)
def test_cues_of_one_language_say_nothing_in_another(language: str | None, text: str) -> None:
    assert not is_hedged(text, mark(text, "moron"), language)


def test_english_is_read_where_the_language_is_unclear_or_has_no_cues() -> None:
    text = "never say moron"
    assert is_hedged(text, mark(text, "moron"), None)
    assert is_hedged(text, mark(text, "moron"), "fi")
