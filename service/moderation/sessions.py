"""Signing in and out, and who is there."""

import hashlib
import secrets
from dataclasses import dataclass

from service.clock import now_ms
from service.domain import permissions
from service.domain.audit import Actor, ActorKind
from service.domain.errors import UnauthenticatedError
from service.domain.permissions import Permission
from service.domain.sessions import Session
from service.domain.sites import Moderator, Site
from service.moderation.moderators import change_password, check_password
from service.store.limits import SignInLimit
from service.store.redis import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """What somebody presents who wants to sign in."""

    site: str
    name: str
    password: str
    address: str
    """Where they call from, as a keyed hash."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A moderator at work: their session, and what the record has of them at this moment."""

    session: Session
    moderator: Moderator
    site: Site

    @property
    def actor(self) -> Actor:
        """Who the audit log will say it was."""
        return Actor(ActorKind.PERSON, self.moderator.name)

    @property
    def permissions(self) -> tuple[Permission, ...]:
        """All that they may do on the site."""
        return permissions.permissions_of(self.moderator.role)

    def may(self, permission: Permission) -> bool:
        """Tell whether they have a permission."""
        return permissions.may(self.moderator.role, permission)

    def require(self, permission: Permission) -> None:
        """Let pass if they have a permission.

        Raises
        ------
        RoleError
            Their role does not have it.
        """
        permissions.require(self.moderator.role, permission)


async def sign_in(store: Store, attempts: SignInLimit, login: Login) -> str:
    """Begin a session; gives its token, which is new each time and kept nowhere.

    Raises
    ------
    UnauthenticatedError
        That is nobody; what was wrong is not told.
    TooManyError
        The account or the address has had its attempts for now.
    UnavailableError
        Attempts cannot be counted, or the record does not answer.
    """
    moderator = await _recognise(store, attempts, login)
    token = secrets.token_urlsafe(32)
    session = Session(
        digest=_digest(token),
        site=moderator.site,
        moderator=moderator.name,
        form_token=secrets.token_urlsafe(32),
        began_at=now_ms(),
    )
    await store.sessions.add(session)
    return token


async def change_own_password(
    store: Store, attempts: SignInLimit, login: Login, password: str
) -> None:
    """Change the password of who knows it; their sessions end.

    Raises
    ------
    InvalidError
        The new password is short.
    UnauthenticatedError, TooManyError, UnavailableError
        As when they sign in.
    """
    moderator = await _recognise(store, attempts, login)
    actor = Actor(ActorKind.PERSON, moderator.name)
    await change_password(store, moderator.site, moderator.name, password, actor)


async def current(store: Store, token: str, *, renew: bool = True) -> SignedIn | None:
    """Find out who presents a token; None when its session has ended, or never was.

    The account is read anew each time: who is removed is gone at once, sessions and all. Not to
    ``renew`` is for what a page does by itself: it does not keep a session from ending.
    """
    session = await store.sessions.use(_digest(token), renew=renew)
    if session is None:
        return None
    moderator = await store.moderators.get(session.site, session.moderator)
    site = await store.sites.get(session.site)
    # An account that is younger than the session is another person's of the same name.
    known = moderator is not None and moderator.created_at <= session.began_at
    if site and moderator and known and session.is_live(now_ms()):
        return SignedIn(session, moderator, site)
    await store.sessions.end(session)
    return None


async def sign_out(store: Store, token: str) -> None:
    """End a session, if it is one."""
    session = await store.sessions.use(_digest(token))
    if session is not None:
        await store.sessions.end(session)


async def _recognise(store: Store, attempts: SignInLimit, login: Login) -> Moderator:
    account = _digest(f"{login.site}/{login.name}")
    await attempts.check(account, login.address)
    moderator = await check_password(store, login.site, login.name, login.password)
    if moderator is None:
        raise UnauthenticatedError("The site, the name or the password is wrong.")
    await attempts.forgive(account)
    return moderator


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
