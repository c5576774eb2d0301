"""A full Redis stops intake, and nothing else."""

import pytest

from service.domain.errors import UnavailableError, UnknownOutcomeError
from service.domain.sites import Site
from service.domain.statuses import Action, Status
from service.moderation.deciding import Decision, Seen, decide_all
from service.moderation.signatures import signature_of
from service.moderation.undoing import undo
from service.store import transitions
from service.store.arrivals import Acceptance
from service.store.changes import Outcome
from service.store.integrity import check_site
from service.store.redis import Store
from service.store.review_queue import Wanted
from tests.drafts import accept, arrival, draft, found, good
from tests.people import ALICE, BOB
from tests.rulings import decision, ruling
from tests.servers import Server

NAME = "courier"


def fill(server: Server) -> None:
    server.redis.config_set("maxmemory", 1)


async def test_a_comment_is_refused_and_nothing_of_it_is_kept(
    server: Server, store: Store, site: Site
) -> None:
    await accept(store, NAME)
    fill(server)
    before = set(server.redis.keys())
    sent = arrival(draft(external_id="x"), key="k")
    (error,) = await store.comments.accept(NAME, [sent])
    assert isinstance(error, UnavailableError)
    assert not isinstance(error, UnknownOutcomeError)
    assert set(server.redis.keys()) == before
    assert await check_site(store.connection, NAME) == []

    server.redis.config_set("maxmemory", 0)
    assert good(await store.comments.accept(NAME, [sent])) == [(Acceptance.ACCEPTED, sent.id)]


async def test_claiming_judging_deciding_editing_and_erasing_go_on(
    server: Server, store: Store, site: Site
) -> None:
    judged, decided, edited, erased = [
        await accept(store, NAME, draft(external_id=f"x{n}")) for n in range(4)
    ]
    fill(server)
    assert len(await store.pending.claim(NAME, lease_s=60, count=1)) == 1
    outcomes = [
        *await store.comments.apply_verdicts(NAME, [ruling(judged, Status.HELD)]),
        *await store.comments.apply(NAME, [decision(decided)]),
        *await store.comments.apply(NAME, [transitions.of_edit(edited, "Another.", BOB)]),
        await store.comments.erase(erased, ALICE),
    ]
    assert outcomes == [Outcome.DONE] * 4
    assert (await found(store, NAME, judged.id)).status is Status.HELD
    assert await check_site(store.connection, NAME) == []


async def test_people_claim_decide_and_undo_and_floods_are_found(
    server: Server, store: Store, site: Site
) -> None:
    first, second = [await accept(store, NAME, draft("again and again " * 5)) for _ in range(2)]
    await store.comments.apply_verdicts(NAME, [ruling(c, Status.HELD) for c in (first, second)])
    fill(server)
    assert len(await store.queue.claim(NAME, Wanted(count=2), "alice", lease_s=60)) == 2
    assert await store.queue.release(NAME, "alice") == 2
    seen = [Seen(comment.id, 2) for comment in (first, second)]
    act = await decide_all(store, NAME, seen, Decision(action=Action.REJECT, actor=ALICE))
    undone = await undo(store, NAME, act.id, ALICE)
    assert (sorted(undone.restored), undone.skipped) == (sorted((first.id, second.id)), [])
    signatures = [signature_of(first.text)] * 2
    floods = await store.floods.join(NAME, [first, second], signatures, 60)
    assert floods[first.id].id == floods[second.id].id
    assert await check_site(store.connection, NAME) == []


async def test_people_can_go_on_even_after_the_scripts_were_forgotten(
    server: Server, store: Store, site: Site
) -> None:
    comment = await accept(store, NAME)
    fill(server)
    server.redis.script_flush()
    assert await store.comments.apply(NAME, [decision(comment)]) == [Outcome.DONE]


async def test_any_other_write_is_refused_as_unavailable(server: Server, store: Store) -> None:
    fill(server)
    with pytest.raises(UnavailableError):
        await store.connection.call("SET", "a", "b")
