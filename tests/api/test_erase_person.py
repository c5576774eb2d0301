"""POST /v1/erasures."""

import httpx2
import pytest

from service.domain.comments import Author
from service.domain.pseudonyms import Pseudonyms
from service.domain.sites import Site
from service.settings import Settings
from service.store.redis import Store
from tests.answers import kind, problem
from tests.callers import Headers
from tests.drafts import accept, draft


@pytest.fixture
async def ids(store: Store, site: Site, settings: Settings) -> dict[str, str]:
    """Dora's comments, each under other identities, and one of somebody else's at her address."""
    hashes = Pseudonyms(settings.secret.get_secret_value())
    email = hashes.of_email(site.name, "Dora@courier.example")
    address = hashes.of_address(site.name, "192.0.2.7")
    sent = {
        "id": draft(author=Author(id="dora"), email_hash=None),
        "both": draft(author=Author(id="dora"), email_hash=email, address_hash=address),
        "email": draft(author=Author(name="D."), email_hash=email),
        "neighbour": draft(author=Author(id="emil"), email_hash=None, address_hash=address),
    }
    return {name: (await accept(store, site.name, one)).id for name, one in sent.items()}


async def left(store: Store, site: Site, ids: dict[str, str]) -> set[str]:
    found = await store.comments.get_many(site.name, list(ids.values()))
    return {name for name, comment in zip(ids, found, strict=True) if comment}


@pytest.mark.parametrize(
    "asked",
    [
        ({"author_id": "dora"}, 2, {"email", "neighbour"}),
        ({"email": "dora@courier.EXAMPLE"}, 2, {"id", "neighbour"}),
        ({"address": "192.0.2.7"}, 2, {"id", "email"}),
        ({"author_id": "dora", "email": "dora@courier.example"}, 3, {"neighbour"}),
        ({"author_id": "nobody"}, 0, {"id", "both", "email", "neighbour"}),
    ],
)
async def test_all_that_a_person_wrote_is_erased(
    client: httpx2.AsyncClient,
    bob: Headers,
    store: Store,
    site: Site,
    ids: dict[str, str],
    asked: tuple[dict[str, str], int, set[str]],
) -> None:
    person, erased, stay = asked
    answer = await client.post("/v1/erasures", json=person, headers=bob)
    assert (answer.status_code, answer.json()) == (200, {"erased": erased})
    assert await left(store, site, ids) == stay


async def test_one_comment_leads_to_the_others_but_not_to_the_neighbour(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site, ids: dict[str, str]
) -> None:
    sent = {"comment_id": ids["both"]}
    answer = await client.post("/v1/erasures", json=sent, headers=bob)
    assert answer.json() == {"erased": 3}
    assert await left(store, site, ids) == {"neighbour"}
    assert kind(await client.post("/v1/erasures", json=sent, headers=bob), 404) == "not-found"


async def test_nobody_is_refused(client: httpx2.AsyncClient, bob: Headers, site: Site) -> None:
    problem(await client.post("/v1/erasures", json={}, headers=bob), 422)


async def test_another_site_s_comments_stay(
    client: httpx2.AsyncClient, charlie: Headers, store: Store, site: Site, ids: dict[str, str]
) -> None:
    sent = {"author_id": "dora", "email": "dora@courier.example", "address": "192.0.2.7"}
    answer = await client.post("/v1/erasures", json=sent, headers=charlie)
    assert answer.json() == {"erased": 0}
    assert len(await left(store, site, ids)) == 4


async def test_neither_e_mail_nor_address_is_logged(
    client: httpx2.AsyncClient,
    bob: Headers,
    site: Site,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sent = {"email": "dora@courier.example", "address": "192.0.2.7"}
    await client.post("/v1/erasures", json=sent, headers=bob)
    told = "".join(capsys.readouterr())
    assert "request" in told
    assert "dora" not in told
    assert "192.0.2.7" not in told
