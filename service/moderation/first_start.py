"""The demo site of a first start: one site, its keys, and somebody to sign in as."""

import secrets
from dataclasses import dataclass

from service.domain.sites import KeyKind, Role, Scope
from service.moderation.keys import KeyRequest, issue_key
from service.moderation.moderators import create_moderator
from service.moderation.sites import create_site
from service.store.redis import Store

SITE = "demo"
USER = "editor"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSite:
    """What the owner needs to know; the keys and the password are told this once."""

    site: str
    submit_key: str
    secret_key: str
    user: str
    password: str


async def create_demo_site(store: Store, *origins: str) -> DemoSite:
    """Open the demo site for pages of these origins.

    Raises
    ------
    ConflictError
        There is a demo site already.
    """
    await create_site(store, SITE, "The Demo Courier", origins)
    publishable = KeyRequest(site=SITE, kind=KeyKind.PUBLISHABLE, label="demo page")
    server = KeyRequest(site=SITE, scopes=frozenset(Scope), label="first key")
    password = secrets.token_urlsafe(12)
    await create_moderator(store, SITE, USER, password, Role.ADMIN)
    submit_key, _ = await issue_key(store, publishable)
    secret_key, _ = await issue_key(store, server)
    return DemoSite(
        site=SITE, submit_key=submit_key, secret_key=secret_key, user=USER, password=password
    )
