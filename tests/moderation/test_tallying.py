"""What comes of entries is counted: what they judged, what people saw of it, and overturned."""

import pytest

from service.domain.comments import Comment
from service.domain.sites import Site
from service.domain.statuses import Action, Status
from service.domain.verdicts import ReasonCode
from service.domain.words import WordTally
from service.moderation.deciding import Decision, Seen, decide
from service.moderation.scoring import Scoring
from service.moderation.undoing import undo
from service.moderation.words import add_words
from service.settings import WorkSettings
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.people import ALICE
from tests.scorers import WordScorer
from tests.words import word

NAME = "courier"
HELD, REJECTED = word("fool"), word("casino", "reject")
INSIDE, ALLOWED = word("cunt", "spam", "substring"), word("Scunthorpe", "allow")


@pytest.fixture(autouse=True)
async def listed(store: Store, site: Site) -> None:
    await add_words(store, NAME, [HELD, REJECTED, INSIDE, ALLOWED])


async def judged(store: Store, text: str) -> Comment:
    comment = await accept(store, NAME, draft(text))
    await Scoring(store, WordScorer(), WorkSettings()).score_batch(NAME)
    return await found(store, NAME, comment.id)


async def decided(store: Store, comment: Comment, action: Action) -> str:
    decision = Decision(action=action, actor=ALICE)
    act, _ = await decide(store, NAME, Seen(comment.id, comment.version), decision)
    return act


async def tallies(store: Store) -> list[WordTally]:
    return await store.words.tallies(NAME, [w.id for w in (HELD, REJECTED, INSIDE, ALLOWED)])


async def test_entries_decide_and_the_reasons_name_them_and_where_they_stand(store: Store) -> None:
    comment = await judged(store, "A f00l in the CASINO")
    assert comment.status is Status.REJECTED
    assert [(r.code, r.entry, r.spans) for r in comment.reasons] == [
        (ReasonCode.BLOCKED_WORD, REJECTED.id, ((14, 20),)),
        (ReasonCode.SUSPECT_WORD, HELD.id, ((2, 6),)),
    ]


async def test_each_comment_that_an_entry_had_a_part_in_is_a_hit(store: Store) -> None:
    for text in ("fool", "fool, casino fool", "fine", "Scunthorpe"):
        await judged(store, text)
    assert [tally.hits for tally in await tallies(store)] == [2, 1, 0, 1]


@pytest.mark.parametrize(
    ("text", "action", "reviewed", "overturned"),
    [
        ("fool", Action.APPROVE, [1, 0, 0, 0], [1, 0, 0, 0]),
        ("fool", Action.REJECT, [1, 0, 0, 0], [0, 0, 0, 0]),
        ("casino fool", Action.APPROVE, [1, 1, 0, 0], [1, 1, 0, 0]),
        ("casino", Action.HOLD, [0, 0, 0, 0], [0, 0, 0, 0]),
        ("fine", Action.REJECT, [0, 0, 0, 0], [0, 0, 0, 0]),
        ("Scunthorpe", Action.REJECT, [0, 0, 0, 1], [0, 0, 0, 1]),
    ],
)
async def test_a_person_who_decides_confirms_an_entry_or_overturns_it(
    store: Store, text: str, action: Action, reviewed: list[int], overturned: list[int]
) -> None:
    await decided(store, await judged(store, text), action)
    now = await tallies(store)
    assert [tally.reviewed for tally in now] == reviewed
    assert [tally.overturned for tally in now] == overturned


async def test_what_is_undone_does_not_count(store: Store) -> None:
    act = await decided(store, await judged(store, "casino"), Action.APPROVE)
    await undo(store, NAME, act, ALICE)
    assert (await tallies(store))[1] == WordTally(hits=1)
