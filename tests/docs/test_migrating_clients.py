"""The pages for clients of Perspective and OpenAI: their examples, run as they are written."""

import json

from service.doors.openai.categories import CATEGORIES
from service.doors.perspective.attributes import LABEL_OF
from tests.docs.conftest import ROOT, House, examples_of

FOLDER = ROOT / "docs/migrate"


def test_a_key_is_made(house: House) -> None:
    assert house.run("key", "docs/migrate/README.md").split()[-1].startswith("gr_sec_")


def test_perspective_s_call_is_answered(house: House) -> None:
    scores = json.loads(house.run("analyze", "docs/migrate/perspective.md"))["attributeScores"]
    assert scores["INSULT"]["summaryScore"]["value"] > 0.5
    assert [span["begin"] for span in scores["TOXICITY"]["spanScores"]] == [0, 15]


def test_google_s_client_is_answered(house: House) -> None:
    assert float(house.run("google-client", "docs/migrate/perspective.md")) > 0.5


def test_openai_s_client_is_answered(house: House) -> None:
    flagged, score = house.run("openai-client", "docs/migrate/openai.md").split()
    assert (flagged, float(score) > 0.5) == ("True", True)


def test_coral_is_answered_in_time(house: House) -> None:
    answer = json.loads(house.run("as-coral", "docs/migrate/coral.md"))
    assert answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.5


def test_every_example_that_names_a_test_has_one() -> None:
    tried = {"key", "analyze", "google-client", "openai-client", "as-coral"}
    pages = ("README", "perspective", "openai", "coral")
    assert {name for page in pages for name in examples_of(f"docs/migrate/{page}.md")} == tried


def test_every_attribute_and_category_that_is_answered_for_is_named() -> None:
    perspective, openai = (
        (FOLDER / f"{page}.md").read_text() for page in ("perspective", "openai")
    )
    plain = {name for name in LABEL_OF if not name.endswith("_EXPERIMENTAL")}
    assert {name for name in plain if f"`{name}`" not in perspective} == set()
    assert {name for name in CATEGORIES if f"`{name}`" not in openai} == {
        "self-harm/intent",  # as `self-harm/…`
        "self-harm/instructions",
    }
