"""Handing in many comments, and what became of them."""

from collections import Counter

from service.domain.audit import Actor, ActorKind
from service.domain.comments import Draft, Thread
from service.domain.statuses import Status
from service.moderation.submission import Intake, Receipt, Submission
from service.store.redis import Store

CMS = Actor(ActorKind.SITE, "cms")


def submission(text: str) -> Submission:
    draft = Draft(text=text, thread=Thread(id="harbour"))
    return Submission(site="courier", draft=draft, actor=CMS)


async def submit_many(intake: Intake, count: int) -> list[str]:
    """Hand comments in, ten at a time; give their ids, all of them accepted."""
    ids: list[str] = []
    for first in range(0, count, 10):
        batch = [submission(f"What a fine harbour, number {first + n}") for n in range(10)]
        receipts = await intake.submit_all("courier", batch)
        ids += [receipt.comment_id for receipt in receipts if isinstance(receipt, Receipt)]
    assert len(ids) == count
    return ids


async def statuses(store: Store, ids: list[str]) -> Counter[Status | None]:
    comments = await store.comments.get_many("courier", ids)
    return Counter(comment.status if comment else None for comment in comments)


async def all_decided(store: Store, ids: list[str]) -> bool:
    counts = await statuses(store, ids)
    return counts[None] == counts[Status.PENDING] == 0


async def decisions_each(store: Store, ids: list[str]) -> Counter[int]:
    """How many entries of its history each comment has after the first."""
    return Counter([len(await store.comments.history("courier", id_)) - 1 for id_ in ids])
