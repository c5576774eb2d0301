"""What is known around comments when they are judged, read for a whole batch at once."""

from collections.abc import Sequence
from functools import partial
from hashlib import blake2b

from service.domain.cases import Case
from service.domain.comments import Comment
from service.domain.floods import Flood
from service.domain.policy import Policy
from service.moderation.matching import matcher_of
from service.moderation.signatures import SHORTEST, signature_of
from service.store.redis import Store

CaseMaker = partial[Case]
"""Makes a comment's case once scores and thresholds are known."""


async def read_circumstances(
    store: Store, site: str, policy: Policy, comments: Sequence[Comment]
) -> list[CaseMaker]:
    """Read what the checks may ask for, and begin a case for each comment."""
    histories = await store.authors.histories(site, comments)
    paces = await store.authors.paces(site, comments, window_s=policy.window_s)
    bans = await store.authors.bans_of(site, comments)
    floods = await _find_floods(store, site, policy, comments)
    modes = await store.policies.thread_modes(site, [comment.thread.id for comment in comments])
    matcher = await matcher_of(await store.words.read(site))
    return [
        partial(
            Case,
            text=comment.text,
            policy=policy,
            lang=comment.lang,
            signals=comment.signals,
            mode=modes.get(comment.thread.id, policy.mode),
            history=history,
            ban=ban,
            pace=pace,
            words=matcher.find(comment.text, comment.received_at),
            flood=_in_force(floods.get(comment.id), comment),
            reports=comment.reports,
            chance=_chance_of(comment.id),
        )
        for comment, history, pace, ban in zip(comments, histories, paces, bans, strict=True)
    ]


async def _find_floods(
    store: Store, site: str, policy: Policy, comments: Sequence[Comment]
) -> dict[str, Flood]:
    """Group near-duplicates; what is too short says the same as others by chance."""
    long_enough = [comment for comment in comments if len(comment.text) >= SHORTEST]
    signatures = [signature_of(comment.text) for comment in long_enough]
    return await store.floods.join(site, long_enough, signatures, policy.window_s)


def _in_force(flood: Flood | None, comment: Comment) -> Flood | None:
    if flood and flood.order and not flood.order.is_on(comment.received_at):
        return Flood(flood.id, flood.texts)
    return flood


def _chance_of(comment_id: str) -> float:
    """Draw a number from 0 to 1, the same one each time the comment is judged."""
    return int.from_bytes(blake2b(comment_id.encode(), digest_size=6).digest()) / 2**48
