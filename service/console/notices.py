"""What a moderator has just done, told by what the record says of it, with a way back."""

from dataclasses import dataclass

from service.domain.comments import Comment
from service.domain.statuses import Status
from service.store.redis import Store


@dataclass(frozen=True, slots=True)
class Notice:
    """A decision that can still be undone."""

    decision: str
    comment: Comment
    """The first that it was about."""
    comments: int
    left: int = 0
    """How many were left alone, because they had changed."""

    @property
    def status(self) -> Status:
        """What the decision made of them."""
        return self.comment.status


async def read_notice(
    store: Store, site: str, decision: str | None, left: int = 0
) -> Notice | None:
    """Find a decision of the site; None when it was undone, or overtaken, or never was.

    Nothing else is taken on faith from the address of a page: who follows another's link is told
    the same truth.
    """
    acts = await store.acts.recall(site, decision) if decision else []
    if not decision or not acts:
        return None
    comment = await store.comments.get(site, acts[0].comment_id)
    if comment is None or (comment.decision, comment.version) != (decision, acts[0].version):
        return None
    return Notice(decision, comment, len(acts), left)
