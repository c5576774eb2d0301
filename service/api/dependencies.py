"""Who calls, and what they may: every route names one of these in its signature."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Header, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes

from service.api.fields import is_ip
from service.api.origins import sending_origin
from service.api.state import AppState, state_of
from service.domain.audit import Actor, ActorKind
from service.domain.comments import Draft
from service.domain.errors import ForbiddenError, UnauthenticatedError
from service.domain.sites import ALL_SITES, ApiKey, KeyKind, Scope
from service.moderation.keys import require_scope


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever presented a good key."""

    key: ApiKey
    address: str | None
    """Of the other end: of the reader, when the key stands in a page."""

    @property
    def site(self) -> str:
        """Name of the only site whose things exist for this caller."""
        return self.key.site

    @property
    def is_page(self) -> bool:
        """Whether it is a page in somebody's browser; a server's word counts for more."""
        return self.key.kind is KeyKind.PUBLISHABLE

    @property
    def actor(self) -> Actor:
        """Who the audit log will say it was."""
        return Actor(ActorKind.SITE, self.key.id)


bearer = HTTPBearer(
    scheme_name="key",
    description="`gr_pub_…` from pages of the site's origins, `gr_sec_…` from servers.",
    auto_error=False,
)


async def authorize(
    request: Request,
    wanted: SecurityScopes,
    given: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)],
) -> Caller:
    """Let a live key pass that has the scope, and from a page only if it is one of its site's.

    Raises
    ------
    UnauthenticatedError
        There is no such key.
    ForbiddenError
        It is not for this, or not for this page.
    """
    if given is None:
        raise UnauthenticatedError("Send a key: “Authorization: Bearer gr_…”.")
    return await admit(request, given.credentials, *map(Scope, wanted.scopes))


async def admit(request: Request, presented: str, *scopes: Scope) -> Caller:
    """Let a key pass, as `authorize` does, which reads it off the request."""
    state = state_of(request)
    key = await state["lookups"].key(presented)
    require_scope(key, scopes)
    caller = Caller(key, client_address(request))
    await _check_site(request, state, caller)
    return caller


async def authorize_server(caller: Annotated[Caller, Security(authorize)]) -> Caller:
    """Let a secret key pass.

    Raises
    ------
    ForbiddenError
        It is a publishable one.
    """
    if caller.is_page:
        raise ForbiddenError("This needs a secret key.")
    return caller


async def authorize_for_site(caller: Annotated[Caller, Security(authorize_server)]) -> Caller:
    """Let a key of one site pass.

    Raises
    ------
    ForbiddenError
        It administers all sites; nobody could tell which of them is meant.
    """
    if caller.site == ALL_SITES:
        raise ForbiddenError("This needs a key of the site itself.")
    return caller


async def _check_site(request: Request, state: AppState, caller: Caller) -> None:
    if caller.site == ALL_SITES:
        return
    site = await state["lookups"].site(caller.site)
    if site is None:
        raise UnauthenticatedError("The site of this key is closed.")
    if caller.is_page and sending_origin(request.headers) not in site.origins:
        raise ForbiddenError("This key may not be used from this page.")


def client_address(request: Request) -> str | None:
    """Give the address of the other end; uvicorn has asked the proxies that are trusted."""
    address = request.client.host.partition("%")[0] if request.client else ""
    return address if is_ip(address) else None


Submitter = Annotated[Caller, Security(authorize, scopes=[Scope.SUBMIT])]
"""A page or a server that may submit."""

SubmittingServer = Annotated[Caller, Security(authorize_server, scopes=[Scope.SUBMIT])]

Reader = Annotated[Caller, Security(authorize, scopes=[Scope.READ])]

Moderator = Annotated[Caller, Security(authorize, scopes=[Scope.MODERATE])]

SiteAdministrator = Annotated[Caller, Security(authorize_for_site, scopes=[Scope.ADMIN])]

Administrator = Annotated[Caller, Security(authorize_server, scopes=[Scope.ADMIN])]
"""Of a site or, with a key for all of them, of the installation."""

MAX_ONCE = 200

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=MAX_ONCE,
        description="Sent again with the same body, it finds the same comment.",
    ),
]


def once_key(caller: Caller, given: str | None) -> str | None:
    """Name what a caller means by an idempotency key: pages cannot use up those of servers."""
    return f"{caller.key.kind}:{given}" if given else None


async def limit_posts(
    state: AppState, caller: Caller, count: int = 1, draft: Draft | None = None
) -> None:
    """Count what is posted: for its key, and from a page for its reader and the author, too.

    Servers are trusted to count their readers.

    Raises
    ------
    TooManyError
        That is more than one of them may post in a minute.
    """
    posts = state["posts"]
    await posts.check_key(caller.key.id, cost=count)
    if caller.is_page:
        await posts.check_address(caller.key.id, caller.address, cost=count)
        if draft is not None:
            await posts.check_author(draft, caller.site)
