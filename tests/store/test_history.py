"""The audit log: one entry for each version, whole even when the comment is gone."""

from service.domain.audit import Actor, ActorKind
from service.domain.sites import Site
from service.domain.statuses import Status
from service.store import transitions
from service.store.codec import read_fields
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.people import ALICE, BOB
from tests.rulings import LONG, LOOKED, TOXIC, decision, ruling
from tests.servers import Server

NAME = "courier"


async def test_every_change_has_its_entry_with_who_what_and_why(store: Store, site: Site) -> None:
    comment = await accept(store, NAME)
    await store.comments.apply_verdicts(NAME, [ruling(comment, Status.HELD)])
    held = await found(store, NAME, comment.id)
    await store.comments.apply(NAME, [decision(held, Status.APPROVED)])
    approved = await found(store, NAME, comment.id)
    await store.comments.apply(NAME, [transitions.of_edit(approved, "Another text.", BOB)])
    await store.comments.erase(approved, ALICE)

    history = await store.comments.history(NAME, comment.id)
    assert [(e.action, e.before, e.after) for e in history] == [
        ("accept", None, Status.PENDING),
        ("judge", Status.PENDING, Status.HELD),
        ("approve", Status.HELD, Status.APPROVED),
        ("edit", Status.APPROVED, Status.PENDING),
        ("erase", Status.PENDING, Status.ERASED),
    ]
    assert [e.version for e in history] == [1, 2, 3, 4, 5]
    assert [e.actor for e in history] == [BOB, Actor(ActorKind.POLICY, "1"), ALICE, BOB, ALICE]
    assert [e.reasons for e in history[1:3]] == [(TOXIC, LONG), (LOOKED,)]
    assert (history[1].model, history[1].policy) == ("m1", 1)
    assert history[0].at <= history[4].at


async def test_a_refused_change_leaves_no_trace(
    store: Store, site: Site, redis_server: Server
) -> None:
    comment = await accept(store, NAME)
    await store.comments.apply(NAME, [decision(comment)])
    counts = [redis_server.redis.xlen(f"gr:{{courier}}:{name}") for name in ("audit", "events")]
    await store.comments.apply(NAME, [decision(comment)])
    assert [
        redis_server.redis.xlen(f"gr:{{courier}}:{name}") for name in ("audit", "events")
    ] == counts


async def test_every_change_is_told_to_whoever_listens(store: Store, site: Site) -> None:
    comment = await accept(store, NAME)
    await store.comments.apply_verdicts(NAME, [ruling(comment)])
    await store.comments.erase(comment, ALICE)
    events = await store.connection.call("XRANGE", "gr:{courier}:events", "-", "+")
    told = [fields for _, fields in events]
    assert [(each["event"], each["status"], each["version"]) for each in told] == [
        ("comment.accepted", "pending", "1"),
        ("comment.decided", "approved", "2"),
        ("comment.erased", "erased", "3"),
    ]
    assert {each["comment"] for each in told} == {comment.id}


async def test_an_erased_comment_keeps_its_history_and_nothing_that_was_personal(
    store: Store, site: Site, redis_server: Server
) -> None:
    sent = draft("My name is Dora.", address_hash="a", lang="en", external_id="x")
    comment = await accept(store, NAME, sent)
    await store.comments.apply_verdicts(NAME, [ruling(comment, Status.HELD)])
    await store.comments.erase(comment, ALICE)
    assert await store.comments.get(NAME, comment.id) is None
    assert len(await store.comments.history(NAME, comment.id)) == 3
    row = redis_server.redis.hgetall(f"gr:{{courier}}:comment:{comment.id}")
    left = read_fields({str(name): str(value) for name, value in row.items()})
    assert not {"text", "author_name", "email_hash", "address_hash", "scores", "lang"} & set(left)
    assert left["revision"] == ""
    everything = [str(left), str(redis_server.redis.xrange("gr:{courier}:events"))]
    assert not any("Dora" in kept for kept in everything)


async def test_what_never_was_has_no_history(store: Store, site: Site) -> None:
    assert await store.comments.history(NAME, "nobody") == []
