"""A site whose automatic decisions are all checked, and what people said of its comments."""

from service.domain.policy import Policy
from service.domain.statuses import Action
from service.moderation.deciding import Decision, Seen, decide_all
from service.store.redis import Store
from tests.moderation.rescored import NAME, judged
from tests.people import ALICE

MANY = 100_000


async def check(store: Store, share: float = 1.0) -> None:
    """Have a share of what is decided automatically checked, however much alike it is."""
    version = (await store.policies.current(NAME)).version + 1
    policy = Policy(version=version, audit_share=share, repeats_held=MANY, author_pace=MANY)
    await store.policies.put(NAME, policy)


async def say(store: Store, action: Action, *texts: str) -> None:
    """Have comments judged, and say something of them."""
    comments = await judged(store, *texts)
    seen = [Seen(comment.id, comment.version) for comment in comments]
    await decide_all(store, NAME, seen, Decision(action=action, actor=ALICE))


async def check_a_few(store: Store) -> None:
    """Do just what shows a budget of a fifth to be kept up to the 0.5 of `hmm`."""
    await check(store)
    await say(store, Action.APPROVE, *["A fine piece."] * 14)
    await say(store, Action.REJECT, *["hmm"] * 6)
