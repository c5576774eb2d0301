"""The life of comments, in any order, against a model: nothing lost, nothing overwritten."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import hypothesis
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, invariant, rule, run_state_machine_as_test

from service.domain.authors import Ban
from service.domain.comments import Comment, DecidedBy
from service.domain.statuses import Status
from service.moderation.editing import erase, erase_author
from service.moderation.undoing import undo
from service.settings import RedisSettings
from service.store.codec import short_name
from service.store.integrity import check_site
from service.store.redis import Store, open_store
from service.store.review_queue import Wanted
from tests.people import ALICE, CHARLIE
from tests.rulings import LOOKED, decision
from tests.servers import Server
from tests.store.lives import KEYS, LETTERS, SITE, State
from tests.store.machine import Traffic, verdicts

moderators = st.sampled_from(["alice", "charlie"])
QUOTING = "a note that quotes the text"
identities = st.sampled_from(["author:dora", "email:e", "address:a"])


@dataclass(frozen=True)
class Act:
    """A decision on some comments, as they were seen."""

    id: str
    seen: Sequence[Comment]
    states: Sequence[State]


class Moderation(Traffic):
    """What people may do, too."""

    acts = Bundle("acts")
    bans: dict[str, int | None]

    def __init__(self, runner: asyncio.Runner, store: Store, server: Server) -> None:
        super().__init__(runner, store, server)
        self.bans = {}
        self.decided = 0

    # ── deciding and undoing ──

    @rule(
        target=acts,
        ids=st.lists(Traffic.ids, min_size=1, max_size=3),
        ago=Traffic.ago,
        verdict=verdicts,
        note=st.sampled_from([None, QUOTING]),
    )
    def alice_decides(self, ids: list[str], ago: int, verdict: Status, note: str | None) -> Act:
        self.decided += 1
        lives = [self.lives[id_] for id_ in ids]
        seen = [life.as_seen(ago) for life in lives]
        act = Act(f"act-{self.decided}", seen, [life.state for life in lives])
        self.run(self.store.acts.remember(SITE, act.id, seen))
        for id_, life, comment in zip(ids, lives, seen, strict=True):
            if self.change(decision(comment, verdict, act=act.id, note=note), life):
                life.decision = act.id
                life.notes |= {life.version + 1: note} if note else {}
                self.world.figures[f"decision:{verdict}"] += 1
                held = verdict is Status.HELD
                codes = frozenset({LOOKED.code})
                kept = replace(life.state, codes=codes, awaits=held, due=False)
                self.becomes(id_, replace(kept, status=verdict, by=DecidedBy.PERSON))
        return act

    @rule(act=acts)
    def it_is_undone_where_nobody_has_changed_it_since(self, act: Act) -> None:
        ids = [comment.id for comment in act.seen]
        restored = []
        for comment, before in zip(act.seen, act.states, strict=True):
            life = self.lives[comment.id]
            untouched = (life.decision, life.version) == (act.id, comment.version + 1)
            if untouched and life.state.status is not Status.ERASED:
                restored.append(comment.id)
                self.world.figures[f"decision:{life.state.status}"] -= 1
                due = before.due and not before.awaits
                self.world.becomes(comment.id, replace(before, flood=life.state.flood, due=due))
        undone = self.run(undo(self.store, SITE, act.id, CHARLIE))
        assert undone.restored == restored
        assert set(undone.skipped) == set(ids) - set(restored)
        for id_ in restored:
            self.look(id_)

    # ── claiming ──

    @rule(who=moderators, count=st.integers(1, 3), place=st.sampled_from(["priority", "arrival"]))
    def somebody_claims(self, who: str, count: int, place: str) -> None:
        for id_ in list(self.world.lapsed):
            self.world.give_back(id_)
        free = self.world.cards() - self.world.claims.keys() - self.world.skipped_by(who)
        wanted = Wanted(count=count, place=place)
        claimed = self.run(self.store.queue.claim(SITE, wanted, who, lease_s=60))
        assert set(claimed) <= free
        assert len(claimed) == min(count, len(free))
        self.world.claims |= dict.fromkeys(claimed, who)

    @rule(who=moderators, comment_id=Traffic.ids, ago=Traffic.ago)
    def somebody_skips(self, who: str, comment_id: str, ago: int) -> None:
        life = self.lives[comment_id]
        seen = (comment_id, life.as_seen(ago).version)
        in_time = comment_id in self.world.cards() and seen[1] == life.version
        skipped = self.run(self.store.skips.add(SITE, who, [seen]))
        assert skipped == ([comment_id] if in_time else [])
        if in_time:
            self.world.skips.add((who, *seen))
            if self.world.claims.get(comment_id) == who:
                self.world.give_back(comment_id)

    @rule(who=moderators)
    def they_give_all_back(self, who: str) -> None:
        theirs = [id_ for id_, claimant in self.world.claims.items() if claimant == who]
        assert self.run(self.store.queue.release(SITE, who)) == len(theirs)
        for id_ in theirs:
            self.world.give_back(id_)

    # ── authors ──

    @rule(identity=identities, until=st.sampled_from([None, 1, 2**50]))
    def somebody_is_banned(self, identity: str, until: int | None) -> None:
        ban = Ban(identity=identity, by="alice", at=0, until=until)
        self.run(self.store.authors.ban(SITE, ban))
        self.bans[identity] = until

    @rule(identity=identities)
    def a_ban_is_lifted(self, identity: str) -> None:
        lifted = self.run(self.store.authors.lift(SITE, identity))
        assert lifted == (identity in self.bans)
        self.bans.pop(identity, None)

    @rule(comment_id=Traffic.ids)
    def it_is_erased(self, comment_id: str) -> None:
        self.run(erase(self.store, SITE, comment_id, ALICE))
        self.is_erased(comment_id)

    @rule(identity=identities)
    def an_author_is_erased(self, identity: str) -> None:
        theirs = [id_ for id_, life in self.lives.items() if identity in life.identities]
        left = [id_ for id_ in theirs if self.lives[id_].state.status is not Status.ERASED]
        assert self.run(erase_author(self.store, SITE, identity, ALICE)) == len(left)
        for id_ in left:
            self.is_erased(id_)
        if identity in self.world.recent:
            self.world.recent[identity] = ""

    def is_erased(self, comment_id: str) -> None:
        life = self.lives[comment_id]
        life.reporters.clear()
        life.notes.clear()
        if life.state.status is not Status.ERASED:
            self.world.becomes(comment_id, State(status=Status.ERASED, by=life.state.by))

    # ── what is always true ──

    @invariant()
    def the_record_is_the_model(self) -> None:
        indexes = self.world.indexes()
        reading = self.redis.pipeline(transaction=False)
        for index in indexes:
            reading.zrange(index, 0, -1)
        for id_ in self.lives:
            fields = map(short_name, ("status", "version", "text", "decided_by", "decision"))
            reading.hmget(KEYS.comment(id_), *fields)
        answers = reading.execute()
        assert dict(zip(indexes, map(set, answers), strict=False)) == indexes
        assert answers[len(indexes) :] == [life.as_kept() for life in self.lives.values()]

    @invariant()
    def every_flood_is_in_order_and_every_claim_has_its_owner(self) -> None:
        for name, members in self.world.floods.items():
            assert self.redis.zrange(KEYS.queue(f"flood:{name}"), 0, -1) == members
        assert self.redis.hgetall(KEYS.claimants) == self.world.claims

    @invariant()
    def every_author_is_known_by_what_became_of_their_comments(self) -> None:
        for identity, counts in self.world.counts().items():
            kept = self.redis.hgetall(KEYS.who(identity))
            assert {s: int(kept[s]) for s in LETTERS if int(kept.get(s, 0))} == counts
            assert kept.get("recent", "") == self.world.recent[identity]

    @invariant()
    def every_verdict_and_decision_is_counted_and_none_twice(self) -> None:
        now = int(time.time()) // 86_400
        counted = self.run(self.store.figures.of_days(SITE, [now - 1, now]))
        heads = ("verdict", "decision")
        kept = {name: n for name, n in counted.items() if name.startswith(heads)}
        assert {name: n for name, n in kept.items() if n} == {
            name: n for name, n in self.world.figures.items() if n
        }

    @invariant()
    def whoever_is_under_a_ban_is_found(self) -> None:
        views = [life.views[-1] for life in self.lives.values()]
        for comment, ban in zip(
            views, self.run(self.store.authors.bans_of(SITE, views)), strict=True
        ):
            on = {i for i, until in self.bans.items() if until is None or until > 1}
            assert (ban.identity if ban else None) == next(
                (identity for identity in comment.identities if identity in on), None
            )

    def teardown(self) -> None:
        for id_, life in self.lives.items():
            history = self.run(self.store.comments.history(SITE, id_))
            assert [entry.after for entry in history] == [s.status for s in life.history]
            assert {e.version: e.note for e in history if e.note} == life.notes
            assert self.redis.hlen(KEYS.reports(id_)) == len(life.reporters)
        assert QUOTING not in str(self.redis.xrange(KEYS.audit))
        assert self.run(check_site(self.store.connection, SITE)) == []


def test_nothing_is_lost_and_no_person_is_overruled_whatever_happens_in_any_order(
    redis_settings: RedisSettings, redis_server: Server
) -> None:
    with asyncio.Runner() as runner:
        store = runner.run(opened(redis_settings))
        try:
            run_state_machine_as_test(
                lambda: Moderation(runner, store, redis_server),  # type: ignore[arg-type]
                settings=hypothesis.settings(stateful_step_count=40),
            )
        finally:
            runner.run(store.connection.close())


async def opened(settings: RedisSettings) -> Store:
    return await open_store(settings).__aenter__()
