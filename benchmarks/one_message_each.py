"""Rescoring the usual way, for comparison: one Celery message for each comment.

As a program it is the worker, with Celery configured as everywhere here: one process, which reads,
scores and writes one comment for each message. The last comment that is published is marked.
"""

import asyncio
from collections.abc import Sequence

from celery import Celery, signals

from classifier.artifacts import SHIPPED
from classifier.scorer import Scorer
from service.broker.configuration import make_celery
from service.settings import Settings
from service.store.codec import short_name, write_scores
from service.store.keys import SiteKeys
from service.store.redis import Store, open_store

SITE, TASK, MODEL = "courier", "benchmark.rescore_one", "m-each"


def publish(settings: Settings, ids: Sequence[str]) -> None:
    """Publish one message for each comment."""
    app = make_celery(settings)
    for at, comment_id in enumerate(ids, 1):
        model = f"{MODEL}-last" if at == len(ids) else MODEL
        app.send_task(TASK, args=[comment_id, model], queue="each", retry=False)
    app.close()


async def rescore_one(store: Store, scorer: Scorer, comment_id: str, model: str) -> None:
    """Read, score and write one comment."""
    comment = await store.comments.get(SITE, comment_id)
    if comment is not None:
        scores = dict(zip(scorer.labels, scorer.score([comment.text])[0].tolist(), strict=True))
        written = {"scores": write_scores(scores), "model": model}
        flat = [word for name, value in written.items() for word in (short_name(name), value)]
        await store.connection.call("HSET", SiteKeys(SITE).comment(comment_id), *flat)


def add_task(app: Celery, settings: Settings) -> None:
    """Register the task; each process keeps a loop and a connection for its life."""
    scorer = Scorer.load(SHIPPED)
    scorer.warm_up()
    loop = asyncio.new_event_loop()
    kept: list[Store] = []

    @signals.worker_process_init.connect(weak=False)
    def open_record(**_sender: object) -> None:
        kept.append(loop.run_until_complete(open_store(settings.redis).__aenter__()))

    @app.task(name=TASK)
    def rescore(comment_id: str, model: str) -> None:
        loop.run_until_complete(rescore_one(kept[0], scorer, comment_id, model))


def main() -> None:
    """Work."""
    settings = Settings()
    app = make_celery(settings)
    add_task(app, settings)
    pool = ["--queues", "each", "--concurrency", "1", "--without-gossip", "--without-mingle"]
    app.start(["--quiet", "worker", *pool, "--loglevel", "ERROR"])


if __name__ == "__main__":
    main()
