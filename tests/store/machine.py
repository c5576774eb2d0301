"""What callers, readers and workers may do to the record, in any order."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    multiple,
    rule,
)

from service.domain.comments import Author, DecidedBy
from service.domain.errors import NotFoundError
from service.domain.policy import Policy
from service.domain.reports import Report, ReportReason
from service.domain.statuses import Status
from service.domain.verdicts import ReasonCode
from service.moderation.reporting import report_comment
from service.store import transitions
from service.store.arrivals import Acceptance, Arrival
from service.store.changes import Change, Outcome
from service.store.redis import Store
from tests.drafts import arrival, draft, good
from tests.people import BOB
from tests.rulings import ruling, unread
from tests.servers import Server
from tests.store.lives import KEYS, SITE, Life, State, World

AUTHORS: dict[str, dict[str, Any]] = {
    "dora": {"author": Author(id="dora"), "email_hash": "e"},
    "by mail": {"author": Author(), "email_hash": "e"},
    "nobody": {"author": Author(), "email_hash": None, "address_hash": "a"},
}
verdicts = st.sampled_from([Status.APPROVED, Status.HELD, Status.REJECTED, Status.SPAM])


class Traffic(RuleBasedStateMachine):
    """Keeps a model of what the record must be."""

    ids = Bundle("ids")
    ago = st.integers(0, 2)
    """How many versions ago somebody looked at a comment, or claimed it, before they act on it."""

    def __init__(self, runner: asyncio.Runner, store: Store, server: Server) -> None:
        super().__init__()
        self.run, self.store, self.redis = runner.run, store, server.redis
        self.redis.flushall()
        self.world = World()
        self.lives = self.world.lives

    def look(self, comment_id: str) -> None:
        if seen := self.run(self.store.comments.get(SITE, comment_id)):
            self.lives[comment_id].views.append(seen)

    def becomes(self, comment_id: str, state: State) -> None:
        self.world.becomes(comment_id, state)
        self.look(comment_id)

    def change(self, change: Change, expected: Life) -> bool:
        """Try to change a comment: who acts on what they saw long ago is refused."""
        (outcome,) = self.run(self.store.comments.apply(SITE, [change]))
        assert outcome is self.outcome(change, expected)
        return outcome is Outcome.DONE

    def outcome(self, change: Change, expected: Life) -> Outcome:
        if expected.state.status is Status.ERASED:
            return Outcome.MISSING
        in_time = change.expect.get("version", str(expected.version)) == str(expected.version)
        return Outcome.DONE if in_time else Outcome.STALE

    # ── callers ──

    def accept(self, sent: Arrival) -> tuple[Acceptance, str]:
        return good(self.run(self.store.comments.accept(SITE, [sent])))[0]

    @initialize(target=ids)
    def two_comments_are_there(self) -> MultipleResults[str]:
        return multiple(self.send("one", "key", "dora"), self.send("two", "id", "by mail"))

    @rule(
        target=ids,
        text=st.sampled_from(["one", "two"]),
        by=st.sampled_from(["key", "id"]),
        author=st.sampled_from(sorted(AUTHORS)),
    )
    def a_comment_is_sent(self, text: str, by: str, author: str) -> str:
        return self.send(text, by, author)

    def send(self, text: str, by: str, author: str) -> str:
        name = f"name-{len(self.lives)}"
        external_id, key = (name, None) if by == "id" else (None, name)
        sent = arrival(draft(text, external_id=external_id, **AUTHORS[author]), key)
        assert self.accept(sent) == (Acceptance.ACCEPTED, sent.id)
        born = State(status=Status.PENDING, due=True)
        life = self.lives[sent.id] = Life(sent, text, born, history=[born])
        for identity in life.identities:
            self.world.recent[identity] += ""
        self.look(sent.id)
        return sent.id

    @rule(comment_id=ids)
    def it_is_sent_again_and_another_under_its_name(self, comment_id: str) -> None:
        life = self.lives[comment_id]
        erased = life.state.status is Status.ERASED
        expected = Acceptance.CLASH if erased else Acceptance.REPEATED
        assert self.accept(replace(life.arrival, id="another")) == (expected, comment_id)
        other = replace(life.arrival, id="another", digest="other")
        assert self.accept(other) == (Acceptance.CLASH, comment_id)

    @rule(comment_id=ids, ago=ago, text=st.sampled_from(["one", "edited"]))
    def the_text_is_edited(self, comment_id: str, ago: int, text: str) -> None:
        life = self.lives[comment_id]
        if self.change(transitions.of_edit(life.as_seen(ago), text, BOB), life):
            life.text, life.decision = text, None
            self.becomes(comment_id, State(status=Status.PENDING, due=True))

    # ── readers ──

    @rule(comment_id=ids, reporter=st.sampled_from("wxyz"))
    def a_reader_reports_it(self, comment_id: str, reporter: str) -> None:
        life, state = self.lives[comment_id], self.lives[comment_id].state
        report = Report(reporter=reporter, reason=ReportReason.ABUSE, at=1)
        call = report_comment(self.store, SITE, comment_id, report, BOB)
        if state.status is Status.ERASED:
            with pytest.raises(NotFoundError):
                self.run(call)
            return
        life.reporters.add(reporter)
        count = len(life.reporters)
        assert self.run(call) == count
        if life.reports < count and state.status in (Status.APPROVED, Status.HELD):
            life.reports = count
            codes = state.codes | {ReasonCode.REPORTS}
            seen = replace(state, codes=codes, awaits=True, due=False)
            if count >= Policy().reports_held and state.status is Status.APPROVED:
                seen = replace(seen, status=Status.HELD, by=DecidedBy.POLICY)
            self.becomes(comment_id, seen)

    # ── workers ──

    @rule(count=st.integers(1, 3))
    def a_worker_claims_and_may_never_be_heard_of_again(self, count: int) -> None:
        leases = self.run(self.store.pending.claim(SITE, lease_s=60, count=count))
        lives = self.lives.items()
        due = {id_ for id_, life in lives if life.state.due and not life.leased}
        assert len(leases) == min(count, len(due))
        for lease in leases:
            assert lease.comment_id in due
            life = self.lives[lease.comment_id]
            life.leased, life.attempts = True, life.attempts + 1
            assert lease.attempt == life.attempts

    @rule(
        comment_id=ids,
        ago=ago,
        verdict=verdicts,
        asks=st.booleans(),
        flood=st.sampled_from([None, "f", "f", "g"]),
    )
    def a_worker_commits(
        self, *, comment_id: str, ago: int, verdict: Status, asks: bool, flood: str | None
    ) -> None:
        life = self.lives[comment_id]
        claimed = life.as_seen(ago)
        if claimed.status is not Status.PENDING and not claimed.is_out_unread:
            return
        ruled = ruling(claimed, verdict, flood=flood, asks=asks)
        if self.change(transitions.of_ruling(ruled), life):
            if claimed.status is Status.PENDING:
                for_people = asks or verdict is Status.HELD
                self.world.figures[f"verdict:{'people' if for_people else verdict}"] += 1
            self.becomes(
                comment_id,
                State(
                    status=verdict,
                    by=DecidedBy.POLICY,
                    codes=frozenset(reason.code for reason in ruled.verdict.reasons),
                    awaits=asks or verdict is Status.HELD,
                    flood=flood or life.state.flood,
                    scored=True,
                ),
            )

    @rule(comment_id=ids, ago=ago)
    def no_score_is_to_be_had_and_it_goes_out_unread(self, comment_id: str, ago: int) -> None:
        life = self.lives[comment_id]
        claimed = life.as_seen(ago)
        if claimed.status is not Status.PENDING:
            return
        if self.change(transitions.of_ruling(unread(claimed)), life):
            self.world.figures["verdict:approved"] += 1
            codes = frozenset({ReasonCode.NOT_SCORED})
            out = State(status=Status.APPROVED, by=DecidedBy.POLICY, codes=codes, due=True)
            self.becomes(comment_id, out)

    @rule()
    def every_lease_runs_out_and_the_scripts_are_forgotten(self) -> None:
        self.redis.script_flush()
        for id_, life in self.lives.items():
            self.redis.zadd(KEYS.pending, {id_: 0}, xx=True)
            life.leased = False
        for id_ in self.world.claims:
            self.redis.zadd(KEYS.claims, {id_: 1}, xx=True)
            self.world.lapsed.add(id_)
