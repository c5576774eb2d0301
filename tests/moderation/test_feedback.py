"""What people outside say of comments, kept as examples and carried out as decisions."""

import asyncio

import pytest

from service.domain.comments import Author
from service.domain.errors import NotFoundError
from service.domain.examples import Example
from service.domain.sites import Site
from service.domain.statuses import Action, Status
from service.moderation.editing import erase, erase_author
from service.moderation.feedback import Feedback, label, take_feedback
from service.moderation.undoing import undo
from service.settings import RetentionSettings
from service.store import examples
from service.store.integrity import check_site
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.people import ALICE, BOB
from tests.rulings import ruling
from tests.servers import Server

NAME = "courier"
KEEP = RetentionSettings()


def example(text: str = "Buy pills.", comment_id: str | None = None, **more: object) -> Example:
    fields = {"labels": {"spam": 1.0}, "origin": "akismet", "by": BOB, **more}
    return Example(text=text, comment_id=comment_id, **fields)  # type: ignore[arg-type]


async def kept(store: Store) -> list[Example]:
    return [example async for example in store.examples.all(NAME)]


async def test_what_is_said_of_a_text_that_is_not_ours_is_an_example_and_nothing_else(
    store: Store, site: Site
) -> None:
    assert await take_feedback(store, NAME, Feedback(example(lang="en")), KEEP) is None
    (only,) = await kept(store)
    assert (only.text, only.labels, only.origin) == ("Buy pills.", {"spam": 1.0}, "akismet")
    assert (only.by, only.lang, only.comment_id) == (BOB, "en", None)
    assert only.at > 0


async def test_what_is_said_of_our_comment_is_a_decision_of_a_person_too(
    store: Store, site: Site
) -> None:
    comment = await accept(store, NAME, draft("Buy pills."))
    await store.comments.apply_verdicts(NAME, [ruling(comment)])
    feedback = Feedback(example(comment_id=comment.id), Action.SPAM, "Reported as spam.")
    after = await take_feedback(store, NAME, feedback, KEEP)
    assert after
    assert (after.status, after.decided_by) == (Status.SPAM, "person")
    assert after.reasons[0].detail == "Reported as spam."
    assert (await store.comments.history(NAME, comment.id))[-1].actor == BOB
    assert [e.comment_id for e in await kept(store)] == [comment.id]
    assert await check_site(store.connection, NAME) == []


async def test_undoing_that_decision_takes_the_example_back_and_no_other(
    store: Store, site: Site
) -> None:
    comment = await accept(store, NAME, draft("Buy pills."))
    feedback = Feedback(example(comment_id=comment.id), Action.SPAM)
    after = await take_feedback(store, NAME, feedback, KEEP)
    await label(store, NAME, example(comment_id=comment.id, origin="coral"), KEEP)
    assert after
    assert after.decision
    assert (await undo(store, NAME, after.decision, ALICE)).restored == [comment.id]
    assert (await found(store, NAME, comment.id)).status is Status.PENDING
    assert [e.origin for e in await kept(store)] == ["coral"]


async def test_what_the_comment_is_already_is_an_example_and_no_second_decision(
    store: Store, site: Site
) -> None:
    comment = await accept(store, NAME, draft("Buy pills."))
    feedback = Feedback(example(comment_id=comment.id), Action.SPAM)
    once = await take_feedback(store, NAME, feedback, KEEP)
    assert await take_feedback(store, NAME, feedback, KEEP) == once
    assert len(await kept(store)) == 1


async def test_who_speaks_again_corrects_themselves(store: Store, site: Site) -> None:
    await label(store, NAME, example(), KEEP)
    await label(store, NAME, example(labels={"spam": 0.0}), KEEP)
    await label(store, NAME, example(origin="perspective"), KEEP)
    said = {e.origin: e.labels["spam"] for e in await kept(store)}
    assert said == {"akismet": 0.0, "perspective": 1.0}
    assert await store.examples.count(NAME) == 2


async def test_an_example_is_erased_with_its_comment_and_none_comes_afterwards(
    store: Store, site: Site, redis_server: Server
) -> None:
    comment = await accept(store, NAME, draft("Buy pills."))
    said = example(comment_id=comment.id)
    await label(store, NAME, said, KEEP)
    await erase(store, NAME, comment.id, ALICE)
    assert not await label(store, NAME, said, KEEP)
    assert await kept(store) == []
    assert list(redis_server.redis.scan_iter("gr:{courier}:example*")) == []
    with pytest.raises(NotFoundError):
        await take_feedback(store, NAME, Feedback(said, Action.SPAM), KEEP)


async def test_examples_of_an_author_are_erased_with_them_and_nobody_else_s(
    store: Store, site: Site
) -> None:
    theirs = await accept(store, NAME, draft("Mine.", author=Author(id="dora")))
    await label(store, NAME, example("Mine.", theirs.id), KEEP)
    await label(store, NAME, example("Mine, too.", identities=("author:dora",)), KEEP)
    await label(store, NAME, example("Eve's.", identities=("author:eve",)), KEEP)
    await erase_author(store, NAME, "author:dora", ALICE)
    assert [e.text for e in await kept(store)] == ["Eve's."]


async def test_examples_lapse_as_the_settings_say_and_who_wrote_them_sooner(
    store: Store, site: Site, redis_server: Server
) -> None:
    keep = RetentionSettings(examples_days=3, hashes_days=2)
    await label(store, NAME, example(identities=("email:e",)), keep)
    lives = {
        name.split(":")[2]: redis_server.redis.pttl(name) / 86_400_000
        for name in redis_server.redis.scan_iter("gr:{courier}:example*:*")
    }
    assert {name: round(days) for name, days in lives.items()} == {"example": 3, "examples-of": 2}


async def test_the_oldest_examples_make_room(
    store: Store, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examples, "MOST", 2)
    for text in ("one", "two", "three"):
        await label(store, NAME, example(text), KEEP)
        await asyncio.sleep(0.002)  # within a millisecond, none is the oldest
    assert [e.text for e in await kept(store)] == ["two", "three"]
    assert await store.examples.count(NAME) == 2


async def test_another_site_has_none_of_them(store: Store, site: Site) -> None:
    await label(store, NAME, example(), KEEP)
    assert [e async for e in store.examples.all("charlies-site")] == []
