"""Only what is signed with a secret of the site's is looked into; secrets can be rotated."""

import asyncio
import hmac

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.errors import ConflictError, InvalidError, NotFoundError
from service.domain.sites import Site
from service.moderation.coral_secrets import MOST, add_secret, is_signed, remove_secret
from service.moderation.remembering import REMEMBERED_S
from service.store.redis import Store
from tests.answers import fields, kind
from tests.callers import Headers
from tests.doors.coral.requests import OLD_SECRET, SECRET, request, send, signed
from tests.servers import Server


async def test_one_signature_that_is_known_is_enough(client: httpx2.AsyncClient) -> None:
    assert (await send(client, request(), OLD_SECRET, SECRET)).status_code == 204


@pytest.mark.parametrize(
    "header",
    ["", "sha256=", "sha256=" + "0" * 64, "sha256=é", ",,,", "md5=00", "sha256=" + "0" * 9_000],
)
async def test_what_is_not_signed_is_refused(client: httpx2.AsyncClient, header: str) -> None:
    body, headers = signed(request(), SECRET)
    raw = {**headers, "X-Coral-Signature": header}
    pairs = [(name.encode(), value.encode("latin-1")) for name, value in raw.items()]
    answer = await client.post("/coral/courier", content=body, headers=pairs)
    assert kind(answer, 401) == "unauthenticated"


async def test_a_body_that_was_changed_is_refused(client: httpx2.AsyncClient) -> None:
    body, headers = signed(request(), SECRET)
    answer = await client.post("/coral/courier", content=body + b" ", headers=headers)
    assert answer.status_code == 401


async def test_a_site_that_is_not_there_or_has_no_secret_takes_nothing(
    client: httpx2.AsyncClient, store: Store, secret: str
) -> None:
    assert kind(await send(client, request(), site="nowhere"), 404) == "not-found"
    await remove_secret(store, "courier", secret)
    await asyncio.sleep(REMEMBERED_S + 0.1)
    assert (await send(client, request())).status_code == 401


async def test_secrets_are_rotated_without_a_gap(
    client: httpx2.AsyncClient, bob: Headers, secret: str
) -> None:
    added = await client.post("/v1/coral-secrets", json={"secret": OLD_SECRET}, headers=bob)
    assert added.status_code == 201
    assert OLD_SECRET not in added.text
    await asyncio.sleep(REMEMBERED_S + 0.1)
    for active in ((SECRET,), (SECRET, OLD_SECRET), (OLD_SECRET,)):
        assert (await send(client, request(), *active)).status_code == 204
    removed = await client.delete(f"/v1/coral-secrets/{secret}", headers=bob)
    assert removed.status_code == 204
    await asyncio.sleep(REMEMBERED_S + 0.1)
    assert (await send(client, request(), SECRET)).status_code == 401
    listed = (await client.get("/v1/coral-secrets", headers=bob)).json()["items"]
    assert [row["id"] for row in listed] == [added.json()["id"]]
    gone = await client.delete(f"/v1/coral-secrets/{secret}", headers=bob)
    assert kind(gone, 404) == "not-found"


async def test_what_is_no_secret_is_refused_and_never_handed_back(
    client: httpx2.AsyncClient, bob: Headers
) -> None:
    answer = await client.post("/v1/coral-secrets", json={"secret": "too short"}, headers=bob)
    assert fields(answer) == ["secret"]
    assert "too short" not in answer.text


async def test_a_site_has_so_many_secrets_and_no_more(store: Store, site: Site) -> None:
    for number in range(MOST - 1):
        await add_secret(store, site.name, f"empk_{number:020}")
    with pytest.raises(ConflictError):
        await add_secret(store, site.name, SECRET)
    with pytest.raises(InvalidError):
        await add_secret(store, site.name, "x" * 501)
    with pytest.raises(NotFoundError):
        await add_secret(store, "nowhere", SECRET)


async def test_another_site_s_secret_opens_nothing(store: Store, site: Site) -> None:
    body, headers = signed(request(), SECRET)
    known = await store.coral_secrets.of_site("charlies-site")
    assert not is_signed(body, headers["X-Coral-Signature"], known)


async def test_while_redis_is_down_coral_is_told_to_go_on_without(
    client: httpx2.AsyncClient, server: Server
) -> None:
    server.kill()
    answer = await send(client, request())
    assert kind(answer, 503) == "unavailable"
    assert int(answer.headers["Retry-After"]) >= 1


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.just("<b>x9</b>\0"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["action", "comment", "author", "story", "id", "body", "role", "url"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(sent=_json, places=st.lists(st.sampled_from(["action", "comment", "author", "story"])))
async def test_whatever_is_signed_is_no_fault_of_ours_and_not_handed_back(
    client: httpx2.AsyncClient, sent: object, places: list[str]
) -> None:
    whole = {**request(), **dict.fromkeys(places, sent)} if places else sent
    answer = await send(client, whole)
    assert answer.status_code in (200, 204, 422)
    assert "<b>" not in answer.text


@pytest.mark.parametrize("body", [b"", b"\xff", b"[" * 5_000, b'{"action": "NEW", "x": "\\ud800"}'])
async def test_signed_bytes_that_are_no_request_are_refused(
    client: httpx2.AsyncClient, body: bytes
) -> None:
    signature = "sha256=" + hmac.new(SECRET.encode(), body, "sha256").hexdigest()
    headers = {"X-Coral-Signature": signature}
    answer = await client.post("/coral/courier", content=body, headers=headers)
    assert answer.status_code == 422
