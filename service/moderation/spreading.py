"""The scores of a site's last comments, label by label: what thresholds are chosen on."""

from collections.abc import Mapping

from service.domain.spreads import Spread, spreads_of
from service.store.codec import read_scores
from service.store.redis import Store

LAST = 1_000
"""So many comments show how the scores of a site spread, and are quickly read."""


async def read_spreads(store: Store, site: str, count: int = LAST) -> Mapping[str, Spread]:
    """Read how the scores of the last comments spread; labels that none has are left out."""
    comments = await store.rescoring_pages.latest(site, count=count, since=None)
    return spreads_of(read_scores(comment.scores) for comment in comments if comment.scores)
