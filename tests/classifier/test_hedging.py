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
    ],
)
def test_plain_insults_are_not_hedged(text: str) -> None:
    assert not is_hedged(text, mark(text, "moron"))


def test_harmless_words_do_not_count() -> None:
    assert not is_hedged("never mind", [Span(6, 10, "toxicity", -0.5)])
