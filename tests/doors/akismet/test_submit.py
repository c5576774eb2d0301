"""What people say of the answer: a decision on the comment, and a labelled example."""

import httpx2
import pytest

from service.domain.sites import Scope, Site
from service.domain.statuses import Status
from service.moderation.editing import erase
from service.moderation.undoing import undo
from service.store.integrity import check_site
from service.store.redis import Store
from tests import callers
from tests.doors.akismet.calls import NAME, call, check, examples, kept
from tests.drafts import found
from tests.people import ALICE

THANKS = "Thanks for making the web a better place."


@pytest.mark.parametrize(
    ("what", "status", "spam"),
    [("submit-spam", Status.SPAM, 1.0), ("submit-ham", Status.APPROVED, 0.0)],
)
@pytest.mark.parametrize("by_guid", [True, False])
async def test_it_is_a_person_s_decision_and_an_example(
    client: httpx2.AsyncClient,
    store: Store,
    key: str,
    what: str,
    status: Status,
    spam: float,
    *,
    by_guid: bool,
) -> None:
    guid = (await check(client, key)).headers["X-akismet-guid"]
    other = {"guid": guid, "comment_content": "As WordPress filtered it."} if by_guid else {}
    answer = await call(client, what, api_key=key, **other)
    assert (answer.status_code, answer.text) == (200, THANKS)
    comment = await found(store, NAME, guid)
    assert (comment.status, comment.decided_by) == (status, "person")
    (example,) = await examples(store)
    assert (example.text, example.comment_id) == ("A fine piece.", guid)
    assert example.labels == {"spam": spam}
    entry = (await store.comments.history(NAME, guid))[-1]
    assert entry.actor.id == (await store.api_keys.of_site(NAME))[0].id
    assert await check_site(store.connection, NAME) == []


async def test_it_can_be_undone(client: httpx2.AsyncClient, store: Store, key: str) -> None:
    guid = (await check(client, key)).headers["X-akismet-guid"]
    await call(client, "submit-spam", api_key=key)
    decision = (await found(store, NAME, guid)).decision
    assert decision
    assert (await undo(store, NAME, decision, ALICE)).restored == [guid]
    assert await examples(store) == []


async def test_who_changes_their_mind_is_believed(
    client: httpx2.AsyncClient, store: Store, key: str
) -> None:
    guid = (await check(client, key)).headers["X-akismet-guid"]
    for what in ("submit-spam", "submit-spam", "submit-ham"):
        assert (await call(client, what, api_key=key)).text == THANKS
    assert (await found(store, NAME, guid)).status is Status.APPROVED
    assert [example.labels["spam"] for example in await examples(store)] == [0.0]


async def test_what_was_never_checked_is_an_example_all_the_same(
    client: httpx2.AsyncClient, store: Store, key: str
) -> None:
    assert (await call(client, "submit-spam", api_key=key, guid="of-another")).text == THANKS
    (example,) = await examples(store)
    assert (example.text, example.comment_id) == ("A fine piece.", None)
    assert await kept(store) == []


async def test_what_was_erased_is_not_found_by_what_it_said(
    client: httpx2.AsyncClient, store: Store, key: str
) -> None:
    guid = (await check(client, key)).headers["X-akismet-guid"]
    await erase(store, NAME, guid, ALICE)
    assert (await call(client, "submit-spam", api_key=key, guid=guid)).text == THANKS
    assert [example.comment_id for example in await examples(store)] == [None]


@pytest.mark.parametrize("said", [{"is_test": "1"}, {"comment_author": "akismet-guaranteed-spam"}])
async def test_a_test_teaches_nothing(
    client: httpx2.AsyncClient, store: Store, key: str, said: dict[str, str]
) -> None:
    assert (await call(client, "submit-spam", api_key=key, **said)).text == THANKS
    assert await examples(store) == []


async def test_a_key_that_may_not_moderate_gives_an_example_and_decides_nothing(
    client: httpx2.AsyncClient, store: Store, site: Site
) -> None:
    headers = await callers.server(store, site.name, Scope.SUBMIT)
    key = headers["Authorization"].removeprefix("Bearer ")
    guid = (await check(client, key)).headers["X-akismet-guid"]
    assert (await call(client, "submit-spam", api_key=key)).text == THANKS
    assert (await found(store, NAME, guid)).status is Status.PENDING
    assert len(await examples(store)) == 1
