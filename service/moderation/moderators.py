"""The people of a site and their passwords."""

import asyncio
from dataclasses import replace
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from service.clock import now_ms
from service.domain.audit import Actor
from service.domain.errors import ConflictError, FieldProblem, InvalidError, NotFoundError
from service.domain.setting_changes import OPERATOR, About, SettingChange
from service.domain.sites import Moderator, Role, check_name
from service.store.redis import Store

MIN_PASSWORD = 12
_hasher = PasswordHasher()


async def create_moderator(
    store: Store,
    site: str,
    name: str,
    password: str,
    role: Role = Role.MODERATOR,
    actor: Actor = OPERATOR,
) -> Moderator:
    """Give a person an account on a site.

    Raises
    ------
    InvalidError
        The name is not one, or the password is short.
    NotFoundError
        There is no such site.
    ConflictError
        The site has a moderator of that name.
    """
    _require_long(password)
    if await store.sites.get(site) is None:
        raise NotFoundError(f"There is no site “{site}”.")
    moderator = Moderator(
        site=site,
        name=check_name(name),
        role=role,
        password_hash=await asyncio.to_thread(_hasher.hash, password),
        created_at=now_ms(),
    )
    if not await store.moderators.add(moderator):
        raise ConflictError(f"The site has a moderator “{name}” already.")
    await _note(store, moderator, "create", actor, after=role)
    return moderator


async def change_password(
    store: Store, site: str, name: str, password: str, actor: Actor = OPERATOR
) -> None:
    """Give a person another password, and end their sessions: who knew the old one is out.

    Raises
    ------
    InvalidError
        The password is short.
    NotFoundError
        The site has no moderator of that name.
    """
    _require_long(password)
    moderator = await _find(store, site, name)
    hashed = await asyncio.to_thread(_hasher.hash, password)
    await store.moderators.replace(replace(moderator, password_hash=hashed))
    await store.sessions.end_all(site, name)
    await _note(store, moderator, "password", actor)


async def check_password(store: Store, site: str, name: str, password: str) -> Moderator | None:
    """Give the moderator whose password this is; None tells nothing about what was wrong."""
    moderator = await store.moderators.get(site, name)
    expected = moderator.password_hash if moderator else _hash_of_nobody()
    try:
        # Argon2 takes a while, by design; meanwhile the loop serves others.
        await asyncio.to_thread(_hasher.verify, expected, password)
    except (VerifyMismatchError, InvalidHashError):
        return None
    return moderator


@cache
def _hash_of_nobody() -> str:
    """A hash to check against for unknown names, so that time tells nothing either."""
    return _hasher.hash("nobody")


async def change_role(
    store: Store, site: str, name: str, role: Role, actor: Actor = OPERATOR
) -> Moderator:
    """Give a person another role; it counts from their next request on.

    Raises
    ------
    NotFoundError
        The site has no moderator of that name.
    ConflictError
        Nobody would be left who may give the role back.
    """
    moderator = await _find(store, site, name)
    if role is not Role.ADMIN and moderator.role is Role.ADMIN:
        people = await store.moderators.of_site(site)
        if not any(p.role is Role.ADMIN and p.name != name for p in people):
            raise ConflictError(f"“{name}” is the only admin of the site.")
    changed = replace(moderator, role=role)
    await store.moderators.replace(changed)
    await _note(store, changed, "role", actor, before=moderator.role, after=role)
    return changed


async def remove_moderator(store: Store, site: str, name: str, actor: Actor = OPERATOR) -> None:
    """Take a person's account away, end their sessions and forget what they have skipped.

    Raises
    ------
    NotFoundError
        The site has no moderator of that name.
    """
    moderator = await store.moderators.get(site, name)
    if moderator is None or not await store.moderators.remove(site, name):
        raise NotFoundError(f"The site has no moderator “{name}”.")
    await store.sessions.end_all(site, name)
    await store.skips.forget(site, name)
    await _note(store, moderator, "remove", actor, before=moderator.role)


def _require_long(password: str) -> None:
    if len(password) < MIN_PASSWORD:
        message = f"Use at least {MIN_PASSWORD} characters."
        raise InvalidError(FieldProblem("password", message))


async def _find(store: Store, site: str, name: str) -> Moderator:
    moderator = await store.moderators.get(site, name)
    if moderator is None:
        raise NotFoundError(f"The site has no moderator “{name}”.")
    return moderator


async def _note(
    store: Store,
    moderator: Moderator,
    action: str,
    actor: Actor,
    before: Role | None = None,
    after: Role | None = None,
) -> None:
    change = SettingChange(
        about=About.MODERATORS,
        subject=moderator.name,
        action=action,
        actor=actor,
        before=before,
        after=after,
    )
    await store.setting_changes.note(moderator.site, change)
