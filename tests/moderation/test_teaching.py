"""What a site's people have taught: what they said from outside, and what they decided."""

from dataclasses import replace

import pytest

from service.domain.comments import Comment
from service.domain.examples import Example
from service.domain.sites import Site
from service.domain.statuses import Action, Status
from service.moderation.deciding import Decision, Seen, decide
from service.moderation.editing import erase
from service.moderation.feedback import Feedback, take_feedback
from service.moderation.teaching import labels_of, lessons
from service.moderation.undoing import undo
from service.settings import RetentionSettings
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.people import ALICE, BOB
from tests.rulings import ruling

NAME = "courier"


async def taught(store: Store) -> list[Example]:
    return [example async for example in lessons(store, NAME)]


async def decided(
    store: Store, action: Action, text: str = "A fine piece.", score: float = 0.7
) -> tuple[str, Comment]:
    """Have Alice decide what the model has scored."""
    comment = await accept(store, NAME, draft(text))
    await store.comments.apply_verdicts(NAME, [ruling(comment, Status.HELD, score)])
    return await decide(store, NAME, Seen(comment.id, 2), Decision(action=action, actor=ALICE))


@pytest.mark.parametrize(
    ("action", "labels"),
    [
        (Action.APPROVE, {"toxicity": 0.0, "spam": 0.0}),
        (Action.SPAM, {"spam": 1.0}),
        (Action.REJECT, {"toxicity": 1.0}),
    ],
)
async def test_a_decision_is_a_lesson_with_who_gave_it_and_when(
    store: Store, site: Site, action: Action, labels: dict[str, float]
) -> None:
    act, comment = await decided(store, action)
    (lesson,) = await taught(store)
    assert (lesson.text, lesson.labels, lesson.origin) == ("A fine piece.", labels, "review")
    assert (lesson.comment_id, lesson.decision, lesson.by) == (comment.id, act, ALICE)
    assert lesson.at == comment.decided_at


async def test_what_was_rejected_although_nothing_was_suspected_teaches_nothing(
    store: Store, site: Site
) -> None:
    await decided(store, Action.REJECT, score=0.2)
    assert await taught(store) == []


@pytest.mark.parametrize("status", Status)
async def test_what_a_machine_decided_teaches_nothing(
    store: Store, site: Site, status: Status
) -> None:
    _act, comment = await decided(store, Action.APPROVE)
    assert labels_of(replace(comment, status=status, decided_by=None)) == {}
    assert (labels_of(replace(comment, status=status)) == {}) is (
        status in (Status.PENDING, Status.HELD, Status.ERASED)
    )


async def test_what_is_undone_or_erased_teaches_nothing(store: Store, site: Site) -> None:
    act, _comment = await decided(store, Action.APPROVE)
    await undo(store, NAME, act, ALICE)
    _act, comment = await decided(store, Action.SPAM)
    await erase(store, NAME, comment.id, ALICE)
    assert await taught(store) == []


async def test_what_was_said_from_outside_goes_before_what_it_led_to(
    store: Store, site: Site
) -> None:
    comment = await accept(store, NAME)
    example = Example(
        text=comment.text,
        labels={"spam": 1.0},
        origin="akismet",
        by=BOB,
        comment_id=comment.id,
    )
    await take_feedback(store, NAME, Feedback(example, Action.SPAM), RetentionSettings())
    assert (await found(store, NAME, comment.id)).status is Status.SPAM
    assert [lesson.origin for lesson in await taught(store)] == ["akismet"]


async def test_more_than_one_page_is_taught(store: Store, site: Site) -> None:
    for number in range(205):
        await decided(store, Action.APPROVE, f"Piece {number}.")
    assert len({lesson.text for lesson in await taught(store)}) == 205
