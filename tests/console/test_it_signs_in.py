"""GET and POST /console/sign-in."""

import hashlib

import httpx2
import pytest
import structlog

from service.domain.sites import Site
from service.moderation.moderators import create_moderator, remove_moderator
from service.settings import Settings
from service.store.limits import SignInLimit
from service.store.redis import Store
from tests.console.browsers import PASSWORD, Browser
from tests.servers import Server
from tests.serving import serving


async def test_it_asks_strangers_to_sign_in_and_brings_them_back(charlie: Browser) -> None:
    asked = await charlie.get("/console?order=newest")
    assert asked.headers["Location"] == "/console/sign-in?back=%2Fconsole%3Forder%3Dnewest"
    form = await charlie.follow(asked)
    assert form.status_code == 200
    assert charlie.form("/console/sign-in") == {"back": "/console?order=newest"}
    for label in ("Site", "Name", "Password"):
        assert f">{label}</label>" in form.text


async def test_it_lets_alice_in(charlie: Browser) -> None:
    answer = await charlie.sign_in("courier", "alice")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/console")
    page = await charlie.follow(answer)
    assert '<bdi>alice</bdi><span class="role">lead</span>' in page.text
    assert "The Courier" in page.text


async def test_it_does_not_ask_which_site_when_there_is_one(
    settings: Settings, store: Store, site: Site
) -> None:
    await create_moderator(store, site.name, "alice", PASSWORD)
    async with serving(settings) as client:
        alice = Browser(client)
        page = await alice.get("/console/sign-in")
        assert 'name="site"' not in page.text
        signed_in = await alice.press("/console/sign-in", name="alice", password=PASSWORD)
        assert (await alice.follow(signed_in)).status_code == 200


async def test_it_says_so_when_there_is_no_site_at_all(settings: Settings) -> None:
    async with serving(settings) as client:
        page = await client.get("/console/sign-in")
    assert "There is no site here yet." in page.text
    assert 'name="password"' not in page.text


@pytest.mark.parametrize(
    ("tenant", "name", "password"),
    [
        ("courier", "alice", "wrong horse battery"),
        ("courier", "charlie", PASSWORD),
        ("courier", "bob", PASSWORD),
        ("gazette", "alice", PASSWORD),
        ("nowhere", "alice", PASSWORD),
        ("", "alice", PASSWORD),
        ("courier", "a" * 64, PASSWORD),
        ("courier", "alice\x00", PASSWORD),
        ("courier", "alice", ""),
    ],
)
async def test_it_tells_nobody_what_was_wrong(
    charlie: Browser, tenant: str, name: str, password: str
) -> None:
    answer = await charlie.sign_in(tenant, name, password)
    assert answer.status_code == 403
    assert "That did not work. Please check what you typed." in answer.text
    assert charlie.token is None
    assert password == "" or password not in answer.text


async def test_it_sets_a_cookie_for_this_host_alone_that_no_script_can_read(
    charlie: Browser,
) -> None:
    answer = await charlie.sign_in("courier", "alice")
    name, *attributes = answer.headers["Set-Cookie"].split("; ")
    assert name.startswith("__Host-greenroom=")
    assert sorted(attributes) == ["HttpOnly", "Path=/", "SameSite=lax", "Secure"]


async def test_it_uses_another_name_over_plain_http(settings: Settings, people: None) -> None:
    async with serving(settings) as client:
        client.base_url = httpx2.URL("http://localhost:8000")
        answer = await client.post(
            "/console/sign-in",
            data={"site": "courier", "name": "alice", "password": PASSWORD},
            headers={"Origin": "http://localhost:8000"},
        )
        assert answer.headers["Set-Cookie"].startswith("greenroom=")
        assert "Secure" not in answer.headers["Set-Cookie"]
        assert (await client.get("/console")).status_code == 200


async def test_it_keeps_the_hash_of_the_token_and_never_the_token(
    alice: Browser, redis_server: Server
) -> None:
    assert alice.token is not None
    digest = hashlib.sha256(alice.token.encode()).hexdigest()
    assert redis_server.redis.keys("gr:session:*") == [f"gr:session:{digest}"]
    assert redis_server.redis.smembers("gr:{courier}:sessions:alice") == {digest}
    for key in redis_server.redis.keys("*"):
        if redis_server.redis.type(key) == "string":
            assert alice.token not in str(redis_server.redis.get(key))


async def test_it_takes_no_token_from_outside(charlie: Browser) -> None:
    """Who plants a cookie in Alice's browser must not know her token once she has signed in."""
    planted = "p" * 43
    charlie.client.cookies.set("__Host-greenroom", planted, domain="comments.example", path="/")
    answer = await charlie.sign_in("courier", "alice")
    assert planted not in answer.headers["Set-Cookie"]
    charlie.client.cookies.clear()
    charlie.client.cookies.set("__Host-greenroom", planted, domain="comments.example", path="/")
    assert (await charlie.get("/console")).status_code == 303


async def test_it_gives_a_new_token_each_time_and_ends_the_one_before(
    alice: Browser, redis_server: Server
) -> None:
    before = alice.token
    again = {"site": "courier", "name": "alice", "password": PASSWORD}
    assert (await alice.post("/console/sign-in", **again)).status_code == 303
    assert alice.token != before
    assert len(redis_server.redis.keys("gr:session:*")) == 1


async def test_it_stops_guesses_at_one_account_even_when_the_last_is_right(
    charlie: Browser,
) -> None:
    for _ in range(SignInLimit.PER_ACCOUNT):
        assert (await charlie.sign_in("courier", "alice", "wrong")).status_code == 403
    answer = await charlie.sign_in("courier", "alice")
    assert answer.status_code == 429
    assert "Too many attempts." in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    assert (await charlie.sign_in("gazette", "bob")).status_code == 303


async def test_it_stops_one_address_that_tries_many_accounts(charlie: Browser) -> None:
    for n in range(SignInLimit.PER_ADDRESS):
        await charlie.sign_in("courier", f"guess-{n}", "wrong")
    assert (await charlie.sign_in("courier", "alice")).status_code == 429


async def test_it_forgives_alice_who_remembers_her_password(charlie: Browser) -> None:
    for _ in range(2):
        for _ in range(SignInLimit.PER_ACCOUNT - 1):
            await charlie.sign_in("courier", "alice", "wrong")
        assert (await charlie.sign_in("courier", "alice")).status_code == 303


async def test_it_lets_nobody_in_while_it_cannot_count(
    settings: Settings, server: Server, people: None
) -> None:
    async with serving(settings) as client:
        charlie = Browser(client)
        server.kill()
        again = {"site": "courier", "name": "alice", "password": PASSWORD}
        answer = await charlie.post("/console/sign-in", **again)
    assert answer.status_code == 503
    assert "Nobody can sign in just now." in answer.text


async def test_a_session_ends_when_nobody_has_used_it_for_long(
    alice: Browser, redis_server: Server
) -> None:
    (key,) = redis_server.redis.keys("gr:session:*")
    redis_server.redis.expire(key, 60)
    assert (await alice.get("/console")).status_code == 200
    assert redis_server.redis.ttl(key) > 7_000
    redis_server.redis.delete(key)
    assert (await alice.get("/console")).status_code == 303


async def test_a_session_ends_after_a_day_however_busy(
    alice: Browser, redis_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.domain.sessions.LIFE_S", 0)
    assert (await alice.get("/console")).status_code == 303
    assert redis_server.redis.keys("gr:session:*") == []


async def test_a_moderator_who_is_removed_is_gone_at_once(
    alice: Browser, store: Store, redis_server: Server
) -> None:
    await remove_moderator(store, "courier", "alice")
    assert redis_server.redis.keys("gr:session:*") == []
    await create_moderator(store, "courier", "alice", "another alice's password")
    assert (await alice.get("/console")).status_code == 303


async def test_who_has_signed_in_is_not_asked_again(alice: Browser) -> None:
    assert (await alice.get("/console/sign-in")).headers["Location"] == "/console"


@pytest.mark.parametrize(
    "back",
    [
        "https://charlie.example/console",
        "//charlie.example/console",
        "/\\charlie.example",
        "/console/../v1/comments",
        "/console\r\nX: y",
        "/console@charlie.example",
        "/consoles",
    ],
)
async def test_it_leads_nowhere_but_to_pages_of_ours(charlie: Browser, back: str) -> None:
    again = {"site": "courier", "name": "alice", "password": PASSWORD, "back": back}
    answer = await charlie.post("/console/sign-in", **again)
    assert answer.headers["Location"] == "/console"


async def test_nothing_secret_is_written_into_the_log(charlie: Browser) -> None:
    with structlog.testing.capture_logs() as logged:
        await charlie.sign_in("courier", "alice", "wrong horse battery")
        await charlie.sign_in("courier", "alice")
        await charlie.get("/console")
    told = {entry["route"] for entry in logged if entry["event"] == "request"}
    assert told == {"/console", "/console/sign-in"}
    assert charlie.token is not None
    for secret in (PASSWORD, "wrong horse battery", charlie.token, "alice"):
        assert secret not in str(logged)
