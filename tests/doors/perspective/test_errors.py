"""What is refused at the Perspective door, in Google's envelope."""

from typing import Any

import httpx2
import pytest

from service.domain.sites import ALL_SITES, KeyKind, Scope, Site
from service.moderation.keys import KeyRequest, issue_key
from service.settings import Settings
from service.store.redis import Store
from tests.doors.perspective.conftest import Perspective
from tests.serving import serving

ASKED: dict[str, Any] = {
    "comment": {"text": "Fine."},
    "requestedAttributes": {"TOXICITY": {}},
    "doNotStore": True,
}
SUGGESTED: dict[str, Any] = {
    "comment": {"text": "Fine."},
    "attributeScores": {"TOXICITY": {"summaryScore": {"value": 0}}},
}


def detail(error: dict[str, Any]) -> dict[str, Any]:
    """Give what clients of Perspective go by."""
    (told,) = error["details"]
    assert told["@type"] == "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
    return dict(told)


@pytest.mark.parametrize(
    ("change", "error_type", "message"),
    [
        ({"comment": {"text": ""}}, "COMMENT_EMPTY", "Comment must be non-empty."),
        ({"comment": {"text": " \n"}}, "COMMENT_EMPTY", "Comment must be non-empty."),
        ({"comment": None}, "COMMENT_EMPTY", "Comment must be non-empty."),
        (
            {"comment": {"text": "<p><!-- x --></p>", "type": "HTML"}},
            "COMMENT_EMPTY",
            "Comment must be non-empty.",
        ),
        ({"comment": {"text": "x" * 20_481}}, "COMMENT_TOO_LONG", "Comment text too long."),
        (
            {"requestedAttributes": {}},
            "NO_REQUESTED_ATTRIBUTES",
            "Missing requested_attributes",
        ),
        (
            {"requestedAttributes": {"NICENESS": {}}},
            "INVALID_REQUEST",
            "Unknown requested attribute: NICENESS",
        ),
        (
            {"requestedAttributes": {"<b>": {}}},
            "INVALID_REQUEST",
            "Unknown requested attribute: ?",
        ),
    ],
)
async def test_what_the_original_refuses_is_refused_in_its_words(
    perspective: Perspective, change: dict[str, object], error_type: str, message: str
) -> None:
    error = await perspective.refused({**ASKED, **change})
    assert error["message"] == message
    assert detail(error)["errorType"] == error_type


@pytest.mark.parametrize(
    "change",
    [
        {"comment": "Fine."},
        {"comment": {"text": "Fine.", "type": "MARKDOWN"}},
        {"comment": {"text": 5}},
        {"languages": "en"},
        {"languages": ["<script>"]},
        {"requestedAttributes": ["TOXICITY"]},
        {"requestedAttributes": {"TOXICITY": {"scoreThreshold": "high"}}},
        {"requestedAttributes": {"TOXICITY": {"scoreType": "PERCENTILE"}}},
        {"doNotStore": "perhaps"},
        {"context": {"entries": "x"}},
    ],
)
async def test_what_makes_no_sense_is_refused(
    perspective: Perspective, change: dict[str, object]
) -> None:
    error = await perspective.refused({**ASKED, **change})
    assert detail(error)["errorType"] == "INVALID_REQUEST"
    assert "script" not in error["message"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"comment": NaN}', b"[" * 9_999])
async def test_what_is_no_json_object_is_refused(perspective: Perspective, body: bytes) -> None:
    url = f"/v1alpha1/comments:analyze?key={perspective.key}"
    answer = await perspective.client.post(url, content=body)
    assert answer.status_code == 400
    assert detail(answer.json()["error"])["errorType"] == "INVALID_REQUEST"


async def test_an_attribute_that_nothing_of_ours_measures_is_not_supported(
    perspective: Perspective,
) -> None:
    error = await perspective.refused({**ASKED, "requestedAttributes": {"FLIRTATION": {}}})
    told = detail(error)
    assert told["errorType"] == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
    assert told["languageNotSupportedByAttributeError"]["attribute"] == "FLIRTATION"


async def test_a_label_that_the_model_lacks_is_not_supported(perspective: Perspective) -> None:
    error = await perspective.refused({**ASKED, "requestedAttributes": {"THREAT": {}}})
    assert detail(error)["errorType"] == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"


async def test_a_language_that_the_model_never_learnt_is_not_supported(
    perspective: Perspective,
) -> None:
    error = await perspective.refused({**ASKED, "languages": ["fi", "en"]})
    assert error["message"] == "Attribute TOXICITY does not support request languages: fi, en"
    assert detail(error)["languageNotSupportedByAttributeError"] == {
        "attribute": "TOXICITY",
        "detectedLanguages": [],
        "requestedLanguages": ["fi", "en"],
    }


async def test_a_detected_language_that_it_never_learnt_is_not_supported(
    perspective: Perspective,
) -> None:
    error = await perspective.refused({**ASKED, "comment": {"text": "zyzzyva"}})
    assert detail(error)["languageNotSupportedByAttributeError"]["detectedLanguages"] == ["fi"]


@pytest.mark.parametrize(
    ("call", "body"), [("analyze", ASKED), ("suggestscore", SUGGESTED)], ids=["analyze", "suggest"]
)
class TestKeys:
    """Which are good, and what is said of the others."""

    async def test_without_one_nobody_may_call(
        self, perspective: Perspective, call: str, body: object
    ) -> None:
        answer = await perspective.client.post(f"/v1alpha1/comments:{call}", json=body)
        error = answer.json()["error"]
        assert (answer.status_code, error["status"]) == (403, "PERMISSION_DENIED")
        assert "unregistered callers" in error["message"]

    async def test_it_may_stand_in_a_header(
        self, perspective: Perspective, call: str, body: object
    ) -> None:
        headers = {"X-Goog-Api-Key": perspective.key}
        url = f"/v1alpha1/comments:{call}"
        answer = await perspective.client.post(url, json=body, headers=headers)
        assert answer.status_code == 200

    @pytest.mark.parametrize("wrong", ["x", "gr_sec_000000000000_x", "AIza\u00e9"])
    async def test_a_wrong_one_is_not_valid(
        self, perspective: Perspective, call: str, body: object, wrong: str
    ) -> None:
        answer = await Perspective(perspective.client, wrong).post(call, body)
        error = answer.json()["error"]
        assert (answer.status_code, error["status"]) == (400, "INVALID_ARGUMENT")
        assert error["message"] == "API key not valid. Please pass a valid API key."
        assert error["details"][0]["reason"] == "API_KEY_INVALID"

    @pytest.mark.parametrize(
        "request_",
        [
            KeyRequest(site="courier", scopes=frozenset({Scope.READ, Scope.MODERATE, Scope.ADMIN})),
            KeyRequest(site="courier", kind=KeyKind.PUBLISHABLE),
            KeyRequest(site=ALL_SITES, scopes=frozenset({Scope.ADMIN})),
        ],
        ids=["another scope", "a page's", "of all sites"],
    )
    async def test_one_for_something_else_is_refused(
        self, perspective: Perspective, call: str, body: object, store: Store, request_: KeyRequest
    ) -> None:
        key, _ = await issue_key(store, request_)
        answer = await Perspective(perspective.client, key).post(call, body)
        assert answer.status_code == 403
        assert answer.json()["error"]["status"] == "PERMISSION_DENIED"


async def test_more_calls_than_a_key_may_make_exhaust_its_quota(
    settings: Settings, key: str, site: Site
) -> None:
    api = settings.api.model_copy(update={"door_calls_per_minute": 2})
    async with serving(settings.model_copy(update={"api": api})) as client:
        perspective = Perspective(client, key)
        answers = [await perspective.post("analyze", ASKED) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    error = answers[-1].json()["error"]
    assert error["status"] == "RESOURCE_EXHAUSTED"
    assert error["details"][0]["reason"] == "RATE_LIMIT_EXCEEDED"
    assert int(answers[-1].headers["Retry-After"]) >= 1


async def test_a_body_that_is_too_large_is_refused(perspective: Perspective) -> None:
    error = await perspective.refused({**ASKED, "clientToken": "x" * 1024 * 1024})
    assert "payload size" in error["message"]


async def test_what_is_told_back_cannot_be_taken_for_markup(perspective: Perspective) -> None:
    answer = await perspective.post("analyze", {**ASKED, "clientToken": "<script>&"})
    assert b"<" not in answer.content
    assert answer.json()["clientToken"] == "<script>&"


@pytest.mark.parametrize("change", [{"attributeScores": {}}, {"attributeScores": {"SPAM": {}}}])
async def test_a_suggestion_without_a_score_is_refused(
    perspective: Perspective, change: dict[str, object]
) -> None:
    error = await perspective.refused({**SUGGESTED, **change}, "suggestscore")
    assert error["message"] == "Missing attribute_scores"


async def test_a_suggestion_for_what_nothing_of_ours_measures_is_refused(
    perspective: Perspective,
) -> None:
    scores = {"FLIRTATION": {"summaryScore": {"value": 1}}}
    error = await perspective.refused({**SUGGESTED, "attributeScores": scores}, "suggestscore")
    assert detail(error)["errorType"] == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"


@pytest.mark.parametrize("value", [-0.1, 1.1, "much", float("nan")])
async def test_a_suggestion_that_is_no_probability_is_refused(
    perspective: Perspective, value: object
) -> None:
    scores = {"SPAM": {"summaryScore": {"value": str(value)}}}
    error = await perspective.refused({**SUGGESTED, "attributeScores": scores}, "suggestscore")
    assert detail(error)["errorType"] == "INVALID_REQUEST"


async def test_a_page_of_another_site_is_told_nothing_more(
    perspective: Perspective, site: Site
) -> None:
    answer: httpx2.Response = await perspective.client.get("/v1alpha1/comments:analyze")
    assert answer.status_code == 405
