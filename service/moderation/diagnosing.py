"""Examining the service: whether the record is safe, the work done, all as it should be."""

import time
from collections.abc import AsyncIterator, Iterator

from service.domain.diagnoses import Diagnosis, Level, diagnose
from service.domain.sites import ALL_SITES
from service.moderation.overviews import look_over
from service.store.integrity import check_site
from service.store.redis import Store
from service.store.sites import FORMAT
from service.store.vitals import Vitals

OLDEST_MAJOR = 7
FULL = 0.8
"""Share of its memory from which on a server wants more of it."""
CLOCK_S = 1.0
MANY_LETTERS = 1_000
LATE_S = 60.0
"""A comment that waits for longer is worth waking somebody for."""


async def examine(store: Store, min_replica_acks: int = 0) -> list[Diagnosis]:
    """Look at the server of the record, the workers, the models and every site's backlog.

    Raises
    ------
    UnavailableError
        Redis does not answer: then there is nothing else to look at.
    """
    vitals = await store.vitals.read()
    found = [*_of_server(vitals, min_replica_acks), await _of_workers(store)]
    found += [await _of_models(store)]
    return found + [diagnosis async for diagnosis in _of_sites(store)]


async def examine_record(store: Store) -> list[Diagnosis]:
    """Hold every comment against its indexes and its history; reads everything."""
    return [await _of_record(store, name) for name in await store.sites.names()]


def _of_server(vitals: Vitals, acks: int) -> Iterator[Diagnosis]:
    yield diagnose(
        "server",
        vitals.version,
        good=int(vitals.version.partition(".")[0]) >= OLDEST_MAJOR,
        remedy=f"Use Redis or Valkey {OLDEST_MAJOR} or newer.",
        worst=Level.BAD,
    )
    yield from _of_persistence(vitals)
    yield from _of_memory(vitals)
    yield diagnose(
        "replicas",
        str(vitals.replicas),
        good=vitals.replicas >= acks,
        remedy=f"An accept waits for {acks} of them: every comment is refused now.",
        worst=Level.BAD,
    )
    yield diagnose(
        "clock",
        f"{vitals.clock_ahead_s:+.1f} s",
        good=abs(vitals.clock_ahead_s) < CLOCK_S,
        remedy="Let both machines ask a time server.",
        worst=Level.DOUBTFUL,
    )


def _of_persistence(vitals: Vitals) -> Iterator[Diagnosis]:
    yield diagnose(
        "append-only file",
        "on" if vitals.appends else "off",
        good=vitals.appends,
        remedy="Set `appendonly yes`: without it a restart loses comments.",
        worst=Level.BAD,
    )
    yield diagnose(
        "appendfsync",
        vitals.syncs or "not told",
        good=vitals.syncs == "always",
        remedy="Set `appendfsync always`: else a power cut loses what was acknowledged.",
        worst=Level.DOUBTFUL if vitals.syncs is None else Level.BAD,
    )
    yield diagnose(
        "writing to disk",
        "well" if vitals.writes_well else "failed lately",
        good=vitals.writes_well,
        remedy="Look at the server's log and at the disk.",
        worst=Level.BAD,
    )


def _of_memory(vitals: Vitals) -> Iterator[Diagnosis]:
    yield diagnose(
        "eviction",
        vitals.evicts or "not told",
        good=vitals.evicts == "noeviction",
        remedy="Set `maxmemory-policy noeviction`: any other throws comments away.",
        worst=Level.DOUBTFUL if vitals.evicts is None else Level.BAD,
    )
    used, limit = vitals.memory_used, vitals.memory_limit
    yield diagnose(
        "memory",
        f"{used / 2**20:,.0f} MB" + (f" of {limit / 2**20:,.0f}" if limit else ", no limit set"),
        good=0 < used < limit * FULL,
        remedy="Give it more, or let retention forget more; without `maxmemory` set, set it."
        " Full, it takes no new comments.",
        worst=Level.BAD if 0 < limit <= used else Level.DOUBTFUL,
    )


async def _of_workers(store: Store) -> Diagnosis:
    count = await store.presence.count()
    return diagnose(
        "workers",
        str(count),
        good=count > 0,
        remedy="Start one: comments are taken in, and wait.",
        worst=Level.BAD,
    )


async def _of_models(store: Store) -> Diagnosis:
    overview = await look_over(store, ALL_SITES)
    told = [f"{trouble.model} cannot be used: {trouble.why}" for trouble in overview.troubles]
    return diagnose(
        "model",
        "; ".join(told) or overview.deciding or "no process has said",
        good=not told,
        remedy="Promote another, or roll back: the one before goes on deciding.",
        worst=Level.DOUBTFUL,
    )


async def _of_sites(store: Store) -> AsyncIterator[Diagnosis]:
    for name in await store.sites.names():
        yield await _of_backlog(store, name)
        yield await _of_letters(store, name)
        yield await _of_format(store, name)


async def _of_backlog(store: Store, name: str) -> Diagnosis:
    arrival, size = await store.pending.oldest_arrival(name), await store.pending.size(name)
    waited = max(0.0, time.time() - arrival / 1000) if arrival else 0.0
    return diagnose(
        f"backlog of {name}",
        f"{size} to score, the oldest for {waited:.0f} s",
        good=waited < LATE_S,
        remedy="Are the workers at work? Start more of them.",
        worst=Level.BAD,
    )


async def _of_letters(store: Store, name: str) -> Diagnosis:
    letters, webhooks = await store.outbox.size(name), await store.webhooks.of_site(name)
    disabled = sum(webhook.disabled_at is not None for webhook in webhooks)
    failing = sum(webhook.failing_since is not None for webhook in webhooks) - disabled
    told = [f"{n} {how}" for n, how in ((failing, "failing"), (disabled, "disabled")) if n > 0]
    return diagnose(
        f"webhooks of {name}",
        ", ".join([f"{letters} letters to deliver", *told]),
        good=letters < MANY_LETTERS and not told,
        remedy="Is the deliverer at work, are the receivers up? Enable what is disabled.",
        worst=Level.DOUBTFUL,
    )


async def _of_format(store: Store, name: str) -> Diagnosis:
    written = await store.sites.format_of(name)
    return diagnose(
        f"format of {name}",
        str(written),
        good=written == FORMAT,
        remedy=f"This version reads format {FORMAT}: see “Upgrading” in docs/operations.md.",
        worst=Level.BAD,
    )


async def _of_record(store: Store, name: str) -> Diagnosis:
    wrong = await check_site(store.connection, name)
    return diagnose(
        f"record of {name}",
        f"{len(wrong)} contradictions" + "".join(f"\n{v.comment_id} {v.what}" for v in wrong[:5]),
        good=not wrong,
        remedy="Keep a backup of what there is now, and tell us.",
        worst=Level.BAD,
    )
