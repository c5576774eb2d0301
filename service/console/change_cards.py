"""Comments whose verdict is another one, or would be: with their text, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.api.state import AppState
from service.console.levels import levels_of, offences_in, read_limits
from service.console.texts import fold, make_visible
from service.domain.comments import Comment
from service.domain.policy import Thresholds
from service.domain.rescorings import VerdictChange


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """A verdict that is or would be another one, and the comment; its text, if any is left."""

    change: VerdictChange
    comment: Comment | None
    lead: str
    rest: str
    offences: Sequence[str]
    """What may hurt who reads it."""

    @classmethod
    def of(cls, change: VerdictChange, comment: Comment | None, limits: Thresholds) -> "ChangeCard":
        """Put a change the way it is shown."""
        text = make_visible(comment.text) if comment else ""
        offences = offences_in(levels_of(change.scores, limits))
        return cls(change, comment if text else None, *fold(text), offences)

    @property
    def moved(self) -> str | None:
        """The label whose score has moved furthest; None: none has."""
        before, now = self.change.scores_before, self.change.scores
        far = {label: abs(score - before.get(label, 0.0)) for label, score in now.items()}
        label = max(far, key=far.__getitem__, default=None)
        return label if label and far[label] else None


async def read_change_cards(
    state: AppState, site: str, changes: Sequence[VerdictChange]
) -> list[ChangeCard]:
    """Read the comments that changes are about."""
    ids = [change.comment_id for change in changes]
    limits = await read_limits(state, site)
    comments = await state["store"].comments.get_many(site, ids)
    return [
        ChangeCard.of(change, comment, limits)
        for change, comment in zip(changes, comments, strict=True)
    ]
