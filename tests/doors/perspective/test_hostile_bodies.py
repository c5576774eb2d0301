"""Whatever is sent to the Perspective door: an answer of the protocol, never a fault of ours."""

import json
from typing import Any

import httpx2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.doors.perspective.attributes import LABEL_OF, LIKELY_TO_REJECT, NOT_SUPPORTED
from service.doors.perspective.requests import AnalyzeRequest, SuggestRequest
from service.doors.perspective.texts import read_html, read_plain
from tests.doors.hostile import MARK, bodies
from tests.doors.perspective.conftest import Perspective

FIELDS = tuple(AnalyzeRequest.model_json_schema()["properties"])
NAMES = (*FIELDS, "text", "type", "entries", "TOXICITY", "SPAM", "summaryScore", "value")
MARKUP = [
    "<",
    ">",
    "<p>",
    "</p>",
    "<b ",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "&amp",
    "&#65;",
    "😀",
]

_many = settings(
    max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


def is_sound(answer: httpx2.Response) -> None:
    assert answer.status_code in (200, 400), answer.text
    assert answer.headers["Content-Type"] == "application/json"
    assert MARK.encode() not in answer.content
    told: dict[str, Any] = answer.json()
    assert "error" in told or "languages" in told or "requestedLanguages" in told


@_many
@given(call=st.sampled_from(["analyze", "suggestscore"]), body=bodies(*NAMES))
async def test_json_of_every_kind(perspective: Perspective, call: str, body: object) -> None:
    url = f"/v1alpha1/comments:{call}?key={perspective.key}"
    is_sound(await perspective.client.post(url, content=json.dumps(body).encode()))


@_many
@given(
    call=st.sampled_from(["analyze", "suggestscore"]),
    field=st.sampled_from((*FIELDS, "attributeScores")),
    value=bodies(*NAMES),
)
async def test_one_field_of_every_kind(
    perspective: Perspective, call: str, field: str, value: object
) -> None:
    body = {
        "comment": {"text": f"{MARK} awful", "type": "HTML"},
        "requestedAttributes": {"TOXICITY": {}, LIKELY_TO_REJECT: {}},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
        "languages": ["en"],
        "clientToken": MARK,
        "spanAnnotations": True,
        field: value,
    }
    url = f"/v1alpha1/comments:{call}?key={perspective.key}"
    is_sound(await perspective.client.post(url, content=json.dumps(body).encode()))


@_many
@given(body=st.binary(max_size=200), media=st.sampled_from(["", "x", "text/plain; charset=utf-16"]))
async def test_bytes_of_every_kind(perspective: Perspective, body: bytes, media: str) -> None:
    url = f"/v1alpha1/comments:analyze?key={perspective.key}"
    is_sound(await perspective.client.post(url, content=body, headers={"Content-Type": media}))


@given(st.lists(st.one_of(st.sampled_from(MARKUP), st.text(max_size=4)), max_size=30).map("".join))
def test_every_span_is_a_part_of_what_was_sent(sent: str) -> None:
    units = len(sent.encode("utf-16-le", "surrogatepass")) // 2
    for passage in (read_html(sent), read_plain(sent)):
        assert passage.whole == (0, units)
        ends = 0
        for span in passage.sentences():
            begin, end = passage.place(span)
            assert ends <= begin < end <= units
            ends = end


@given(st.text(alphabet="abc .!\n😀", max_size=60))
def test_sentences_leave_out_nothing_but_white_space(sent: str) -> None:
    spans = read_plain(sent).sentences()
    said = "".join(sent[begin:end] for begin, end in spans)
    assert "".join(said.split()) == "".join(sent.split())


def test_of_very_many_sentences_several_go_together() -> None:
    spans = read_plain("a. " * 5_000).sentences()
    assert len(spans) <= 100
    assert (spans[0][0], spans[-1][1]) == (0, 14_999)


def test_no_attribute_is_both_answered_and_not_supported() -> None:
    assert not NOT_SUPPORTED & (LABEL_OF.keys() | {LIKELY_TO_REJECT})
    assert "attributeScores" in SuggestRequest.model_json_schema()["properties"]
