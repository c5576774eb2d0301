"""Comments on their way to a moderator's desk."""

from collections.abc import Sequence

from service.domain.comments import Comment
from service.domain.policy import Mode, Policy
from service.moderation.scoring import Scoring
from service.settings import WorkSettings
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.scorers import WordScorer


async def hold(
    store: Store, site: str, text: str, scorer: WordScorer | None = None, **more: object
) -> Comment:
    """Have a comment judged as a worker does; the site holds all that it gets."""
    return (await hold_all(store, site, [text], scorer, **more))[0]


async def hold_all(
    store: Store,
    site: str,
    texts: Sequence[str],
    scorer: WordScorer | None = None,
    **more: object,
) -> list[Comment]:
    """Have comments judged, in one go."""
    policy = await store.policies.current(site)
    if policy.mode is not Mode.HOLD_ALL:
        await store.policies.put(site, Policy(version=policy.version + 1, mode=Mode.HOLD_ALL))
    sent = [await accept(store, site, draft(text, **more)) for text in texts]
    await judge(store, site, scorer)
    return [await found(store, site, comment.id) for comment in sent]


async def judge(store: Store, site: str, scorer: WordScorer | None = None) -> None:
    """Have all judged that is due."""
    await Scoring(store, scorer or WordScorer(), WorkSettings()).score_batch(site)
