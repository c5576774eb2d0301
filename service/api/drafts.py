"""A comment as callers send it, and the draft that becomes of it."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from service.api.dependencies import Caller
from service.api.fields import (
    CommentId,
    Email,
    IpAddress,
    Language,
    Line,
    Moment,
    Text,
    ThreadId,
    Url,
)
from service.api.schemas import Sent
from service.domain.comments import Author, Draft, Thread
from service.domain.pseudonyms import Pseudonyms

_SERVERS_ONLY = "Counts from a secret key; from a publishable one it is passed over."


class SentThread(Sent):
    """The page a comment stands under: `id`, or else `url`, names it."""

    id: ThreadId | None = None
    url: Url | None = None
    title: Line | None = None

    @model_validator(mode="after")
    def _has_a_name(self) -> Self:
        if self.id is None and self.url is None:
            raise PydanticCustomError("thread", "Give an id or a url.")
        return self


class SentAuthor(Sent):
    """Who wrote it."""

    id: Line | None = None
    name: Line | None = None
    email: Annotated[
        Email | None, Field(description="Kept as a keyed hash only, and never shown")
    ] = None
    url: Url | None = None


class NewComment(Sent):
    """A comment to be moderated."""

    text: Text
    thread: SentThread
    author: SentAuthor = SentAuthor()
    parent_id: CommentId | None = None
    external_id: Annotated[
        Line | None,
        Field(description=f"Your own id of it; it names one comment for good. {_SERVERS_ONLY}"),
    ] = None
    ip: Annotated[
        IpAddress | None,
        Field(description=f"The reader's address, kept as a keyed hash only. {_SERVERS_ONLY}"),
    ] = None
    user_agent: Annotated[
        str | None,
        Field(max_length=1_000, description="Accepted from forms that have it; not kept"),
    ] = None
    lang: Language | None = None
    created_at: Annotated[
        Moment | None, Field(description=f"When it was written. {_SERVERS_ONLY}")
    ] = None


def draft_of(sent: NewComment, caller: Caller, pseudonyms: Pseudonyms) -> Draft:
    """Make a draft of what was sent; a server speaks for its readers, a page only for its own."""
    address = caller.address if caller.is_page else sent.ip
    moment = None if caller.is_page else sent.created_at
    author, thread = sent.author, sent.thread
    return Draft(
        text=sent.text,
        thread=Thread(id=thread.id or thread.url or "", url=thread.url, title=thread.title),
        author=Author(id=author.id, name=author.name, url=author.url),
        parent_id=sent.parent_id,
        # A page could take the ids that its server is going to use.
        external_id=None if caller.is_page else sent.external_id,
        lang=sent.lang,
        created_at=int(moment.timestamp() * 1000) if moment else None,
        email_hash=pseudonyms.of_email(caller.site, author.email) if author.email else None,
        address_hash=pseudonyms.of_address(caller.site, address) if address else None,
    )
