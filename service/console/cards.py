"""Comments as the queue shows them, with all that a person needs to decide at a glance."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fastapi.concurrency import run_in_threadpool

from service.api.state import AppState
from service.console.highlights import Piece, cut, fold_pieces, marks_of
from service.console.levels import levels_of, offences_in, read_limits
from service.console.texts import fold
from service.domain.authors import History
from service.domain.bands import Band
from service.domain.comments import Comment
from service.domain.errors import NotFoundError
from service.domain.reports import Note, ReportReason
from service.domain.statuses import Action, allowed_actions
from service.moderation.models import Scorer
from service.moderation.reviewing import ReviewItem, read_items


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A comment, what is known of it, and what may be done to it."""

    comment: Comment
    lead: Sequence[Piece]
    rest: Sequence[Piece] = ()
    levels: Sequence[tuple[str, Band]] = ()
    """The highest first."""
    copies: int = 1
    claimed_by: str | None = None
    notes: Sequence[Note] = ()
    author: History = field(default_factory=History)
    parent: Comment | None = None
    reports: Mapping[ReportReason, int] = field(default_factory=dict)

    @property
    def actions(self) -> Sequence[Action]:
        """What may be done to it."""
        return allowed_actions(self.comment.status, awaits=self.comment.awaits)

    @property
    def offences(self) -> Sequence[str]:
        """What may hurt who reads it."""
        return offences_in(self.levels)

    @property
    def weighing(self) -> Mapping[str, Sequence[str]]:
        """The words that weigh most, by what they speak for."""
        found: dict[str, list[str]] = {}
        for piece in (*self.lead, *self.rest):
            for label in piece.labels:
                found.setdefault(label, []).append(piece.text)
        return {label: list(dict.fromkeys(words)) for label, words in found.items()}


async def read_card(state: AppState, site: str, comment_id: str, *, folded: bool = True) -> Card:
    """Read a comment as a card.

    Raises
    ------
    NotFoundError
        The site has no such comment, or it is erased.
    """
    items = await read_items(state["store"], site, [comment_id])
    if not items:
        raise NotFoundError("This site has no such comment.")
    return (await read_cards(state, site, items, folded=folded))[0]


async def read_cards(
    state: AppState, site: str, items: Sequence[ReviewItem], *, folded: bool = True
) -> list[Card]:
    """Read what cards show beside the comments: few trips to the record, however many there are."""
    store, scorer = state["store"], state["models"].deciding(site)
    comments = [item.comment for item in items]
    limits, authors, parents, reports = await asyncio.gather(
        read_limits(state, site),
        store.authors.histories(site, comments),
        _parents_of(state, site, comments),
        _reports_of(state, site, comments),
    )
    levels = [levels_of(comment.scores, limits) for comment in comments]
    # Off the event loop: long texts take their time.
    texts = await run_in_threadpool(_point_at_words, scorer, comments, levels, folded=folded)
    return [
        Card(
            comment=item.comment,
            lead=lead,
            rest=rest,
            levels=level,
            copies=item.copies,
            claimed_by=item.claim.moderator if item.claim else None,
            notes=item.notes,
            author=author,
            parent=parents.get(item.comment.parent_id or ""),
            reports=reports.get(item.comment.id, {}),
        )
        for item, author, level, (lead, rest) in zip(items, authors, levels, texts, strict=True)
    ]


def _point_at_words(
    scorer: Scorer,
    comments: Sequence[Comment],
    levels: Sequence[Sequence[tuple[str, Band]]],
    *,
    folded: bool,
) -> list[tuple[list[Piece], list[Piece]]]:
    """Part each text in what is shown at once and the rest, with the words that weigh marked."""
    parted = []
    for comment, levels_ in zip(comments, levels, strict=True):
        labels = [n for n, level in levels_ if level is not Band.LOW and n in scorer.labels]
        spans = scorer.explain(comment.text, labels) if labels else ()
        pieces = cut(comment.text, marks_of(comment, spans, labels))
        at = len(fold(comment.text)[0]) if folded else len(comment.text)
        parted.append(fold_pieces(pieces, at))
    return parted


async def _parents_of(
    state: AppState, site: str, comments: Sequence[Comment]
) -> Mapping[str, Comment]:
    ids = sorted({comment.parent_id for comment in comments if comment.parent_id})
    found = await state["store"].comments.get_many(site, ids)
    return {parent.id: parent for parent in found if parent}


async def _reports_of(
    state: AppState, site: str, comments: Sequence[Comment]
) -> Mapping[str, Mapping[ReportReason, int]]:
    reported = [comment.id for comment in comments if comment.reports]
    reports = await asyncio.gather(
        *(state["store"].reports.of_comment(site, id_) for id_ in reported)
    )
    return {
        id_: Counter(report.reason for report in all_)
        for id_, all_ in zip(reported, reports, strict=True)
    }
