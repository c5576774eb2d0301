"""What a person may do to a comment in each status."""

import pytest

from service.domain.statuses import LIVE, OUTCOMES, Action, Status, allowed_actions


@pytest.mark.parametrize(
    ("status", "actions"),
    [
        (Status.PENDING, set(Action)),
        (Status.HELD, {Action.APPROVE, Action.REJECT, Action.SPAM}),
        (Status.APPROVED, {Action.HOLD, Action.REJECT, Action.SPAM}),
        (Status.REJECTED, {Action.APPROVE, Action.HOLD, Action.SPAM}),
        (Status.SPAM, {Action.APPROVE, Action.HOLD, Action.REJECT}),
        (Status.ERASED, set()),
    ],
)
def test_a_person_may_do_all_but_what_was_done(status: Status, actions: set[Action]) -> None:
    assert set(allowed_actions(status)) == actions


def test_no_decision_of_a_person_leaves_a_comment_waiting_for_the_model_or_erases_it() -> None:
    assert set(OUTCOMES) == set(Action)
    assert not {Status.PENDING, Status.ERASED} & set(OUTCOMES.values())


def test_a_tombstone_is_in_no_list() -> None:
    assert set(LIVE) == set(Status) - {Status.ERASED}


@pytest.mark.parametrize("status", [Status.APPROVED, Status.REJECTED, Status.SPAM])
def test_what_a_person_is_asked_to_look_at_may_be_confirmed(status: Status) -> None:
    assert set(allowed_actions(status, awaits=True)) == set(Action)


def test_what_is_held_waits_already() -> None:
    assert Action.HOLD not in allowed_actions(Status.HELD, awaits=True)
    assert allowed_actions(Status.ERASED, awaits=True) == ()
