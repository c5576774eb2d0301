"""Types of fields: what each may hold, in one place for every way in."""

import ipaddress
import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from service.domain.times import as_rfc_3339

MAX_TEXT = 20_000
_CLOCKS_DIFFER_BY = timedelta(minutes=5)
_URL = re.compile(r"https?://[^\s\x00-\x20\x7f\\<>\"]+\Z", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s\x00-\x20\x7f]+@[^@\s\x00-\x20\x7f]+\Z")
_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)\Z", re.IGNORECASE
)


def _not_blank(text: str) -> str:
    if text.isspace():
        raise PydanticCustomError("blank", "There is nothing but white space in it.")
    return text


def _check_url(url: str) -> str:
    try:
        good = bool(_URL.match(url) and urlsplit(url).hostname and urlsplit(url).port != 0)
    except ValueError:
        good = False
    if not good:
        raise PydanticCustomError("url", "This is not an address that begins with http or https.")
    return url


def _check_email(email: str) -> str:
    if not _EMAIL.match(email):
        raise PydanticCustomError("email", "This is not an e-mail address.")
    return email


def _check_ip(address: str) -> str:
    if not is_ip(address):
        raise PydanticCustomError("ip", "This is not an IP address.")
    return address


@lru_cache(1024)  # one after the other comes from the same machine
def is_ip(address: str) -> bool:
    """Tell whether this is an IP address, without the zone that only its own machine knows."""
    try:
        ipaddress.ip_address(address)
    except ValueError:
        return False
    return "%" not in address


def _check_rfc_3339(value: object) -> object:
    if not isinstance(value, str) or not _RFC_3339.match(value):
        raise PydanticCustomError("time", "Write a time as 2026-01-31T08:00:00Z.")
    return value


def _check_moment(moment: datetime) -> datetime:
    if moment > datetime.now(UTC) + _CLOCKS_DIFFER_BY:
        raise PydanticCustomError("future", "This time is yet to come.")
    if moment < datetime.fromtimestamp(0, UTC):
        raise PydanticCustomError("past", "This is before 1970.")
    return moment


def _check_ahead(moment: datetime) -> datetime:
    if moment < datetime.now(UTC):
        raise PydanticCustomError("past", "This time is over.")
    return moment


def as_ms(moment: datetime | None) -> int | None:
    """Write a time the way the record does."""
    return int(moment.timestamp() * 1000) if moment else None


Text = Annotated[str, Field(min_length=1, max_length=MAX_TEXT), AfterValidator(_not_blank)]
"""A comment's text; lengths are code points."""

Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_not_blank)]
"""A name, a title, an id of the caller's."""

Note = Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(_not_blank)]

CommentId = Annotated[str, Field(min_length=1, max_length=64)]

ThreadId = Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(_not_blank)]

Url = Annotated[
    str,
    Field(max_length=2_000),
    AfterValidator(_check_url),
    WithJsonSchema({"type": "string", "format": "uri", "maxLength": 2_000}),
]

Email = Annotated[
    str,
    Field(max_length=254),
    AfterValidator(_check_email),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": 254}),
]

IpAddress = Annotated[
    str,
    Field(max_length=45),
    AfterValidator(_check_ip),
    WithJsonSchema({"type": "string", "anyOf": [{"format": "ipv4"}, {"format": "ipv6"}]}),
]

Language = Annotated[str, Field(max_length=35, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]

Moment = Annotated[AwareDatetime, BeforeValidator(_check_rfc_3339), AfterValidator(_check_moment)]
"""A time that a caller tells."""

Deadline = Annotated[AwareDatetime, BeforeValidator(_check_rfc_3339), AfterValidator(_check_ahead)]
"""A time that is yet to come."""

Version = Annotated[int, Field(strict=True, ge=1, le=2**53)]

Time = Annotated[
    int,
    PlainSerializer(as_rfc_3339, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A time that callers are told."""
