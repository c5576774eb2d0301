"""POST /console/undo."""

import pytest

from service.domain.audit import Actor, ActorKind
from service.domain.comments import Comment
from service.domain.statuses import Action, Status
from service.moderation.deciding import Decision, Seen, decide
from service.moderation.moderators import create_moderator
from service.store.redis import Store
from tests.console.browsers import PASSWORD, Browser
from tests.drafts import found
from tests.people import ALICE

DORIS = Actor(ActorKind.PERSON, "doris")


@pytest.fixture
async def approved(alice: Browser, store: Store, held: Comment) -> Comment:
    """What Alice has just approved, and is told so."""
    await alice.get("/console?order=newest")
    await alice.follow(await alice.press("/console/decisions", action="approve"))
    return await found(store, "courier", held.id)


async def test_it_puts_back_what_alice_has_just_done(
    alice: Browser, store: Store, approved: Comment
) -> None:
    answer = await alice.press("/console/undo")
    assert answer.headers["Location"] == "/console?order=newest&said=undone"
    assert (await found(store, "courier", approved.id)).status is Status.HELD
    assert (await store.comments.history("courier", approved.id))[-1].actor == ALICE
    page = (await alice.follow(answer)).text
    assert "Undone. It is as it was before." in page
    assert f'id="name-{approved.id}"' in page


async def test_it_leaves_alone_what_somebody_has_changed_since(
    alice: Browser, store: Store, approved: Comment
) -> None:
    doris = Decision(action=Action.SPAM, actor=DORIS)
    await decide(store, "courier", Seen(approved.id, approved.version), doris)
    answer = await alice.press("/console/undo")
    assert (await found(store, "courier", approved.id)).status is Status.SPAM
    assert "somebody has changed it since" in (await alice.follow(answer)).text


async def test_it_is_offered_only_while_it_can_be_done(alice: Browser, approved: Comment) -> None:
    page = f"/console?act={approved.decision}"
    assert ">Undo</button>" in (await alice.get(page)).text
    await alice.press("/console/undo")
    for path in (page, "/console?act=nonsense"):
        assert ">Undo</button>" not in (await alice.get(path)).text


async def test_bob_cannot_undo_what_alice_did(
    alice: Browser, bob: Browser, store: Store, approved: Comment
) -> None:
    page = await bob.get(f"/console?act={approved.decision}")
    assert "To the moon" not in page.text
    fields = bob.form("/console/sign-out") | {"decision": approved.decision or ""}
    assert (await bob.post("/console/undo", **fields)).status_code == 404
    assert (await found(store, "courier", approved.id)).status is Status.APPROVED


async def test_what_never_was_cannot_be_undone(alice: Browser) -> None:
    await alice.get("/console")
    for decision in ("", "nonsense", "x" * 10_000):
        fields = alice.form("/console/sign-out") | {"decision": decision}
        assert (await alice.post("/console/undo", **fields)).status_code == 404
        await alice.get("/console")


async def test_a_moderator_who_is_no_lead_cannot_undo_what_alice_did(
    charlie: Browser, store: Store, approved: Comment
) -> None:
    await create_moderator(store, "courier", "doris", PASSWORD)
    await charlie.sign_in("courier", "doris")
    await charlie.get("/console")
    fields = charlie.form("/console/sign-out") | {"decision": approved.decision or ""}
    assert (await charlie.post("/console/undo", **fields)).status_code == 403
    assert (await found(store, "courier", approved.id)).status is Status.APPROVED
