"""What callers are shown of comments, by what they may know. Never an e-mail or an address."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from pydantic import Field

from service.api.fields import Time
from service.api.schemas import Shown
from service.domain.audit import ActorKind
from service.domain.comments import DecidedBy, Origin
from service.domain.setting_changes import About
from service.domain.sites import Scope
from service.domain.statuses import Action, Status, allowed_actions
from service.domain.verdicts import ReasonCode
from service.moderation import reviewing


def _is_none(value: object) -> bool:
    return value is None


class ThreadRecord(Shown):
    """The page a comment stands under."""

    id: str
    url: str | None
    title: str | None


class AuthorRecord(Shown):
    """Who wrote it, as far as the site said."""

    id: str | None
    name: str | None
    url: str | None


class ReasonRecord(Shown):
    """One cause of a verdict or decision."""

    code: ReasonCode
    detail: str
    label: Annotated[str | None, Field(exclude_if=_is_none)] = None
    value: Annotated[float | None, Field(exclude_if=_is_none)] = None
    threshold: Annotated[float | None, Field(exclude_if=_is_none)] = None
    spans: Annotated[
        Sequence[tuple[int, int]] | None,
        Field(exclude_if=_is_none, description="Where in the text, in code points"),
    ] = None
    entry: Annotated[
        str | None, Field(exclude_if=_is_none, description="The entry of the site's list of words")
    ] = None


class CommentRecord(Shown):
    """A comment, for servers and moderators."""

    id: str
    site: str
    origin: Annotated[Origin, Field(description="By which way it came in")]
    thread: ThreadRecord
    author: AuthorRecord
    text: str
    status: Status
    version: int
    revision: str
    scores: Mapping[str, float]
    model: str | None
    reasons: Sequence[ReasonRecord]
    decided_by: DecidedBy | None
    created_at: Time
    decided_at: Time | None
    reports: int


class Links(Shown):
    """Where to go on from a comment."""

    self: str
    history: Annotated[str | None, Field(exclude_if=_is_none)] = None


class Receipt(Shown):
    """A comment that is in the record."""

    id: str
    status: Status
    version: int
    links: Links


class LinkedComment(CommentRecord):
    """A comment and where to go on from it."""

    links: Links


class ClaimRecord(Shown):
    """A moderator's lease on a review item."""

    moderator: str
    until: Time


class NoteRecord(Shown):
    """What a moderator wants the next one to know."""

    by: str
    at: Time
    text: str


class ReviewItem(CommentRecord):
    """A comment as it stands in the review queue."""

    claim: ClaimRecord | None
    allowed_actions: Sequence[Action]
    flood: str | None = Field(description="The group of near-duplicates it stands for, if any")
    copies: int = Field(description="How many of them are in the queue, on this one card")
    notes: Sequence[NoteRecord] = Field(description="Of moderators, the oldest first")

    @classmethod
    def of(cls, item: reviewing.ReviewItem) -> Self:
        """Add what a moderator may do, and who does."""
        comment = item.comment
        return cls(
            **dict(CommentRecord.model_validate(comment)),
            claim=item.claim and ClaimRecord.model_validate(item.claim),
            allowed_actions=allowed_actions(comment.status, awaits=comment.awaits),
            flood=comment.flood,
            copies=item.copies,
            notes=[NoteRecord.model_validate(note) for note in item.notes],
        )


class PublicAuthor(Shown):
    """Who wrote it, as readers see it."""

    name: str | None
    url: str | None


class PublicComment(Shown):
    """An approved comment, as readers see it."""

    id: str
    parent_id: str | None
    author: PublicAuthor
    text: str
    created_at: Time


class ActorRecord(Shown):
    """Who made a change."""

    kind: ActorKind
    id: str


class AuditRecord(Shown):
    """One change of state."""

    id: str
    comment: str
    before: Annotated[Status | None, Field(serialization_alias="from")]
    after: Annotated[Status, Field(serialization_alias="to")]
    action: str
    version: int
    actor: ActorRecord
    reasons: Sequence[ReasonRecord]
    note: str | None
    decision: str | None = Field(description="The act it was part of; it can be undone by this id")
    model: str | None
    policy: int | None
    rescoring: str | None = Field(description="The rescoring that made it, or that was undone")
    at: Time


class SettingRecord(Shown):
    """A change of what the site goes by, which no comment is about."""

    id: str
    about: About
    subject: str = Field(description="Which of them: an id, a name, or how many")
    action: str
    actor: ActorRecord
    before: Annotated[
        str | None, Field(serialization_alias="from", description="Version or value before")
    ]
    after: Annotated[str | None, Field(serialization_alias="to", description="Same, after it")]
    at: Time


def links_of(comment_id: str, scopes: frozenset[Scope]) -> Links:
    """Name what a key may look at."""
    path = f"/v1/comments/{comment_id}"
    return Links(self=path, history=f"{path}/history" if Scope.MODERATE in scopes else None)
