"""The comment in a call: what of it is sound is kept, the rest is left out, never refused."""

import re
from datetime import UTC, datetime

from pydantic import TypeAdapter, ValidationError

from service.api.fields import MAX_TEXT, Email, Language, Url, as_ms, is_ip
from service.domain.comments import Author, Draft, Origin, Signal, Thread
from service.domain.pseudonyms import Pseudonyms
from service.doors.akismet.bodies import Call

STAFF_ROLES = frozenset({"administrator", "super_admin"})
GUARANTEED_SPAM = frozenset({"akismet-guaranteed-spam", "viagra-test-123"})
GUARANTEED_EMAIL = "akismet-guaranteed-spam@example.com"

_MAX_NAME = 200
_EPOCH = datetime.fromtimestamp(0, UTC)
_BLANKS = re.compile(r"\s+")
_email = TypeAdapter[str](Email)
_url = TypeAdapter[str](Url)
_language = TypeAdapter[str](Language)


def draft_of(call: Call, pseudonyms: Pseudonyms) -> Draft | None:
    """Make a draft of what a call says; None when it says nothing.

    A sign-up or a pingback may have no text: its author's name and page are what it says.
    """
    fields, site = call.fields, call.caller.site
    name, page = (
        _line(fields.get("comment_author", "")),
        _sound(_url, fields.get("comment_author_url")),
    )
    text = fields.get("comment_content", "").replace("\r\n", "\n").strip()[:MAX_TEXT]
    text = text or "\n".join(part for part in (name, page) if part)
    if not text:
        return None
    email, address = _sound(_email, fields.get("comment_author_email")), fields.get("user_ip", "")
    permalink = _sound(_url, fields.get("permalink")) or _sound(_url, call.blog)
    return Draft(
        text=text,
        thread=Thread(id=permalink or call.blog, url=permalink),
        author=Author(name=name or None, url=page),
        lang=_language_of(fields.get("blog_lang", "")),
        created_at=_moment(fields.get("comment_date_gmt", "")),
        email_hash=pseudonyms.of_email(site, email) if email else None,
        address_hash=pseudonyms.of_address(site, address) if is_ip(address) else None,
        signals=tuple(_signals(call)),
        origin=Origin.AKISMET,
    )


def is_test(call: Call) -> bool:
    """Tell whether a call only tries us out: then nothing is kept of it, nor learnt from it."""
    return call.fields.get("is_test", "").strip().lower() not in ("", "0", "false")


def is_guaranteed_spam(call: Call) -> bool:
    """Tell whether a call has one of the values that are spam by agreement, for trying us out."""
    email = call.fields.get("comment_author_email", "").strip().lower()
    return call.fields.get("comment_author") in GUARANTEED_SPAM or email == GUARANTEED_EMAIL


def _signals(call: Call) -> list[Signal]:
    fields = call.fields
    trap = fields.get("honeypot_field_name", "")
    fallen = bool(trap) and bool(fields.get(trap) or fields.get(f"POST_{trap}"))
    roles = {role.strip().lower() for role in fields.get("user_role", "").split(",")}
    found = ((Signal.HONEYPOT, fallen), (Signal.STAFF, bool(roles & STAFF_ROLES)))
    return [signal for signal, there in found if there]


def _line(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()[:_MAX_NAME]


def _sound(type_: TypeAdapter[str], written: str | None) -> str | None:
    """Give what is written if it is what it should be."""
    try:
        return type_.validate_python((written or "").strip())
    except ValidationError:
        return None


def _language_of(written: str) -> str | None:
    """Give the blog's language, if it has one alone: ``fr_CA`` is, ``en, fr`` is none."""
    return _sound(_language, written.replace("_", "-"))


def _moment(written: str) -> int | None:
    """Give a time in ms; WordPress writes ``2026-01-31 08:00:00`` and means UTC."""
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return as_ms(moment) if _EPOCH <= moment <= datetime.now(UTC) else None
