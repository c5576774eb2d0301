"""Comments that await a person, for tests of what moderators call."""

from service.domain.comments import Comment
from service.domain.statuses import Status
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.rulings import ruling


async def hold(store: Store, site: str, text: str = "hmm", flood: str | None = None) -> Comment:
    """Get a held comment into the record, at version 2."""
    comment = await accept(store, site, draft(text))
    await store.comments.apply_verdicts(site, [ruling(comment, Status.HELD, flood=flood)])
    return await found(store, site, comment.id)
