"""Rescorings ordered, and waited for."""

import asyncio

from running import SITE

from service.domain.policy import Policy
from service.domain.rescorings import Apply, Order, Rescoring, Selection, State
from service.moderation.rescorings import begin, find_rescoring
from service.store.redis import Store


async def order(store: Store, model: str, apply: Apply, **selection: int) -> Rescoring:
    """Order a rescoring."""
    ordered = Order(
        selection=Selection(**selection), model=model, policy=Policy(), apply=apply, by="site:x"
    )
    return await begin(store, SITE, ordered)


async def finish(store: Store, rescoring: Rescoring) -> Rescoring:
    """Wait for the end of a rescoring."""
    while rescoring.state is not State.DONE:
        await asyncio.sleep(0.05)
        rescoring = await find_rescoring(store, SITE, rescoring.id)
    return rescoring


def rate_of(rescoring: Rescoring) -> float:
    """Give comments a second, from the order to the end."""
    return rescoring.done * 1000 / ((rescoring.ended_at or 0) - rescoring.created_at)
