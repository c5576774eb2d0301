"""Working off rescorings: claim a page, score and judge it as one, commit it as one."""

import asyncio
import time
from dataclasses import dataclass, replace

import structlog

from service.domain.errors import ModelError, NotFoundError
from service.domain.rescorings import Apply, Rescoring, State, Step
from service.moderation.models import Models
from service.moderation.rejudging import Rejudging
from service.moderation.verdict_changes import as_listed, carry_out, in_parts, take_back
from service.settings import BulkSettings
from service.store.redis import Store
from service.store.rescoring_pages import Keeping, Later, PageTerms, PageWork, RescoringPage

log = structlog.get_logger()

_LANES = 3
"""Pages under way: one is scored, one waits for that, and Redis reads or writes the third."""

_AT_ONCE_S = 1.0
"""How long one rescoring is worked on before others are looked for."""

_MOST_CHANGES = 32
"""Changes of state that one run of the script makes: nobody waits long behind it."""

_BESIDE_LIVE, _MOST_CHANGES_BESIDE_LIVE = 32, 8
"""Comments of a page, and changes of a run, while live ones come in: those wait a millisecond."""

_REST, _LONGEST_REST_S = 8.0, 1.0
"""Then one page is under way, and after it is rested for so many times as long as it took."""

_DAY_S = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class _Stint:
    """Working on one rescoring for a while."""

    site: str
    rescoring: Rescoring
    engine: Rejudging
    until: float
    lanes: int = _LANES


class Rescorer:
    """Works off the pages of rescorings; any number of processes may do so at once."""

    def __init__(self, store: Store, models: Models, settings: BulkSettings) -> None:
        self._store = store
        self._models = models
        self._terms = PageTerms(
            lease_s=settings.lease_s,
            size=settings.page_size,
            size_beside_live=min(settings.page_size, _BESIDE_LIVE),
            most_attempts=settings.max_attempts,
            rate=settings.rate,
        )
        self._keeping = Keeping(changes=settings.changes_kept, life_s=settings.keep_days * _DAY_S)

    async def work(self, site: str) -> int:
        """Work on the rescoring that is due for a while; gives how many pages were done."""
        rescoring = await self._store.rescorings.due(site)
        if rescoring is None:
            return 0
        order = rescoring.order
        try:
            asked = order.model
            scorer = await self._models.get(asked) if asked else self._models.deciding(site)
        except (ModelError, NotFoundError):
            log.warning(
                "rescoring paused: its model cannot be used", site=site, rescoring=rescoring.id
            )
            await self._store.rescorings.steer(
                site, rescoring.id, Step.PAUSE, order.by, self._keeping.life_s
            )
            return 0
        engine = Rejudging(self._store, site, order.policy, scorer, fresh=order.model is not None)
        stint = _Stint(site, rescoring, engine, until=time.monotonic() + _AT_ONCE_S)
        page = await self._claim(stint)
        if page is not None and page.beside_live:
            stint = replace(stint, lanes=1)
        others = (self._other_lane(stint) for _ in range(1, stint.lanes))
        return sum(await asyncio.gather(self._lane(stint, page), *others))

    async def _other_lane(self, stint: _Stint) -> int:
        return await self._lane(stint, await self._claim(stint))

    async def _lane(self, stint: _Stint, page: RescoringPage | None) -> int:
        pages = 0
        while page is not None:
            page = await self._finish(stint, page)
            pages += 1
        return pages

    async def _claim(self, stint: _Stint) -> RescoringPage | None:
        """Claim a page, if there is still time for it and one is to be had within that time."""
        pages = self._store.rescoring_pages
        while time.monotonic() < stint.until:
            page = await pages.claim(stint.site, stint.rescoring, self._terms)
            if not isinstance(page, Later):
                return page
            if page.wait_s > _AT_ONCE_S:
                break
            await asyncio.sleep(page.wait_s)
        return None

    async def _finish(self, stint: _Stint, page: RescoringPage) -> RescoringPage | None:
        """Do a page and commit it; gives the next.

        That is claimed in the trip that commits the last of this one: one sync of the disk does for
        both. Beside live comments it is claimed after a rest, as whether it may be is asked then,
        and in one lane: those of a stint that began with more end with it.
        """
        began = time.monotonic()
        *parts, last = await self._do(stint.site, stint.rescoring, stint.engine, page)
        for part in parts:
            if not await self._commit(stint, page, part):
                # Somebody else has done it, or nobody is to do it any more.
                return await self._claim(stint)
        if not page.beside_live:
            _kept, following = await asyncio.gather(
                self._commit(stint, page, last), self._claim(stint)
            )
            return following
        await self._commit(stint, page, last)
        await asyncio.sleep(min(_REST * (time.monotonic() - began), _LONGEST_REST_S))
        return await self._claim(stint) if stint.lanes == 1 else None

    async def _commit(self, stint: _Stint, page: RescoringPage, work: PageWork) -> bool:
        pages = self._store.rescoring_pages
        return await pages.commit(stint.site, stint.rescoring, page, work, self._keeping)

    async def _do(
        self, site: str, rescoring: Rescoring, engine: Rejudging, page: RescoringPage
    ) -> list[PageWork]:
        """Do a page; gives what came of it, in parts if it is much."""
        if page.attempt > self._terms.most_attempts:
            log.error("page given up", site=site, rescoring=rescoring.id, comments=page.count)
            return [PageWork(errors=page.count)]
        most = _MOST_CHANGES_BESIDE_LIVE if page.beside_live else _MOST_CHANGES
        if rescoring.state is State.UNDOING:
            made = await take_back(self._store, site, rescoring, page.undone)
            return list(in_parts(made, most, PageWork()))
        apply, model = rescoring.order.apply, rescoring.order.model or ""
        if apply is Apply.SCORES:
            scored = await engine.score(page.comments)
            return [PageWork(scores=scored.scores, model=model, errors=scored.errors)]
        judged = await engine.judge(page.comments)
        if apply is Apply.DECISIONS:
            rest = PageWork(scores=judged.scores, model=model, errors=judged.errors)
            return list(in_parts(await carry_out(self._store, site, rescoring, judged), most, rest))
        rest = PageWork(errors=judged.errors)
        return [replace(rest, told=[as_listed(change) for change in judged.changes])]
