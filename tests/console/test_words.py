"""The catalogues have all that the pages say, nothing that they do not, and agree."""

import re
import string

import pytest

from service.console.navigation import DESTINATIONS
from service.console.policy_forms import SECTIONS
from service.console.preferences import CHOICES
from service.console.queue import ORDERS
from service.console.rendering import FOLDER
from service.console.returning import Said
from service.console.words import LANGUAGES, Words, read_words
from service.domain.audit import ActorKind
from service.domain.bands import Band
from service.domain.error_budgets import Lack
from service.domain.models import Act
from service.domain.policy import Mode, Unscored
from service.domain.rescorings import Apply, State, Step
from service.domain.sites import Role
from service.domain.statuses import Action, Status
from service.domain.verdicts import LABELS, ReasonCode
from service.domain.words import WordAction, WordPlace

WORDS = read_words("en")
SOURCES = {path.name: path.read_text() for path in sorted((FOLDER / "templates").iterdir())}
SCRIPTS = "".join(path.read_text() for path in sorted((FOLDER / "assets").glob("*.js")))
IN_TEMPLATES = r'say(?:\.count|\.under)?\("([\w.-]+)"|"([a-z_]+\.[\w.]+)" (?:if|else|~)'
SAID = {
    key
    for text in [*SOURCES.values(), *(path.read_text() for path in FOLDER.glob("*.py"))]
    for found in re.findall(IN_TEMPLATES, text)
    for key in found
    if key
} | {"card.reasons_settled", "why.", "ago.", "lasting."}
GRAMMAR = {"lang", "singular", "thousands", "decimal", "percent"}


@pytest.mark.parametrize("key", sorted(SAID))
def test_what_a_page_says_is_in_the_catalogue(key: str) -> None:
    if key.endswith("."):
        assert WORDS.under(key.removesuffix("."))
    else:
        assert key in WORDS or WORDS.under(key)


def test_what_is_in_the_catalogue_is_said_somewhere() -> None:
    heads = tuple(key if key.endswith(".") else f"{key}." for key in SAID)
    unsaid = {key for key in WORDS if key not in SAID and not key.startswith(heads)}
    assert unsaid == GRAMMAR - SAID


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("role", Role),
        ("order", ORDERS),
        ("level", Band),
        ("label", LABELS),
        ("status", Status),
        ("action", Action),
        ("reason", ReasonCode),
        ("why", [code for code in ReasonCode if code is not ReasonCode.MODERATOR]),
        ("said", Said),
        ("actor", ActorKind),
        ("models.act", [act for act in Act if act is not Act.IMPORT]),
        ("models.did", Act),
        ("did", [*Action, "accept", "judge", "undo", "edit", "report", "erase"]),
        ("policy.section", SECTIONS),
        ("budget.reason", Lack),
        ("policy.mode", [*Mode, "title", "hint"]),
        ("threads.modes", [*Mode, "site"]),
        ("policy.unscored", [*Unscored, "title", "hint"]),
        *((f"policy.{name}", ["title", "hint"]) for names in SECTIONS.values() for name in names),
        ("word_action", WordAction),
        ("rescorings.apply", Apply),
        ("rescorings.applied", Apply),
        ("rescorings.state", [*State, "title"]),
        ("rescorings.step", Step),
        ("word_place", WordPlace),
        ("nav", [page.name for page in DESTINATIONS]),
        *((f"preferences.{name}", [*values, "title"]) for name, values in CHOICES.items()),
    ],
)
def test_every_name_has_a_word(language: str, heading: str, names: list[str]) -> None:
    words = read_words(language)
    assert [name for name in names if f"{heading}.{name}" not in words] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things_with_the_same_figures(language: str) -> None:
    words = read_words(language)
    assert set(words) == set(WORDS)
    differing = [key for key in words if gaps(words, key) != gaps(WORDS, key)]
    # “a minute ago” may be without its figure in one language and not in another
    assert [key for key in differing if not key.endswith(".one")] == []


def gaps(words: Words, key: str) -> set[str]:
    parts = string.Formatter().parse(words._entries[key])
    return {name for _text, name, _spec, _conversion in parts if name}


@pytest.mark.parametrize("name", SOURCES)
def test_no_template_speaks_for_itself(name: str) -> None:
    assert bare_words(SOURCES[name]) == []


def test_a_template_that_spoke_for_itself_would_be_found_out() -> None:
    assert bare_words('<p class="x">Hello {{ say("x") }}</p>') == ["Hello"]
    assert bare_words('<input placeholder="Your name" name="x">') == ["Your name"]


def bare_words(template: str) -> list[str]:
    """Find letters that stand neither in a tag nor in an expression, and attributes that speak."""
    markup = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", template, flags=re.DOTALL)
    spoken = re.findall(
        r'\b(?:aria-label|title|placeholder|alt|content)="([^"]*[A-Za-z][^"]*)"', markup
    )
    loose = re.sub(r"<[^>]*>", " ", markup)
    return [*re.findall(r"[^\W\d_]+", loose), *(text for text in spoken if text not in META)]


META = {"width=device-width, initial-scale=1", "noindex"}


def test_no_script_speaks_for_itself() -> None:
    """What a script says comes with the page; a string of several words would be its own."""
    strings = re.findall(r'"[^"\n]*"|\'[^\'\n]*\'|`[^`]*`', SCRIPTS)
    assert [text for text in strings if re.search(r"[A-Z]\w+ \w+|\w+ \w+ \w+[.?!]", text)] == []


def test_one_thing_is_not_spoken_of_as_several() -> None:
    french = read_words("fr")
    assert WORDS.count("queue.cards", 0) == "0 cards"
    assert WORDS.count("queue.cards", 1) == "1 card"
    assert WORDS.count("queue.cards", 1_000) == "1,000 cards"
    assert french.count("queue.cards", 0) == "0 fiche"
    assert french.count("queue.cards", 1_000) == "1\u202f000 fiches"


def test_what_is_not_there_is_said_otherwise_or_not_at_all() -> None:
    assert WORDS("why.nonsense", otherwise="its own words") == "its own words"
    with pytest.raises(KeyError):
        WORDS("nonsense")
