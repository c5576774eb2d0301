"""Studying comments: the model reads them while the record is asked what is known around them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.cases import Case
from service.domain.comments import Comment
from service.domain.policy import Policy
from service.moderation.circumstances import CaseMaker, read_circumstances
from service.moderation.models import Scorer, thresholds_of
from service.moderation.reading import Scored, complete_case, read_all
from service.store.redis import Store
from service.traces import span


@dataclass(frozen=True, slots=True)
class Study:
    """What was found out about some comments, to be judged by a policy."""

    policy: Policy
    comments: Sequence[Comment]
    scored: Sequence[Scored]
    """Without those that the model failed at."""
    makers: Sequence[CaseMaker]
    """Of each comment."""

    def cases(self, scorer: Scorer) -> list[Case]:
        """Make the case of each that was scored."""
        makers = {c.id: make for c, make in zip(self.comments, self.makers, strict=True)}
        thresholds = thresholds_of(self.policy, scorer)
        return [
            complete_case(scorer, comment, reading, makers[comment.id], thresholds)
            for comment, reading in self.scored
        ]


async def study(
    store: Store,
    site: str,
    scorer: Scorer,
    policy: Policy,
    comments: Sequence[Comment],
    *,
    unread: bool = False,
) -> Study:
    """Study comments of a site; ``unread``: without the model, which has failed at them."""
    # Asked first, so that the model works while Redis does.
    asking = asyncio.create_task(read_circumstances(store, site, policy, comments))
    await store.connection.under_way()
    with span("score"):
        scored = [(c, None) for c in comments] if unread else read_all(scorer, comments)
    return Study(policy, comments, scored, await asking)
