"""What Coral sends."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field

from service.api.fields import MAX_TEXT, CommentId, Line
from service.api.schemas import Sent
from service.domain.comments import Author, Draft, Origin, Signal, Thread

STAFF_ROLES = frozenset({"STAFF", "MODERATOR", "ADMIN"})


class CoralAction(StrEnum):
    """What is happening to a comment."""

    NEW = "NEW"
    EDIT = "EDIT"


class _Part(Sent):
    """Part of a request; what later versions of Coral add to it is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)


Body = Annotated[str, AfterValidator(lambda body: body.strip()[:MAX_TEXT])]


class CoralComment(_Part):
    """The comment; it has no id of its own yet."""

    body: Body
    parentID: CommentId | None = None  # noqa: N815 - Coral's name


class CoralAuthor(_Part):
    """Who writes."""

    id: Line
    role: Annotated[str, Field(max_length=50)] = ""


class CoralStory(_Part):
    """The page."""

    id: Line
    url: Annotated[str, Field(max_length=2_000)] = ""


class CoralRequest(_Part):
    """A comment before it is published, or published again."""

    action: CoralAction
    comment: CoralComment
    author: CoralAuthor
    story: CoralStory


def draft_of(sent: CoralRequest) -> Draft:
    """Make a draft of what Coral sends."""
    return Draft(
        text=sent.comment.body,
        thread=Thread(id=sent.story.id, url=sent.story.url or None),
        author=Author(id=sent.author.id),
        parent_id=sent.comment.parentID,
        signals=(Signal.STAFF,) if sent.author.role in STAFF_ROLES else (),
        origin=Origin.CORAL,
    )
