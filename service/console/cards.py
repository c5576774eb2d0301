"""Comments as the queue shows them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from service.api.state import AppState
from service.console.texts import fold, make_visible
from service.domain.comments import Comment
from service.domain.policy import Thresholds
from service.domain.statuses import Action, allowed_actions
from service.moderation.models import recommended
from service.moderation.reviewing import ReviewItem

_HOLD = 0.5
"""From where a label counts as high that neither the policy nor the model has a threshold for."""


class Level(StrEnum):
    """A score in a word. Figures would promise more than a person can make of them."""

    LOW = "low"
    SOME = "some"
    HIGH = "high"
    """High enough for the policy to hold a comment."""

    @property
    def rank(self) -> int:
        """Its place among the others, from 1."""
        return list(Level).index(self) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A comment, what is known of it, and what may be done to it."""

    comment: Comment
    lead: str
    rest: str
    levels: tuple[tuple[str, Level], ...]
    copies: int
    claimed_by: str | None
    actions: tuple[Action, ...]

    @classmethod
    def of(cls, item: ReviewItem, thresholds: Thresholds, *, folded: bool = True) -> Self:
        """Put an item the way it is shown."""
        comment = item.comment
        shown = make_visible(comment.text)
        lead, rest = fold(shown) if folded else (shown, "")
        scores = comment.scores.items()
        return cls(
            comment=comment,
            lead=lead,
            rest=rest,
            levels=tuple((label, level_of(label, p, thresholds)) for label, p in scores),
            copies=item.copies,
            claimed_by=item.claim.moderator if item.claim else None,
            actions=allowed_actions(comment.status, awaits=comment.awaits),
        )


def level_of(label: str, score: float, thresholds: Thresholds) -> Level:
    """Tell how high a score is, by what the site holds comments for."""
    hold = thresholds[label].hold if label in thresholds else _HOLD
    if score >= hold:
        return Level.HIGH
    return Level.SOME if score >= hold / 2 else Level.LOW


async def thresholds_of(state: AppState, site: str) -> Thresholds:
    """Read a site's thresholds: the policy's, completed by the model's."""
    policy = await state["store"].policies.current(site)
    return {**recommended(state["models"].deciding(site)), **policy.thresholds}
