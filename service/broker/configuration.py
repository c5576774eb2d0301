"""Celery as Greenroom uses it: messages are hints that may be lost, late or double.

Every figure here was tried on Celery 5.7 with Redis killed, frozen, full and half gone.
"""

from urllib.parse import urlsplit

from celery import Celery
from kombu import entity

from service.broker.tasks import QUEUES, Queue
from service.sentinels import Watched, read_watched
from service.settings import Settings

RING_LIFE_S = 30
"""A ring nobody heard for so long is stale: the sweep has seen to it."""


def make_celery(settings: Settings) -> Celery:
    """Make the Celery application that publishers and workers share."""
    watched = read_watched(_url(settings))
    app = Celery("greenroom", broker=broker_url(settings), set_as_current=False)
    app.conf.update(
        broker_transport_options=_transport_options(watched),
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        # A server that was made a replica refuses what is written; whoever connects anew finds the
        # one that is not. Else the worker would end.
        broker_channel_error_retry=True,
        # Never acknowledged: to lose a ring is free. An acknowledgement that is lost with its
        # connection is not: kombu then counts the message as unacknowledged for ever, and a worker
        # that may hold one at a time takes no other, alive and deaf.
        task_queues=[_queue(name) for name in Queue],
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        task_publish_retry_policy={
            "max_retries": 1,
            "interval_start": 0,
            "interval_step": 0.1,
            "interval_max": 0.1,
        },
        task_default_queue=Queue.LIVE.value,
        task_routes={task.value: {"queue": queue.value} for task, queue in QUEUES.items()},
        task_serializer="json",
        accept_content=["json"],
        worker_prefetch_multiplier=1,
        worker_max_tasks_per_child=None,
        worker_soft_shutdown_timeout=10,
        # Concerns late acknowledgements only, of which there are none; unset, it warns.
        worker_cancel_long_running_tasks_on_connection_loss=True,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        worker_enable_remote_control=False,
    )
    return app


def _transport_options(watched: Watched | None) -> dict[str, object]:
    """Give the time-outs, and what the Sentinels are to be asked for.

    Without a time-out a frozen broker holds a publisher for ever, and a worker whose connection is
    half open never comes back.
    """
    times = {"socket_timeout": 5, "socket_connect_timeout": 2}
    options = {
        **times,
        "socket_keepalive": True,
        "health_check_interval": 10,
        "global_keyprefix": "gr:broker:",
    }
    if watched is None:
        return options
    asking = {**times, **watched.sentinel_login}
    return {**options, "master_name": watched.name, "sentinel_kwargs": asking}


def _queue(name: Queue) -> entity.Queue:
    exchange = entity.Exchange(name.value)  # type: ignore[no-untyped-call]
    return entity.Queue(name.value, exchange, name.value, no_ack=True)  # type: ignore[no-untyped-call]


def broker_url(settings: Settings) -> str:
    """Name the broker the way Celery does; by default it is the server of the record."""
    url = _url(settings)
    if watched := read_watched(url):
        return watched.urls_for_celery()
    if url.startswith("unix://"):
        return f"redis+socket://{urlsplit(url).path}"
    return url


def _url(settings: Settings) -> str:
    return settings.broker.url or settings.redis.url
