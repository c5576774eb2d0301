"""What is known around comments when they are judged, read for a whole batch at once."""

import asyncio
from collections.abc import Sequence
from functools import partial
from hashlib import blake2b

from service.domain.cases import Case, Standing
from service.domain.comments import Comment
from service.domain.floods import Flood
from service.domain.policy import Policy
from service.moderation.matching import Matcher, matcher_of
from service.moderation.signatures import SHORTEST, signature_of
from service.store.redis import Store

CaseMaker = partial[Case]
"""Makes a comment's case once scores and thresholds are known."""


async def read_circumstances(
    store: Store, site: str, policy: Policy, comments: Sequence[Comment]
) -> list[CaseMaker]:
    """Read what the checks may ask for, and begin a case for each comment."""
    standings, floods, words = await asyncio.gather(
        read_standings(store, site, policy, comments),
        _find_floods(store, site, policy, comments),
        store.words.read(site),
    )
    matcher = await matcher_of(words)
    return [
        begin_kept(comment, policy, standing, matcher, floods.get(comment.id))
        for comment, standing in zip(comments, standings, strict=True)
    ]


async def read_standings(
    store: Store, site: str, policy: Policy, comments: Sequence[Comment]
) -> list[Standing]:
    """Read who wrote each comment, and where; this changes nothing."""
    authors, threads = store.authors, [comment.thread.id for comment in comments]
    # Asked for together, which costs one trip.
    histories, paces, bans, modes = await asyncio.gather(
        authors.histories(site, comments),
        authors.paces(site, comments, window_s=policy.window_s),
        authors.bans_of(site, comments),
        store.policies.thread_modes(site, threads),
    )
    return [
        Standing(history=history, pace=pace, ban=ban, mode=modes.get(thread))
        for history, pace, ban, thread in zip(histories, paces, bans, threads, strict=True)
    ]


def begin(comment: Comment, policy: Policy, standing: Standing, matcher: Matcher) -> CaseMaker:
    """Begin a comment's case with what it says, and who says it where."""
    return partial(
        Case,
        text=comment.text,
        policy=policy,
        words=matcher.find(comment.text, comment.received_at),
        lang=comment.lang,
        signals=comment.signals,
        mode=standing.mode or policy.mode,
        history=standing.history,
        ban=standing.ban,
        pace=standing.pace,
        reports=comment.reports,
    )


def begin_kept(
    comment: Comment, policy: Policy, standing: Standing, matcher: Matcher, flood: Flood | None
) -> CaseMaker:
    """Begin the case of a comment that is in the record: it may be in a flood, or in the sample."""
    return partial(
        begin(comment, policy, standing, matcher),
        flood=in_force(flood, comment),
        chance=chance_of(comment.id),
    )


async def _find_floods(
    store: Store, site: str, policy: Policy, comments: Sequence[Comment]
) -> dict[str, Flood]:
    """Group near-duplicates; what is too short says the same as others by chance."""
    long_enough = [comment for comment in comments if len(comment.text) >= SHORTEST]
    signatures = [signature_of(comment.text) for comment in long_enough]
    return await store.floods.join(site, long_enough, signatures, policy.window_s)


def in_force(flood: Flood | None, comment: Comment) -> Flood | None:
    """Give a flood without an order that had ended when the comment came."""
    if flood and flood.order and not flood.order.is_on(comment.received_at):
        return Flood(flood.id, flood.texts)
    return flood


def chance_of(comment_id: str) -> float:
    """Draw a number from 0 to 1, the same one each time the comment is judged."""
    return int.from_bytes(blake2b(comment_id.encode(), digest_size=6).digest()) / 2**48
