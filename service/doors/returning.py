"""Sending a reader back to the page they came from, with a result that the page can show."""

from enum import StrEnum
from urllib.parse import quote, urlsplit, urlunsplit

from fastapi import Request

from service.api.origins import origin_of
from service.domain.errors import FieldProblem, InvalidError
from service.domain.sites import Site
from service.domain.statuses import Status
from service.settings import Settings

_RESULT, _COMMENT = "greenroom", "comment"


class Result(StrEnum):
    """What became of a comment, in a word for the page's URL."""

    APPROVED = "approved"
    WAITING = "waiting"
    REFUSED = "refused"


RESULTS = {
    Status.PENDING: Result.WAITING,
    Status.HELD: Result.WAITING,
    Status.APPROVED: Result.APPROVED,
    Status.REJECTED: Result.REFUSED,
    Status.SPAM: Result.REFUSED,
}


def own_origin(request: Request, settings: Settings) -> str:
    """Give the origin of our own pages: the one that is set, else the one that was asked."""
    return origin_of(settings.api.public_url) or origin_of(str(request.base_url)) or ""


def page_of(thread_url: str, site: Site, own: str) -> str:
    """Give the page a reader came from, which must be the site's or our own: no other is open.

    Raises
    ------
    InvalidError
        It is neither.
    """
    if origin_of(thread_url) not in (*site.origins, own):
        message = "This page is not one of the site's."
        raise InvalidError(FieldProblem("thread_url", message))
    return _without_result(thread_url)


def with_result(page: str, result: Result, comment_id: str) -> str:
    """Add the result to a page's URL, whatever else is in it."""
    parts = urlsplit(page)
    told = f"{_RESULT}={result}&{_COMMENT}={quote(comment_id)}"
    query = f"{parts.query}&{told}" if parts.query else told
    return urlunsplit(parts._replace(query=query, fragment=f"comment-{comment_id}"))


def _without_result(url: str) -> str:
    """Drop the fragment, and the result of an earlier comment, from a page's URL."""
    parts = urlsplit(url)
    pairs = [pair for pair in parts.query.split("&") if pair.partition("=")[0] != _RESULT]
    if len(pairs) < len(parts.query.split("&")):
        pairs = [pair for pair in pairs if pair.partition("=")[0] != _COMMENT]
    return urlunsplit(parts._replace(query="&".join(pairs), fragment=""))
