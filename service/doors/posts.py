"""What a plain form sends, and the draft that becomes of it."""

import hashlib
from collections.abc import Mapping
from typing import Annotated

from fastapi import Request
from pydantic import Field, ValidationError
from starlette.datastructures import FormData

from service.api.errors import as_invalid
from service.api.fields import CommentId, Email, Line, Text, ThreadId, Url
from service.api.schemas import Sent
from service.domain.comments import Author, Draft, Origin, Signal, Thread
from service.domain.pseudonyms import Pseudonyms
from service.doors import challenges

HONEYPOT = "subject"
"""A field that people do not see. No browser fills it in by itself, as it would a phone number."""

FIELDS = (
    "comment",
    "name",
    "email",
    "url",
    "thread_url",
    "thread_id",
    "parent_id",
    "form_token",
    challenges.FIELD,
    HONEYPOT,
)

Typed = Mapping[str, str]
"""What the reader typed, as it was typed, by field."""


class FormPost(Sent):
    """A comment from a plain form. Fields that the page adds for itself are passed over."""

    comment: Text
    name: Line | None = None
    email: Annotated[
        Email | None, Field(description="Kept as a keyed hash only, and never shown")
    ] = None
    url: Annotated[Url | None, Field(description="The reader's website")] = None
    thread_url: Annotated[Url, Field(description="The page, where the reader is sent back to")]
    thread_id: Annotated[
        ThreadId | None, Field(description="Names the thread, if its page's URL may change")
    ] = None
    parent_id: CommentId | None = None
    form_token: Annotated[
        str | None, Field(max_length=500, description="Optional; makes a double click post once")
    ] = None
    altcha: Annotated[
        str | None,
        Field(max_length=4_000, description="A solved challenge, where the site asks for one"),
    ] = None
    subject: Annotated[
        str | None, Field(description="Hide this field from people: who fills it in is software")
    ] = None


async def read_typed(request: Request) -> Typed:
    """Read the fields of a form that we know."""
    async with request.form(max_files=0, max_fields=50) as form:
        return {name: _normalise(form, name) for name in FIELDS}


def _normalise(form: FormData, name: str) -> str:
    """Undo what the transport of forms does to lines."""
    value = form.get(name)
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def check(typed: Typed) -> FormPost:
    """Check what was typed; a field left empty was not filled in.

    Raises
    ------
    InvalidError
        Field by field, what is wrong.
    """
    filled = {name: value.strip() for name, value in typed.items() if value.strip()}
    if "url" in filled and "://" not in filled["url"]:
        filled["url"] = f"https://{filled['url']}"  # as people write the address of their page
    try:
        return FormPost.model_validate(filled)
    except ValidationError as error:
        raise as_invalid(error) from error


def draft_of(
    post: FormPost, site: str, page: str, address: str | None, pseudonyms: Pseudonyms
) -> Draft:
    """Make a draft of a post."""
    return Draft(
        text=post.comment,
        thread=Thread(id=post.thread_id or page, url=page),
        author=Author(name=post.name, url=post.url),
        parent_id=post.parent_id,
        email_hash=pseudonyms.of_email(site, post.email) if post.email else None,
        address_hash=pseudonyms.of_address(site, address) if address else None,
        signals=(Signal.HONEYPOT,) if post.subject else (),
        origin=Origin.FORM,
    )


def once_key(form: str, post: FormPost) -> str:
    """Name what one form said: sent again it is the same comment, changed it is another."""
    said = post.model_dump_json(exclude={"form_token", "altcha", "subject"})
    return f"form:{form}:{hashlib.sha256(said.encode()).hexdigest()[:32]}"
