"""What is written is what is read, whatever readers and sites put into it."""

from hypothesis import given
from hypothesis import strategies as st

from service.domain.comments import Author, Draft, Origin, Signal, Thread
from service.domain.policy import Policy, Threshold
from service.domain.verdicts import CLEAN, LABELS, Reason, ReasonCode
from service.store.codec import (
    draft_fields,
    read_comment,
    read_policy,
    read_reasons,
    write_policy,
    write_reasons,
    write_scores,
)

KEPT = {"status": "pending", "version": "1", "received_at": "5"}
words = st.text(min_size=1)
maybe = st.none() | words
drafts = st.builds(
    Draft,
    text=words,
    thread=st.builds(Thread, id=words, url=maybe, title=maybe),
    author=st.builds(Author, id=maybe, name=maybe, url=maybe),
    parent_id=maybe,
    external_id=maybe,
    lang=maybe,
    created_at=st.integers(1, 2**52),
    signals=st.lists(st.sampled_from(Signal), unique=True).map(tuple),
    origin=st.sampled_from(Origin),
)
reasons = st.lists(
    st.builds(
        Reason,
        code=st.sampled_from(ReasonCode),
        detail=st.text(),
        label=st.none() | st.sampled_from(LABELS),
        value=st.none() | st.floats(0, 1),
    ),
    min_size=1,
).map(tuple)
policies = st.builds(
    Policy,
    allowed_domains=st.lists(st.text()).map(tuple),
    languages=st.lists(st.text()).map(tuple),
    max_links=st.integers(0, 99),
    thresholds=st.dictionaries(
        st.sampled_from(LABELS),
        st.builds(Threshold, hold=st.floats(0, 1), reject=st.none() | st.floats(0, 1)),
    ),
)


@given(drafts)
def test_a_draft_is_read_back_as_it_was_sent(draft: Draft) -> None:
    comment = read_comment("courier", "id", {**KEPT, **draft_fields(draft)})
    assert (comment.text, comment.thread, comment.author) == (
        draft.text,
        draft.thread,
        draft.author,
    )
    assert (comment.parent_id, comment.external_id, comment.lang) == (
        draft.parent_id,
        draft.external_id,
        draft.lang,
    )
    assert (comment.created_at, comment.signals) == (draft.created_at, draft.signals)
    assert comment.origin == draft.origin


@given(reasons)
def test_reasons_are_read_back_as_they_were_given(given: tuple[Reason, ...]) -> None:
    assert read_reasons(write_reasons(given)) == given


def test_no_reasons_and_the_clean_reason_are_told_apart() -> None:
    assert read_reasons(None) == ()
    assert read_reasons(write_reasons([CLEAN])) == (CLEAN,)


@given(policies)
def test_a_policy_is_read_back_as_it_was_set(policy: Policy) -> None:
    assert read_policy(write_policy(policy)) == policy


@given(st.dictionaries(st.sampled_from(LABELS), st.integers(0, 10_000).map(lambda n: n / 10_000)))
def test_scores_are_read_back_to_four_places_and_labels_without_one_stay_without(
    scores: dict[str, float],
) -> None:
    fields = {**KEPT, **draft_fields(Draft(text="t", thread=Thread(id="m"), created_at=1))}
    assert (
        read_comment("courier", "id", {**fields, "scores": write_scores(scores)}).scores == scores
    )
