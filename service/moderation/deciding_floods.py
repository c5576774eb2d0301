"""Deciding a flood on its card: all of it as one act, and what comes later, for a stated time."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.comments import Comment
from service.domain.errors import GreenroomError
from service.domain.floods import FloodOrder
from service.domain.statuses import OUTCOMES
from service.moderation.deciding import AT_ONCE, Act, Decision, Seen, decide_all
from service.moderation.signatures import SHORTEST, signature_of
from service.store.redis import Store

SHORTEST_S = 60
LONGEST_S = 30 * 24 * 3600
"""For how long later arrivals may be told to follow."""

MEMBERS_AT_MOST = 10_000
"""How many comments of a flood one act may be about."""


@dataclass(frozen=True, slots=True)
class FloodAct:
    """An act on floods: the cards first, in the order asked, then the others that stood on them."""

    seen: Sequence[Seen]
    act: Act


async def decide_floods(
    store: Store, site: str, cards: Sequence[Seen], decision: Decision, later_s: int
) -> FloodAct:
    """Decide comments and all that stand on a card with them; who comes later follows, for a time.

    A card that is not what was seen is left alone, and its flood with it; so is one of no flood but
    for the comment itself. Undoing the act lifts what was ordered by it.

    Raises
    ------
    UnavailableError
        The record cannot take any of it.
    """
    act = await decide_all(store, site, cards, decision)
    heads = [card for card in act.results if isinstance(card, Comment) and card.flood]
    floods = {card.flood: card for card in heads if card.flood}
    await _order(store, site, floods, decision, act.id, later_s)
    # Looked up when the order stands: who comes now follows it, who came before is found here.
    others = await _others(store, site, floods, {card.comment_id for card in cards})
    if others:
        more = await decide_all(store, site, others, decision, act.id)
        act.results.extend(more.results)
    return FloodAct([*cards, *others], act)


async def decide_flood(
    store: Store, site: str, card: Seen, decision: Decision, later_s: int
) -> tuple[Comment, Act]:
    """Decide one card; gives its comment as it is now, and the act.

    Raises
    ------
    NotFoundError, StaleError, NotAllowedError
        The card cannot be decided: nothing was changed or ordered.
    UnavailableError
        The record cannot take it.
    """
    act = (await decide_floods(store, site, [card], decision, later_s)).act
    head = act.results[0]
    if isinstance(head, GreenroomError):
        raise head
    return head, act


async def _order(
    store: Store,
    site: str,
    floods: dict[str, Comment],
    decision: Decision,
    act_id: str,
    later_s: int,
) -> None:
    for flood, card in floods.items():
        if len(card.text) < SHORTEST:
            continue  # too short to be told from others: it makes no flood
        until = (card.decided_at or 0) + later_s * 1000
        order = FloodOrder(
            to=OUTCOMES[decision.action], by=decision.actor.id, decision=act_id, until=until
        )
        await store.floods.order(site, flood, order, card, signature_of(card.text))


async def _others(
    store: Store, site: str, floods: dict[str, Comment], known: set[str]
) -> list[Seen]:
    """Find what stands on the cards besides those known, each at the version it has now."""
    ids: list[str] = []
    for flood in floods:
        ids += await store.floods.in_queue(site, flood, MEMBERS_AT_MOST)
    wanted = [id_ for id_ in dict.fromkeys(ids) if id_ not in known][:MEMBERS_AT_MOST]
    seen: list[Seen] = []
    for first in range(0, len(wanted), AT_ONCE):
        found = await store.comments.get_many(site, wanted[first : first + AT_ONCE])
        seen += [Seen(comment.id, comment.version) for comment in found if comment]
    return seen
