"""POST /console/site: somebody who moderates several sites, in one browser."""

import pytest

from service.domain.comments import Comment
from service.domain.sites import Site
from service.domain.statuses import Status
from service.moderation.moderators import create_moderator
from service.store.redis import Store
from tests.console.browsers import PASSWORD, Browser
from tests.drafts import found
from tests.servers import Server


@pytest.fixture
async def both(alice: Browser, store: Store, gazette: Site) -> Browser:
    """Alice at the Courier, who is somebody at the Gazette, too, and has signed in there last."""
    await create_moderator(store, gazette.name, "alison", PASSWORD)
    await alice.get("/console/sign-in?another=true")
    await alice.press("/console/sign-in", site="gazette", name="alison", password=PASSWORD)
    await alice.get("/console")
    return alice


async def test_signing_in_elsewhere_ends_nothing_here(both: Browser) -> None:
    page = (await both.get("/console")).text
    assert "<bdi>The Gazette</bdi></summary>" in page
    assert 'value="courier"><bdi>The Courier</bdi></button>' in page
    page = (await both.follow(await both.press("/console/site", site="courier"))).text
    assert "<bdi>The Courier</bdi></summary>" in page
    assert "<bdi>alice</bdi>" in page


async def test_where_she_has_not_signed_in_she_is_asked_to(alice: Browser) -> None:
    await alice.get("/console")
    for site in ("gazette", "", "x" * 1_000):
        answer = await alice.press("/console/site", site=site)
        assert answer.headers["Location"] == "/console/sign-in?another=true"
        assert "Sign in" in (await alice.follow(answer)).text
        await alice.get("/console")


async def test_a_form_is_about_the_site_whose_page_it_stood_on(
    both: Browser, store: Store, held: Comment
) -> None:
    await both.follow(await both.press("/console/site", site="courier"))
    form = both.form("/console/decisions")
    await both.press("/console/site", site="gazette")
    answer = await both.post("/console/decisions", **form, action="approve")
    assert answer.status_code == 303
    assert (await found(store, "courier", held.id)).status is Status.APPROVED


async def test_a_script_names_the_site_of_its_page(both: Browser, held: Comment) -> None:
    assert held.id not in (await both.get("/console")).text
    assert held.id in (await both.get("/console?site=courier")).text
    elsewhere = await both.get("/console?site=chronicle")
    assert elsewhere.headers["Location"].startswith("/console/sign-in")


async def test_signing_in_again_ends_the_session_before(
    both: Browser, redis_server: Server
) -> None:
    before = both.token
    await both.get("/console/sign-in?another=true")
    await both.press("/console/sign-in", site="gazette", name="alison", password=PASSWORD)
    assert before is not None
    assert both.token is not None
    assert both.token.split(".")[1:] == before.split(".")[1:]
    assert both.token.split(".")[0] != before.split(".")[0]
    assert len(redis_server.redis.keys("gr:session:*")) == 2


async def test_signing_out_ends_them_all(both: Browser, redis_server: Server) -> None:
    await both.get("/console")
    await both.press("/console/sign-out")
    assert redis_server.redis.keys("gr:session:*") == []
    assert both.token is None
