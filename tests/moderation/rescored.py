"""A site that has been judged by one model, and another model to judge it again."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.domain.comments import Comment, Draft
from service.domain.rescorings import Apply, Rescoring, Selection
from service.moderation import rescorings
from service.moderation.rescoring import Rescorer
from service.moderation.scoring import Scoring
from service.settings import BulkSettings, WorkSettings
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.people import BOB
from tests.scorers import WordScorer

NAME = "courier"


class SternScorer(WordScorer):
    """The next model: what made the one before hesitate it refuses; chokes on `poison`."""

    model_id = "m-stern"

    def score(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if any("poison" in text for text in texts):
            raise RuntimeError("I cannot")
        table = super().score(texts)
        table[["hmm" in text for text in texts], 0] = 0.97
        table[["fine" in text for text in texts], 0] = 0.01
        return table

    def is_hedged(self, text: str, language: str | None) -> bool:
        return False


STERN = SternScorer()


async def judged(store: Store, *texts: str | Draft) -> list[Comment]:
    """Take comments in and have them judged by the first model."""
    drafts = [text if isinstance(text, Draft) else draft(text) for text in texts]
    accepted = [await accept(store, NAME, sent) for sent in drafts]
    scoring = Scoring(store, WordScorer(), WorkSettings())
    while await scoring.score_batch(NAME):
        pass
    return await now(store, accepted)


async def now(store: Store, comments: Sequence[Comment]) -> list[Comment]:
    return [await found(store, NAME, comment.id) for comment in comments]


async def order(
    store: Store, apply: Apply = Apply.DECISIONS, selection: Selection | None = None
) -> Rescoring:
    return await rescorings.order_rescoring(
        store, STERN, NAME, BOB, selection=selection or Selection(), apply=apply
    )


def rescorer(store: Store, **settings: float) -> Rescorer:
    return Rescorer(store, STERN, BulkSettings(**settings))


async def work_off(store: Store, rescoring: Rescoring, **settings: float) -> Rescoring:
    """Do what there is to do."""
    worker = rescorer(store, **settings)
    while await store.rescorings.due_sites([NAME]):
        await worker.work(NAME)
    return await rescorings.find_rescoring(store, NAME, rescoring.id)
