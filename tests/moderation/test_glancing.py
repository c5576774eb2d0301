"""What is plainly unchanged is told at a glance, and never otherwise than the checks would."""

from dataclasses import replace

import numpy as np
import pytest

from service.domain.policy import Mode, Policy, Threshold
from service.domain.rescorings import Apply
from service.domain.sites import Site
from service.domain.statuses import Status
from service.domain.verdicts import Reason, ReasonCode
from service.domain.words import Word, WordAction
from service.moderation.glancing import Glance
from service.moderation.policies import change_policy
from service.store.codec import write_reasons
from service.store.redis import Store
from service.store.rescoring_pages import StoredComment
from tests.moderation.rescored import NAME, judged, now, order, work_off
from tests.people import ALICE
from tests.rulings import LONG, TOXIC

LABELS = ("toxicity", "spam")
LIMITS = {"toxicity": Threshold(hold=0.4, reject=0.9), "spam": Threshold(hold=0.4)}
UNFAMILIAR = Reason(code=ReasonCode.UNFAMILIAR, detail="In words that the model never met.")
CALM, DOUBTFUL, SURE = [0.1, 0.1], [0.1, 0.5], [0.95, 0.1]
UNKNOWN = [0.1, np.nan]


def stored(status: Status, *reasons: Reason, policy: int = 1) -> StoredComment:
    written = write_reasons(reasons) if reasons else ""
    empty = StoredComment("c1", status, "moon", "m1", "", None, "Text.", "r1")
    return empty._replace(reasons=written, policy=str(policy), decided_by="policy")


OUT, HELD = stored(Status.APPROVED), stored(Status.HELD, TOXIC, UNFAMILIAR)


@pytest.mark.parametrize(
    ("comment", "row", "trusted", "settled"),
    [
        (OUT, CALM, True, True),
        (OUT, CALM, False, False),
        (OUT, UNKNOWN, True, False),
        (OUT, DOUBTFUL, True, False),
        (OUT._replace(policy="2"), CALM, True, False),
        (stored(Status.APPROVED, LONG), CALM, True, False),
        (HELD, DOUBTFUL, True, True),
        (HELD, CALM, False, True),
        (HELD, CALM, True, False),
        (HELD, SURE, True, False),
        (HELD, SURE, False, False),
        (HELD._replace(policy="2"), DOUBTFUL, True, False),
        (stored(Status.HELD, TOXIC, LONG), DOUBTFUL, True, False),
        (stored(Status.HELD), DOUBTFUL, True, False),
        (stored(Status.REJECTED, TOXIC), SURE, True, False),
    ],
)
def test_only_what_the_model_says_again_is_settled(
    comment: StoredComment, row: list[float], *, trusted: bool, settled: bool
) -> None:
    glance = Glance(LABELS, LIMITS, Policy())
    (expected,) = glance.expect(np.array([row]), np.array([trusted]))
    assert glance.is_settled(comment, expected, {}) is settled


@pytest.mark.parametrize(
    ("site_wide", "of_thread", "settled"),
    [
        (Mode.PRE, None, True),
        (Mode.POST, None, False),
        (Mode.PRE, Mode.POST, False),
        (Mode.POST, Mode.PRE, True),
    ],
)
def test_where_people_look_afterwards_what_is_held_is_looked_at_again(
    site_wide: Mode, of_thread: Mode | None, *, settled: bool
) -> None:
    glance = Glance(LABELS, LIMITS, Policy(mode=site_wide))
    modes = {"moon": of_thread} if of_thread else {}
    assert glance.is_settled(HELD, Status.HELD, modes) is settled


async def test_a_rescoring_without_glances_comes_to_the_same(
    store: Store, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = Policy(first_comments_held=1, max_length=30, repeats_held=3)
    await change_policy(store, NAME, policy, ALICE, seen=1)
    texts = ("A fine piece.", "hmm", "awful", "they said awful", "zyzzyva", "hmm zyzzyva")
    await judged(store, *(f"{text}, {n}" for text in texts for n in range(4)))
    policy = replace(policy, first_comments_held=0, version=2)
    await change_policy(store, NAME, policy, ALICE, seen=2)
    await judged(store, *(f"{text}, again" for text in texts), "long " * 9)
    await store.policies.set_thread_mode(NAME, "moon", Mode.POST)
    moved = (await work_off(store, await order(store, Apply.NONE))).moves
    monkeypatch.setattr(Glance, "is_settled", lambda *_: False)
    assert (await work_off(store, await order(store, Apply.NONE))).moves == moved != {}


async def test_a_word_that_is_new_on_the_list_is_looked_for_in_all_of_them(
    store: Store, site: Site
) -> None:
    comments = await judged(store, "zyzzyva and harbours", "Harbours.", "zyzzyva", "Fine.")
    word = Word(phrase="harbours", action=WordAction.REJECT, created_at=1, by="person:alice")
    await store.words.put(NAME, [word], 9)
    await work_off(store, await order(store))
    after = [comment.status for comment in await now(store, comments)]
    assert after == ["rejected", "rejected", "held", "approved"]
