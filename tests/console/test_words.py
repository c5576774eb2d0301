"""The catalogue has all that the pages say, and nothing that they do not."""

import re

import pytest

from service.console.cards import Level
from service.console.queue import ORDERS
from service.console.rendering import FOLDER
from service.console.returning import Said
from service.console.words import read_words
from service.domain.audit import ActorKind
from service.domain.sites import Role
from service.domain.statuses import Action, Status
from service.domain.verdicts import LABELS, ReasonCode

WORDS = read_words("en")
TEMPLATES = "".join(path.read_text() for path in sorted((FOLDER / "templates").iterdir()))
SAID = set(re.findall(r'say(?:\.count|\.under)?\("([\w.]+)"', TEMPLATES)) | {
    "anonymous",
    "card.reasons_settled",
}


@pytest.mark.parametrize("key", sorted(SAID))
def test_what_a_page_says_is_in_the_catalogue(key: str) -> None:
    if key.endswith("."):
        assert WORDS.under(key.removesuffix("."))
    else:
        assert key in WORDS or WORDS.under(key)


def test_what_is_in_the_catalogue_is_said_somewhere() -> None:
    heads = tuple(key if key.endswith(".") else f"{key}." for key in SAID)
    unsaid = [key for key in WORDS if key not in SAID and not key.startswith(heads)]
    assert unsaid == []


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("role", Role),
        ("order", ORDERS),
        ("level", Level),
        ("label", LABELS),
        ("status", Status),
        ("action", Action),
        ("reason", ReasonCode),
        ("said", Said),
        ("actor", ActorKind),
        ("did", [*Action, "accept", "judge", "undo", "edit", "report", "erase"]),
    ],
)
def test_every_name_has_a_word(heading: str, names: list[str]) -> None:
    assert [name for name in names if f"{heading}.{name}" not in WORDS] == []


def test_one_thing_is_not_spoken_of_as_several() -> None:
    assert WORDS.count("queue.cards", 1) == "1 card"
    assert WORDS.count("queue.cards", 1_000) == "1,000 cards"


def test_what_is_not_there_is_said_otherwise_or_not_at_all() -> None:
    assert WORDS("why.nonsense", otherwise="its own words") == "its own words"
    with pytest.raises(KeyError):
        WORDS("nonsense")
