"""What is written is what is read, whatever readers and sites put into it."""

from hypothesis import given
from hypothesis import strategies as st

from service.domain.audit import ActorKind
from service.domain.comments import Author, Draft, Origin, Signal, Thread
from service.domain.policy import Policy, Threshold
from service.domain.statuses import Status
from service.domain.verdicts import CLEAN, LABELS, Reason, ReasonCode
from service.store.codec import (
    SHORT,
    draft_fields,
    read_comment,
    read_decision_notes,
    read_fields,
    read_policy,
    read_reasons,
    read_thread,
    short_name,
    write_decision_notes,
    write_policy,
    write_reasons,
    write_scores,
    write_thread,
)
from service.store.entries import read_audit_entry, write_audit

KEPT = {"status": "pending", "version": "1", "received_at": "5", "audit": "5-0"}
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
    thread = read_thread(write_thread(draft.thread))
    comment = read_comment("courier", "id", {**KEPT, **draft_fields(draft)}, thread)
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
    thread = Thread(id="m")
    fields = {**KEPT, **draft_fields(Draft(text="t", thread=thread, created_at=1))}
    comment = read_comment("courier", "id", {**fields, "scores": write_scores(scores)}, thread)
    assert comment.scores == scores


def test_no_two_fields_share_a_short_name() -> None:
    assert len(set(SHORT.values())) == len(SHORT)
    row = {short_name(name): name for name in (*SHORT, "status", "version", "new")}
    assert read_fields(row) == {name: name for name in row.values()}


@given(
    st.fixed_dictionaries(
        {"action": words, "actor": st.sampled_from(["policy:3", "person:a b:c", "site:0f"])},
        optional={"note": words, "decision": words, "model": words, "policy": st.just("3")},
    )
)
def test_an_audit_entry_is_read_back_as_it_was_written(told: dict[str, str]) -> None:
    done, given_reasons = write_audit(told)
    entry = read_audit_entry("7-1", {"c": "id", "e": f"2 ph {done}", "r": given_reasons})
    assert (entry.comment, entry.at, entry.version, entry.reasons) == ("id", 7, 2, ())
    assert (entry.before, entry.after) == (Status.PENDING, Status.HELD)
    assert (entry.action, str(entry.actor)) == (told["action"], told["actor"])
    assert [entry.decision, entry.model] == [told.get(name) for name in ("decision", "model")]
    assert (entry.noted, entry.note) == ("note" in told, None)
    judged = entry.actor.kind is ActorKind.POLICY or "policy" in told
    assert entry.policy == (3 if judged else None)


@given(st.dictionaries(st.integers(2, 9), words))
def test_a_note_is_kept_with_its_comment_and_not_in_the_log(notes: dict[int, str]) -> None:
    told = {"action": "approve", "actor": "person:ada", "note": "He wrote: kill yourself."}
    done, reasons = write_audit(told)
    assert "kill" not in done + reasons
    kept = read_decision_notes(write_decision_notes(notes))
    entry = read_audit_entry("7-1", {"c": "id", "e": f"2 pa {done}", "r": reasons}, kept)
    assert (entry.noted, entry.note) == (True, notes.get(2))
