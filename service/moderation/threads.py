"""Threads as somebody sees them who opens, closes or holds them."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.comments import Comment, Thread
from service.domain.policy import Mode
from service.domain.statuses import Status
from service.store.redis import Store

WAITING, OUT = 300, 200
"""So many of the last comments that wait, and that are out, are looked at for their threads."""

_MOST = 100
"""So many threads are told of at once."""


@dataclass(frozen=True, slots=True)
class ThreadState:
    """A thread, how it is run, and what there is on it."""

    thread: Thread
    own: Mode | None
    """None: it goes by the site's mode."""
    out: int
    waiting: int
    """Among the last ``WAITING`` of the site."""


async def read_threads(store: Store, site: str) -> list[ThreadState]:
    """Read the threads with modes of their own, and those that comments came to lately.

    What has most that waits comes first, then what was written on last.
    """
    waiting, out = await _latest(store, site)
    own = await store.policies.own_thread_modes(site)
    counts = Counter(comment.thread.id for comment in waiting)
    ids = dict.fromkeys([*own, *(comment.thread.id for comment in (*waiting, *out))])
    found = await _states_of(store, site, sorted(ids, key=lambda id_: -counts[id_])[:_MOST])
    return [
        ThreadState(thread, own.get(thread.id), count, counts[thread.id]) for thread, count in found
    ]


async def find_thread(store: Store, site: str, thread_id: str) -> ThreadState:
    """Read one thread, be there any comments on it or not."""
    waiting, _out = await _latest(store, site)
    own = await store.policies.thread_modes(site, [thread_id])
    ((thread, count),) = await _states_of(store, site, [thread_id])
    waits = sum(comment.thread.id == thread_id for comment in waiting)
    return ThreadState(thread, own.get(thread_id), count, waits)


async def _states_of(store: Store, site: str, ids: Sequence[str]) -> list[tuple[Thread, int]]:
    threads = await store.listings.threads(site, ids)
    return list(zip(threads, await store.listings.count_out(site, ids), strict=True))


async def _latest(store: Store, site: str) -> tuple[list[Comment], list[Comment]]:
    """Read the last comments that wait, and that are out."""
    waiting, out = await asyncio.gather(
        store.queue.page(site, "arrival", limit=WAITING, cursor=None),
        store.listings.by_status(site, Status.APPROVED, limit=OUT, cursor=None),
    )
    found = await store.comments.get_many(site, [*waiting.ids, *out.ids])
    return (
        [comment for comment in found[: len(waiting.ids)] if comment is not None],
        [comment for comment in found[len(waiting.ids) :] if comment is not None],
    )
