"""POST /console/sign-out."""

from service.settings import Settings
from tests.console.browsers import Browser
from tests.servers import Server
from tests.serving import serving


async def test_it_ends_the_session_here_and_in_the_browser(
    alice: Browser, settings: Settings, redis_server: Server
) -> None:
    token = alice.token
    assert token is not None
    await alice.get("/console")
    answer = await alice.press("/console/sign-out")
    assert answer.headers["Location"] == "/console/sign-in?said=signed-out"
    assert alice.token is None
    assert redis_server.redis.keys("gr:session:*") == []
    assert redis_server.redis.smembers("gr:{courier}:sessions:alice") == set()
    assert "You are signed out." in (await alice.follow(answer)).text
    async with serving(settings) as client:
        client.cookies.set("__Host-greenroom", token, domain="comments.example", path="/")
        assert (await client.get("/console")).status_code == 303


async def test_it_ends_no_session_by_a_link(alice: Browser) -> None:
    assert (await alice.get("/console/sign-out")).status_code == 404
    assert (await alice.get("/console")).status_code == 200


async def test_it_sends_who_was_away_to_sign_in(alice: Browser, redis_server: Server) -> None:
    await alice.get("/console")
    redis_server.redis.delete(*redis_server.redis.keys("gr:session:*"))
    answer = await alice.press("/console/sign-out")
    assert answer.headers["Location"] == "/console/sign-in?back=%2Fconsole&said=expired"
    assert "You were away for a while." in (await alice.follow(answer)).text
