"""API keys: issued once in the clear, known afterwards only by their hash."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from service.clock import now_ms
from service.domain.audit import Actor
from service.domain.errors import (
    FieldProblem,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    UnauthenticatedError,
)
from service.domain.setting_changes import OPERATOR, About, SettingChange
from service.domain.sites import ALL_SITES, ApiKey, KeyKind, Scope
from service.store.redis import Store

_PREFIX = "gr"
_PARTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRequest:
    """What a new key is to be good for."""

    site: str
    kind: KeyKind = KeyKind.SECRET
    scopes: frozenset[Scope] = frozenset({Scope.SUBMIT})
    label: str = ""
    life_s: int | None = None
    """None: until it is revoked."""


async def issue_key(
    store: Store, request: KeyRequest, actor: Actor = OPERATOR
) -> tuple[str, ApiKey]:
    """Make a key; the first of the two is the key itself, told this once.

    Raises
    ------
    InvalidError
        The scopes do not go with the kind or the site.
    NotFoundError
        There is no such site.
    """
    _check(request)
    if request.site != ALL_SITES and await store.sites.get(request.site) is None:
        raise NotFoundError(f"There is no site “{request.site}”.")
    key_id, secret, now = secrets.token_hex(6), secrets.token_urlsafe(32), now_ms()
    key = ApiKey(
        id=key_id,
        kind=request.kind,
        site=request.site,
        scopes=request.scopes,
        digest=_digest(secret),
        created_at=now,
        label=request.label,
        expires_at=now + request.life_s * 1000 if request.life_s is not None else None,
    )
    await add_key(store, key, actor)
    return f"{_PREFIX}_{key.kind}_{key_id}_{secret}", key


async def add_key(store: Store, key: ApiKey, actor: Actor) -> None:
    """Put a new key into the record, and write down who had it made."""
    await store.api_keys.add(key)
    change = SettingChange(
        about=About.KEYS, subject=key.id, action="issue", actor=actor, after=_good_for(key)
    )
    await store.setting_changes.note(key.site, change)


async def authenticate(store: Store, presented: str) -> ApiKey:
    """Find the key that a caller presents.

    Raises
    ------
    UnauthenticatedError
        It is no key, an unknown or wrong one, or its life is over.
    """
    parts = presented.split("_", _PARTS - 1)
    if len(parts) != _PARTS or parts[0] != _PREFIX:
        raise UnauthenticatedError("This is not a Greenroom key.")
    key = await store.api_keys.get(parts[2])
    good = key is not None and hmac.compare_digest(key.digest, _digest(parts[3]))
    if key is None or not good or key.kind != parts[1] or not key.is_live(now_ms()):
        raise UnauthenticatedError("The key is unknown, expired or revoked.")
    return key


def require_live(key: ApiKey) -> None:
    """Let a key pass whose life is not over by now, however long ago it was looked up.

    Raises
    ------
    UnauthenticatedError
        It is over.
    """
    if not key.is_live(now_ms()):
        raise UnauthenticatedError("The key is unknown, expired or revoked.")


async def revoke_key(store: Store, key_id: str, actor: Actor = OPERATOR) -> ApiKey:
    """End a key's life.

    Raises
    ------
    NotFoundError
        There is no such key.
    """
    key = await store.api_keys.get(key_id)
    if key is None:
        raise NotFoundError(f"There is no key “{key_id}”.")
    revoked = await store.api_keys.revoke(key, now_ms())
    change = SettingChange(
        about=About.KEYS, subject=key.id, action="revoke", actor=actor, before=_good_for(key)
    )
    await store.setting_changes.note(key.site, change)
    return revoked


def require_scope(key: ApiKey, scopes: Iterable[Scope]) -> None:
    """Let a key pass that has one of the scopes.

    Raises
    ------
    ForbiddenError
        It has none of them.
    """
    wanted = tuple(scopes)
    if not key.scopes.intersection(wanted):
        raise ForbiddenError(f"The key lacks the scope “{' or '.join(wanted)}”.")


def _check(request: KeyRequest) -> None:
    if not request.scopes:
        raise InvalidError(FieldProblem("scopes", "A key needs at least one."))
    if request.kind is KeyKind.PUBLISHABLE and request.scopes != {Scope.SUBMIT}:
        raise InvalidError(FieldProblem("scopes", "A publishable key may only submit."))
    if request.site == ALL_SITES and request.scopes != {Scope.ADMIN}:
        raise InvalidError(FieldProblem("scopes", "A key for all sites may only administer."))


def _good_for(key: ApiKey) -> str:
    return f"{key.kind}: {' '.join(sorted(key.scopes))}"


def _digest(secret: str) -> str:
    """Hash a key's secret part: 256 random bits, which need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
