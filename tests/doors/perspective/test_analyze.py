"""POST /v1alpha1/comments:analyze: what is told of a comment."""

from typing import Any

import pytest

from service.domain.policy import Policy
from service.domain.sites import Site
from service.domain.words import Word, WordAction
from service.doors.perspective.attributes import LABEL_OF
from service.store.redis import Store
from tests.doors.perspective.conftest import Perspective

AWFUL = pytest.approx(0.95)


def value(told: dict[str, Any], name: str) -> float:
    scores = told["attributeScores"][name]
    assert scores["summaryScore"]["type"] == "PROBABILITY"
    return float(scores["summaryScore"]["value"])


async def test_every_attribute_that_was_asked_for_has_its_score(perspective: Perspective) -> None:
    told = await perspective.analyze("awful casino", "TOXICITY", "SPAM", "TOXICITY_FAST")
    assert list(told["attributeScores"]) == ["TOXICITY", "SPAM", "TOXICITY_FAST"]
    assert value(told, "TOXICITY") == value(told, "TOXICITY_FAST") == AWFUL
    assert value(told, "SPAM") == pytest.approx(0.99)


async def test_without_spans_the_whole_is_one(perspective: Perspective) -> None:
    told = await perspective.analyze("awful 😀")
    (span,) = told["attributeScores"]["TOXICITY"]["spanScores"]
    assert (span["begin"], span["end"]) == (0, 8)  # the smile has two code units
    assert span["score"] == {"value": AWFUL, "type": "PROBABILITY"}


async def test_spans_are_sentences_in_utf_16_code_units(perspective: Perspective) -> None:
    told = await perspective.analyze("😀 Fine.  This is awful! ", spanAnnotations=True)
    spans = told["attributeScores"]["TOXICITY"]["spanScores"]
    assert [(span["begin"], span["end"]) for span in spans] == [(0, 8), (10, 24)]
    assert [span["score"]["value"] for span in spans] == [0, AWFUL]


async def test_html_is_read_as_browsers_show_it_and_spans_are_of_what_was_sent(
    perspective: Perspective,
) -> None:
    sent = "<p>Fine &amp; <b>good</b></p><script>awful</script><p>a<i>w</i>ful</p>"
    comment = {"text": sent, "type": "HTML"}
    told = await perspective.analyze("", comment=comment, spanAnnotations=True)
    assert value(told, "TOXICITY") == AWFUL
    spans = told["attributeScores"]["TOXICITY"]["spanScores"]
    parts = [sent[span["begin"] : span["end"]] for span in spans]
    assert parts == ["Fine &amp; <b>good", "a<i>w</i>ful"]


async def test_scores_below_the_threshold_are_left_out(perspective: Perspective) -> None:
    asked = {"TOXICITY": {"scoreThreshold": 0.9}, "SPAM": {"scoreThreshold": 0.5}}
    told = await perspective.analyze(
        "Fine. awful!", requestedAttributes=asked, spanAnnotations=True
    )
    assert list(told["attributeScores"]) == ["TOXICITY"]
    (span,) = told["attributeScores"]["TOXICITY"]["spanScores"]
    assert (span["begin"], span["end"]) == (6, 12)


async def test_a_score_at_the_threshold_is_told(perspective: Perspective) -> None:
    asked = {"TOXICITY": {"scoreThreshold": 0}}
    assert value(await perspective.analyze("Fine.", requestedAttributes=asked), "TOXICITY") == 0


async def test_the_languages_asked_for_are_told_back_and_the_token_too(
    perspective: Perspective,
) -> None:
    told = await perspective.analyze("Fine.", languages=["en-GB"], clientToken="t <1>")
    assert told["languages"] == ["en-GB"]
    assert told["detectedLanguages"] == []
    assert told["clientToken"] == "t <1>"
    assert "clientToken" not in await perspective.analyze("Fine.")


async def test_a_language_that_nobody_can_tell_is_undetermined(perspective: Perspective) -> None:
    assert (await perspective.analyze("Fine."))["languages"] == ["und"]


@pytest.mark.parametrize(
    "context",
    [
        {"entries": [{"text": "awful", "type": "PLAIN_TEXT"}]},
        {"articleAndParentComment": {"article": {"text": "awful"}, "parentComment": None}},
    ],
)
async def test_context_and_session_are_taken_and_weigh_nothing(
    perspective: Perspective, context: object
) -> None:
    told = await perspective.analyze("Fine.", context=context, sessionId="s-1")
    assert value(told, "TOXICITY") == 0


async def test_names_may_be_spelled_as_protocol_buffers_do(perspective: Perspective) -> None:
    body = {"comment": {"text": "awful"}, "requested_attributes": {"SPAM": None}}
    answer = await perspective.post("analyze", {**body, "do_not_store": True, "foo": [1]})
    assert value(answer.json(), "SPAM") == 0


@pytest.mark.parametrize(
    ("text", "likely"),
    [("Fine.", 0), ("hmm", 0.5 + 0.49 / 6), ("awful", 1), ("a turnip", 1), ("https://x " * 9, 0.5)],
)
async def test_likely_to_reject_is_the_policy_s_word(
    perspective: Perspective, store: Store, site: Site, text: str, likely: float
) -> None:
    turnip = Word(phrase="turnip", action=WordAction.REJECT, created_at=1, by="alice")
    await store.words.put(site.name, [turnip], most=10)
    told = await perspective.analyze(text, "LIKELY_TO_REJECT")
    assert value(told, "LIKELY_TO_REJECT") == pytest.approx(likely, abs=1e-3)


async def test_likely_to_reject_is_told_in_any_language(perspective: Perspective) -> None:
    told = await perspective.analyze("zyzzyva zyzzyva", "LIKELY_TO_REJECT")
    assert value(told, "LIKELY_TO_REJECT") == 0.5
    assert told["detectedLanguages"] == ["fi"]


async def test_likely_to_reject_rises_with_what_comes_nearest_to_being_held(
    perspective: Perspective, store: Store, site: Site
) -> None:
    assert await store.policies.put(site.name, Policy(version=2, max_links=99))
    told = await perspective.analyze("hm, https://x " * 3, "LIKELY_TO_REJECT")
    assert 0 <= value(told, "LIKELY_TO_REJECT") < 0.5


def test_every_production_attribute_is_answered() -> None:
    production = ["TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT"]
    assert [LABEL_OF[name] for name in production] == [name.lower() for name in production]


async def test_what_is_no_text_is_scored_as_if_it_were_not_there(perspective: Perspective) -> None:
    body = (
        b'{"comment": {"text": "\\u0000 awful \\ud800 thing."}, "doNotStore": true,'
        b' "requestedAttributes": {"TOXICITY": {}}, "spanAnnotations": true}'
    )
    answer = await perspective.client.post(
        "/v1alpha1/comments:analyze", params={"key": perspective.key}, content=body
    )
    (span,) = answer.json()["attributeScores"]["TOXICITY"]["spanScores"]
    assert (span["begin"], span["end"], span["score"]["value"]) == (0, 16, AWFUL)
