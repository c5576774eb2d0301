"""Waiting for a decision, for callers who asked to."""

import asyncio

from service.domain.comments import Comment
from service.domain.statuses import Status
from service.moderation.finding import find_comment
from service.store.hints import Hints
from service.store.redis import Store

_LOOK_AGAIN_S = 0.5
"""How long a hint that never came can delay an answer."""


async def wait_for_decision(
    store: Store, hints: Hints, site: str, comment_id: str, seconds: float
) -> Comment:
    """Give the comment as soon as it is decided, or as it is when the time is up."""
    deadline = asyncio.get_running_loop().time() + seconds
    with hints.expecting(comment_id) as decided:
        while True:
            decided.clear()  # an edit can make a decided comment pending again
            comment = await find_comment(store, site, comment_id)
            left = deadline - asyncio.get_running_loop().time()
            if comment.status is not Status.PENDING or left <= 0:
                return comment
            try:
                async with asyncio.timeout(min(left, _LOOK_AGAIN_S)):
                    await decided.wait()
            except TimeoutError:
                continue
