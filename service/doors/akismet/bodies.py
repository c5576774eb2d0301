"""Reading calls: forms in whatever character set, and the key from wherever it is put."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qsl

from fastapi import Request

from service.api.dependencies import Caller
from service.api.state import AppState
from service.domain.errors import FieldProblem, InvalidError
from service.doors.callers import admit
from service.moderation.short_keys import is_short

_MOST_FIELDS = 2_000
"""WordPress sends along all headers of the reader, and all fields of the form."""

_CHARSET = re.compile(
    r"(?:utf-?8|us-ascii|ascii|iso-?8859-\d{1,2}|latin-?1|windows-125\d|cp125\d|koi8-[ru]"
    r"|gbk|gb2312|gb18030|big5|euc-jp|euc-kr|shift_jis)\Z"
)


@dataclass(frozen=True, slots=True)
class Call:
    """A call that may be answered."""

    caller: Caller
    fields: Mapping[str, str]

    @property
    def blog(self) -> str:
        """The site it is for, as its software names it."""
        return self.fields["blog"]


async def read_call(request: Request, state: AppState) -> Call:
    """Read a call: fields of the body, or else of the query, from who has a key.

    Raises
    ------
    GreenroomError
        There is no good key, or no blog.
    """
    fields = {**request.query_params, **await _read_form(request)}
    caller = await admit(request, state, _key(request, fields), short=True)
    blog = " ".join(fields.get("blog", "").split())[:200]
    if not blog and request.method == "POST":
        raise InvalidError(FieldProblem("blog", "Name the site: its address."))
    return Call(caller, {**fields, "blog": blog})


def _key(request: Request, fields: Mapping[str, str]) -> str | None:
    """Find the key: by either name, or before the name of the host."""
    named = fields.get("api_key") or fields.get("key")
    label = request.headers.get("host", "").partition(".")[0]
    return (named or "").strip() or (label if is_short(label) else None)


async def _read_form(request: Request) -> dict[str, str]:
    body = await request.body()
    try:
        pairs = parse_qsl(
            body.decode("ascii", "replace"),
            keep_blank_values=True,
            encoding=_charset(request),
            errors="replace",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as error:
        raise InvalidError(FieldProblem("body", "It has too many fields.")) from error
    # Of a field that comes twice, the last counts. NUL ends a string for half of the world.
    return {name: value.replace("\0", "") for name, value in pairs}


def _charset(request: Request) -> str:
    message = Message()
    message["content-type"] = request.headers.get("content-type", "")
    given = str(message.get_param("charset") or "").lower()
    return given if _CHARSET.match(given) else "utf-8"
