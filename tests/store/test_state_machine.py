"""The life of comments, in any order, against a small model: nothing lost, nothing overwritten."""

import asyncio
from dataclasses import dataclass, field, replace

import hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from service.domain.comments import Comment, DecidedBy
from service.domain.statuses import LIVE, Status
from service.domain.verdicts import ReasonCode
from service.settings import RedisSettings
from service.store import transitions
from service.store.arrivals import Acceptance, Arrival
from service.store.integrity import check_site
from service.store.keys import SiteKeys
from service.store.redis import Store, open_store
from service.store.transitions import Change, Outcome
from tests.drafts import arrival, draft, good
from tests.people import ALICE, BOB
from tests.rulings import LONG, LOOKED, TOXIC, decision, ruling
from tests.servers import Server

SITE = "courier"
KEYS = SiteKeys(SITE)
verdicts = st.sampled_from([Status.APPROVED, Status.HELD, Status.REJECTED, Status.SPAM])


@dataclass
class Life:
    """What must be true of one comment."""

    arrival: Arrival
    text: str
    status: Status = Status.PENDING
    decided_by: DecidedBy | None = None
    codes: frozenset[ReasonCode] = frozenset()
    due: bool = True
    attempts: int = 0
    history: list[Status] = field(default_factory=lambda: [Status.PENDING])
    views: list[Comment] = field(default_factory=list)
    """What anybody may have seen of it: each of its versions."""

    @property
    def version(self) -> int:
        return len(self.history)

    def as_seen(self, ago: int) -> Comment:
        return self.views[max(0, len(self.views) - 1 - ago)]

    def as_kept(self) -> list[str | None]:
        text = None if self.status is Status.ERASED else self.text
        return [self.status, str(self.version), text, self.decided_by]

    def becomes(self, status: Status, by: DecidedBy | None = None, *reasons: ReasonCode) -> None:
        self.status, self.decided_by, self.codes = status, by, frozenset(reasons)
        self.due, self.attempts = status is Status.PENDING, 0
        self.history.append(status)


class Moderation(RuleBasedStateMachine):
    """Does to the record whatever callers, workers and people may do, and keeps a model of it."""

    ids = Bundle("ids")
    ago = st.integers(0, 2)
    """How many versions ago somebody looked at a comment, or claimed it, before they act on it."""

    def __init__(self, runner: asyncio.Runner, store: Store, server: Server) -> None:
        super().__init__()
        self.run, self.store, self.redis = runner.run, store, server.redis
        self.redis.flushall()
        self.lives: dict[str, Life] = {}

    def accept(self, sent: Arrival) -> tuple[Acceptance, str]:
        return good(self.run(self.store.comments.accept(SITE, [sent])))[0]

    def look(self, comment_id: str) -> None:
        if seen := self.run(self.store.comments.get(SITE, comment_id)):
            self.lives[comment_id].views.append(seen)

    def change(self, change: Change, expected: Life) -> bool:
        """Try to change a comment: who acts on what they saw long ago is refused."""
        (outcome,) = self.run(self.store.comments.apply(SITE, [change]))
        if expected.status is Status.ERASED:
            assert outcome is Outcome.MISSING
        else:
            in_time = change.expect.get("version", expected.version) == expected.version
            assert outcome is (Outcome.DONE if in_time else Outcome.STALE)
        return outcome is Outcome.DONE

    # ── callers ──

    @initialize(target=ids)
    def two_comments_are_there(self) -> MultipleResults[str]:
        return multiple(self.send("one", "key"), self.send("two", "id"))

    @rule(target=ids, text=st.sampled_from(["one", "two"]), by=st.sampled_from(["key", "id"]))
    def a_comment_is_sent(self, text: str, by: str) -> str:
        return self.send(text, by)

    def send(self, text: str, by: str) -> str:
        name = f"name-{len(self.lives)}"
        external_id, key = (name, None) if by == "id" else (None, name)
        sent = arrival(draft(text, external_id=external_id), key)
        assert self.accept(sent) == (Acceptance.ACCEPTED, sent.id)
        self.lives[sent.id] = Life(sent, text)
        self.look(sent.id)
        return sent.id

    @rule(comment_id=ids)
    def it_is_sent_again_and_another_under_its_name(self, comment_id: str) -> None:
        life = self.lives[comment_id]
        unknown = life.status is Status.ERASED and life.arrival.draft.external_id
        expected = Acceptance.CLASH if unknown else Acceptance.REPEATED
        assert self.accept(replace(life.arrival, id="another")) == (expected, comment_id)
        other = replace(life.arrival, id="another", digest="other")
        assert self.accept(other) == (Acceptance.CLASH, comment_id)

    # ── workers ──

    @rule(count=st.integers(1, 3))
    def a_worker_claims_and_may_never_be_heard_of_again(self, count: int) -> None:
        leases = self.run(self.store.pending.claim(SITE, lease_s=60, count=count))
        due = {id_ for id_, life in self.lives.items() if life.due}
        assert len(leases) == min(count, len(due))
        for lease in leases:
            assert lease.comment_id in due
            life = self.lives[lease.comment_id]
            life.due, life.attempts = False, life.attempts + 1
            assert lease.attempt == life.attempts

    @rule(comment_id=ids, ago=ago, verdict=verdicts)
    def a_worker_commits(self, comment_id: str, ago: int, verdict: Status) -> None:
        life = self.lives[comment_id]
        claimed = life.as_seen(ago)
        if claimed.status is not Status.PENDING:
            return
        if self.change(transitions.of_ruling(ruling(claimed, verdict)), life):
            assert life.status is Status.PENDING
            clean = verdict is Status.APPROVED
            codes = [ReasonCode.CLEAN] if clean else [TOXIC.code, LONG.code]
            life.becomes(verdict, DecidedBy.POLICY, *codes)
            self.look(comment_id)

    @rule()
    def every_lease_runs_out_and_the_scripts_are_forgotten(self) -> None:
        self.redis.script_flush()
        for id_, life in self.lives.items():
            if life.status is Status.PENDING:
                self.redis.zadd(KEYS.pending, {id_: 0}, xx=True)
                life.due = True

    # ── people ──

    @rule(comment_id=ids, ago=ago, verdict=verdicts)
    def alice_decides(self, comment_id: str, ago: int, verdict: Status) -> None:
        life = self.lives[comment_id]
        if self.change(decision(life.as_seen(ago), verdict), life):
            life.becomes(verdict, DecidedBy.PERSON, LOOKED.code)
            self.look(comment_id)

    @rule(comment_id=ids, ago=ago, text=st.sampled_from(["one", "edited"]))
    def the_text_is_edited(self, comment_id: str, ago: int, text: str) -> None:
        life = self.lives[comment_id]
        if self.change(transitions.of_edit(life.as_seen(ago), text, BOB), life):
            life.becomes(Status.PENDING)
            life.text = text
            self.look(comment_id)

    @rule(comment_id=ids, ago=ago)
    def it_is_erased(self, comment_id: str, ago: int) -> None:
        life = self.lives[comment_id]
        if self.change(transitions.of_erasure(life.as_seen(ago), ALICE), life):
            life.becomes(Status.ERASED, life.decided_by)

    # ── what is always true ──

    @invariant()
    def the_record_is_the_model(self) -> None:
        indexes = {KEYS.status(status): self.those(status) for status in LIVE}
        indexes |= {KEYS.reason(code): self.those(Status.HELD, code) for code in ReasonCode}
        indexes |= {
            KEYS.pending: self.those(Status.PENDING),
            KEYS.held_by_priority: self.those(Status.HELD),
            KEYS.thread("moon"): self.those(Status.APPROVED),
        }
        reading = self.redis.pipeline(transaction=False)
        for index in indexes:
            reading.zrange(index, 0, -1)
        for id_ in self.lives:
            reading.hmget(KEYS.comment(id_), "status", "version", "text", "decided_by")
        answers = reading.execute()
        assert dict(zip(indexes, map(set, answers), strict=False)) == indexes
        assert answers[len(indexes) :] == [life.as_kept() for life in self.lives.values()]

    def those(self, status: Status, code: ReasonCode | None = None) -> set[str]:
        lives = self.lives.items()
        return {
            id_
            for id_, life in lives
            if life.status is status and (code is None or code in life.codes)
        }

    def teardown(self) -> None:
        for id_, life in self.lives.items():
            history = self.run(self.store.comments.history(SITE, id_))
            assert [entry.after for entry in history] == life.history
        assert self.run(check_site(self.store.connection, SITE)) == []


def test_nothing_is_lost_and_no_person_is_overruled_whatever_happens_in_any_order(
    redis_settings: RedisSettings, redis_server: Server
) -> None:
    with asyncio.Runner() as runner:
        store = runner.run(opened(redis_settings))
        try:
            run_state_machine_as_test(
                lambda: Moderation(runner, store, redis_server),  # type: ignore[arg-type]
                settings=hypothesis.settings(stateful_step_count=30),
            )
        finally:
            runner.run(store.connection.close())


async def opened(settings: RedisSettings) -> Store:
    return await open_store(settings).__aenter__()
