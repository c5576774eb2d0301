"""A comment handed in is decided by a real worker, whichever message gets lost."""

from functools import partial

from service.broker.tasks import TaskName
from service.moderation.submission import Intake
from service.moderation.waiting import wait_for_decision
from service.settings import Settings
from service.store.hints import open_hints
from service.store.redis import Store
from tests.integration.conftest import is_at_work
from tests.integration.submitting import all_decided, decisions_each, submission, submit_many
from tests.integration.waiting import until
from tests.parts import Part


async def test_ring_brings_a_worker(intake: Intake, working: Part, store: Store) -> None:
    ids = await submit_many(intake, 200)
    await until(partial(all_decided, store, ids))
    assert await decisions_each(store, ids) == {1: 200}


async def test_decision_reaches_who_waits(
    intake: Intake, working: Part, store: Store, settings: Settings
) -> None:
    async with open_hints(settings.redis) as hints:
        receipt = await intake.submit(submission("Thank you for this lovely article."))
        comment = await wait_for_decision(store, hints, "courier", receipt.comment_id, 10)
    assert comment.model is not None
    assert comment.decided_by == "policy"


async def test_worker_finds_what_no_ring_announced(
    unheard_intake: Intake, working: Part, store: Store
) -> None:
    ids = await submit_many(unheard_intake, 20)
    await until(partial(all_decided, store, ids))


async def test_worker_that_stays_needs_no_ring(
    unheard_intake: Intake, worker: Part, store: Store
) -> None:
    worker.environment |= {"GREENROOM_WORK_SWEEP_S": "300", "GREENROOM_WORK_DRAIN_S": "60"}
    worker.start()
    await until(partial(is_at_work, store), within_s=30)
    for _ in range(3):
        ids = await submit_many(unheard_intake, 20)
        await until(partial(all_decided, store, ids))
        assert await decisions_each(store, ids) == {1: 20}


async def test_worker_finds_at_its_start_what_came_before(
    unheard_intake: Intake, worker: Part, store: Store
) -> None:
    ids = await submit_many(unheard_intake, 20)
    worker.start()
    await until(partial(all_decided, store, ids), within_s=30)


async def test_beat_rings(unheard_intake: Intake, beat: Part, settings: Settings) -> None:
    from redis import Redis  # noqa: PLC0415 - looked at from outside

    record = Redis.from_url(settings.redis.url, decode_responses=True)
    beat.start()

    async def has_rung() -> bool:
        queued = record.lrange("gr:broker:live", 0, -1)
        return any(TaskName.SCORE_PENDING in message for message in queued)

    await until(has_rung, within_s=30)
    record.close()


async def test_worker_ends_in_order(working: Part) -> None:
    assert working.stop() == 0
