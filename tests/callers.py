"""Headers of those who call: what they present, and whence."""

from service.domain.sites import KeyKind, Scope
from service.moderation.keys import KeyRequest, issue_key
from service.store.redis import Store

Headers = dict[str, str]

ORIGIN = "https://courier.example"


async def server(store: Store, site: str, *scopes: Scope, life_s: int | None = None) -> Headers:
    """Give the headers of a server, with all scopes or those named."""
    wanted = frozenset(scopes or Scope)
    key, _ = await issue_key(store, KeyRequest(site=site, scopes=wanted, life_s=life_s))
    return bearer(key)


async def page(store: Store, site: str, origin: str = ORIGIN) -> Headers:
    """Give the headers of a page that has a publishable key in it."""
    key, _ = await issue_key(store, KeyRequest(site=site, kind=KeyKind.PUBLISHABLE))
    return bearer(key) | {"Origin": origin}


def bearer(key: str) -> Headers:
    return {"Authorization": f"Bearer {key}"}
