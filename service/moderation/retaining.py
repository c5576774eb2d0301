"""Forgetting what has been kept for long enough, a page at a time."""

import structlog

from service.clock import DAY_MS, now_ms
from service.domain.audit import Actor, ActorKind
from service.domain.statuses import LIVE, REFUSED
from service.moderation.editing import erase
from service.settings import RetentionSettings
from service.store.redis import Store

log = structlog.get_logger()

_RETENTION = Actor(ActorKind.SITE, "retention")


class Retaining:
    """Keeps nothing longer than the settings say. Old revisions expire by themselves."""

    def __init__(self, store: Store, settings: RetentionSettings) -> None:
        self._store = store
        self._settings = settings

    async def forget_some(self, site: str) -> int:
        """Forget one page; gives how many comments, 0 when the site is done for today."""
        forgotten = await self._erase_refused(site) or await self._drop_hashes(site)
        if forgotten:
            log.info("forgotten", site=site, comments=forgotten)
            return forgotten
        if self._settings.audit_days:
            await self._store.audit.trim(site, _ago(self._settings.audit_days))
            await self._store.setting_changes.trim(site, _ago(self._settings.audit_days))
        await self._store.figures.forget(site, _ago(self._settings.figures_days))
        await self._store.retention.finish(site)
        return 0

    async def _erase_refused(self, site: str) -> int:
        days = self._settings.refused_texts_days
        for status in REFUSED if days else ():
            # Nothing is marked: an erased comment leaves the index.
            aged = await self._store.retention.aged(site, "texts", status, _ago(days))
            for comment_id in aged:
                await erase(self._store, site, comment_id, _RETENTION)
            if aged:
                return len(aged)
        return 0

    async def _drop_hashes(self, site: str) -> int:
        days, retention = self._settings.hashes_days, self._store.retention
        for status in LIVE if days else ():
            aged = await retention.aged(site, "hashes", status, _ago(days))
            if aged:
                comments = await self._store.comments.get_many(site, list(aged))
                await retention.drop_hashes(site, [c for c in comments if c is not None])
                await retention.mark(site, "hashes", status, max(aged.values()))
                return len(aged)
        return 0


def _ago(days: int) -> int:
    return now_ms() - days * DAY_MS
