"""What moderators do in tests, on comments as they are now."""

from collections.abc import Sequence

from service.domain.comments import Comment
from service.domain.statuses import Action, Status
from service.moderation.deciding import Act, Decision, Seen, decide_all
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.people import ALICE
from tests.rulings import ruling

NAME = "courier"


def by_alice(action: Action, reason: str | None = None) -> Decision:
    return Decision(action=action, actor=ALICE, reason=reason, note="seen it")


async def hold(store: Store, text: str = "hmm", score: float = 0.7) -> Comment:
    """Get a held comment into the record."""
    comment = await accept(store, NAME, draft(text))
    await store.comments.apply_verdicts(NAME, [ruling(comment, Status.HELD, score)])
    return await found(store, NAME, comment.id)


async def decided(store: Store, comments: Sequence[Comment], action: Action) -> Act:
    """Have Alice decide comments at the versions given."""
    seen = [Seen(comment.id, comment.version) for comment in comments]
    return await decide_all(store, NAME, seen, by_alice(action))


async def statuses(store: Store, comments: Sequence[Comment]) -> list[Status]:
    """Read what comments are now."""
    return [(await found(store, NAME, comment.id)).status for comment in comments]
