"""POST /console/claims: what a moderator looks at is theirs, and the others see it."""

from service.domain.comments import Comment
from service.moderation.looking import look_at
from service.store.redis import Store
from tests.console.browsers import Browser

PATH = "/console/claims"


async def claim(browser: Browser, **fields: str) -> object:
    await browser.get("/console")
    token = browser.form("/console/unskip")["form_token"]
    answer = await browser.post(PATH, form_token=token, **fields)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_alices_card_is_marked_for_doris_and_not_for_alice(
    alice: Browser, doris: Browser, held: Comment
) -> None:
    assert await claim(alice, id=held.id, left="") == {"moderator": "alice"}
    assert 'class="badge claim"' not in (await alice.get("/console")).text
    assert '<li class="badge claim" data-by="alice">' in (await doris.get("/console")).text
    assert await claim(doris, id=held.id) == {"moderator": "alice"}
    assert await claim(alice, left=held.id) == {"moderator": None}
    assert await claim(doris, id=held.id) == {"moderator": "doris"}


async def test_bob_of_another_site_claims_nothing_here(
    bob: Browser, store: Store, held: Comment
) -> None:
    assert await claim(bob, id=held.id) == {"moderator": None}
    assert (await store.queue.claims("courier", [held.id])) == [None]
    await look_at(store, "courier", held.id, "bob")
    await claim(bob, left=held.id)
    assert (await store.queue.claims("courier", [held.id])) != [None]


async def test_what_is_no_id_is_refused(alice: Browser) -> None:
    await alice.get("/console")
    token = alice.form("/console/unskip")["form_token"]
    assert (await alice.post(PATH, form_token=token, id="x" * 65)).status_code == 422
    assert (await alice.post(PATH, form_token="", id="x")).status_code == 403
