"""OpenAI's own client for Python, both kinds, every call it has for moderation."""

import asyncio

import openai
import pytest
from openai import AsyncOpenAI, OpenAI
from openai.types import ModerationCreateResponse

from service.domain.sites import KeyKind, Site
from service.moderation.keys import KeyRequest, issue_key
from service.settings import Settings
from service.store.redis import Store
from tests.scorers import LabelScorer
from tests.serving import listening


async def ask(url: str, key: str, given: object, **more: object) -> ModerationCreateResponse:
    async with AsyncOpenAI(base_url=url, api_key=key, max_retries=0) as client:
        return await client.moderations.create(input=given, **more)  # type: ignore[arg-type]


async def test_a_string_has_one_result(url: str, key: str) -> None:
    told = await ask(url, key, "an insult")
    (result,) = told.results
    assert result.flagged
    assert (result.categories.harassment, result.categories.hate) == (True, False)
    assert result.category_scores.harassment == pytest.approx(0.95)
    assert result.category_applied_input_types.harassment == ["text"]
    assert result.category_applied_input_types.self_harm == []
    assert (told.model, told.id[:5]) == ("m-labels", "modr-")


async def test_strings_have_one_result_each(url: str, key: str) -> None:
    told = await ask(url, key, ["fine", "a threat", ""])
    assert [result.flagged for result in told.results] == [False, True, False]


async def test_typed_parts_have_one_result_for_the_whole(url: str, key: str) -> None:
    parts = [{"type": "text", "text": "a threat"}, {"type": "text", "text": "an identity_attack"}]
    (result,) = (await ask(url, key, parts)).results
    assert result.categories.hate_threatening


async def test_any_model_may_be_asked_for(url: str, key: str) -> None:
    told = await ask(url, key, "fine", model="text-moderation-stable")
    assert told.model == "m-labels"


async def test_what_the_model_cannot_read_has_no_scores(url: str, key: str) -> None:
    (result,) = (await ask(url, key, "zyzzyva insult")).results
    assert not result.flagged
    assert result.category_applied_input_types.harassment == []


async def test_the_id_of_the_request_is_told(url: str, key: str) -> None:
    async with AsyncOpenAI(base_url=url, api_key=key) as client:
        raw = await client.moderations.with_raw_response.create(input="fine")
    assert raw.request_id
    assert raw.parse()._request_id == raw.request_id


async def test_the_blocking_client_works_and_finds_us_by_the_environment(
    url: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", url)
    monkeypatch.setenv("OPENAI_API_KEY", key)

    def block() -> bool:
        with OpenAI() as client:
            return client.moderations.create(input="a threat").results[0].flagged

    assert await asyncio.to_thread(block)


@pytest.mark.parametrize(
    ("given", "param", "code"),
    [
        ([], "input", None),
        ([5], "input", None),
        ([{"type": "video"}], "input", None),
        (["a", {"type": "text", "text": "b"}], "input", None),
        (["x"] * 1_001, "input", None),
        (
            [{"type": "image_url", "image_url": {"url": "https://x.example/a.png"}}],
            "input",
            "image_not_supported",
        ),
    ],
    ids=["nothing", "a number", "a video", "mixed", "too many", "an image"],
)
async def test_what_makes_no_sense_is_a_bad_request(
    url: str, key: str, given: object, param: str, code: str | None
) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        await ask(url, key, given)
    assert (caught.value.param, caught.value.code) == (param, code)
    assert caught.value.type == "invalid_request_error"
    assert caught.value.request_id


@pytest.mark.parametrize("wrong", ["sk-x", "gr_sec_000000000000_x"])
async def test_a_wrong_key_is_an_authentication_error(url: str, wrong: str) -> None:
    with pytest.raises(openai.AuthenticationError) as caught:
        await ask(url, wrong, "fine")
    assert caught.value.code == "invalid_api_key"


async def test_no_key_is_an_authentication_error(url: str) -> None:
    with pytest.raises(openai.AuthenticationError):
        await ask(url, "x", "fine", extra_headers={"Authorization": openai.Omit()})


async def test_a_page_s_key_is_denied(url: str, store: Store, site: Site) -> None:
    key, _ = await issue_key(store, KeyRequest(site=site.name, kind=KeyKind.PUBLISHABLE))
    with pytest.raises(openai.PermissionDeniedError):
        await ask(url, key, "fine")


async def test_a_body_that_is_too_large_is_an_error_of_status(url: str, key: str) -> None:
    with pytest.raises(openai.APIStatusError) as caught:
        await ask(url, key, "x" * (8 * 1024 * 1024 + 1))
    assert caught.value.status_code == 413


async def test_too_many_calls_are_a_rate_limit_error(settings: Settings, key: str) -> None:
    api = settings.api.model_copy(update={"door_calls_per_minute": 1})
    async with listening(settings.model_copy(update={"api": api}), LabelScorer()) as url:
        await ask(f"{url}/v1", key, "fine")
        with pytest.raises(openai.RateLimitError) as caught:
            await ask(f"{url}/v1", key, "fine")
    assert caught.value.code == "rate_limit_exceeded"
    assert int(caught.value.response.headers["Retry-After"]) >= 1


async def test_a_silent_redis_is_an_error_of_the_server(settings: Settings) -> None:
    nowhere = settings.redis.model_copy(update={"url": "unix:///nowhere/redis.sock"})
    async with listening(settings.model_copy(update={"redis": nowhere}), LabelScorer()) as url:
        with pytest.raises(openai.InternalServerError) as caught:
            await ask(f"{url}/v1", "gr_sec_000000000000_x", "fine")
    assert (caught.value.status_code, caught.value.type) == (503, "server_error")
