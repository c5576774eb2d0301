"""Setting up sites."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from service.domain.errors import ConflictError, FieldProblem, InvalidError, NotFoundError
from service.domain.policy import Policy
from service.domain.setting_changes import OPERATOR, About, SettingChange
from service.domain.sites import Site, check_name
from service.moderation.keys import revoke_key
from service.moderation.moderators import remove_moderator
from service.store.redis import Store

_ORIGIN = re.compile(r"https?://[^/\s?#@\\]+\Z")


async def create_site(
    store: Store, name: str, title: str, origins: Sequence[str] = (), policy: Policy | None = None
) -> Site:
    """Open a site with the documented default policy, or another.

    Raises
    ------
    InvalidError
        The name or an origin is not one.
    ConflictError
        There is a site of that name.
    """
    site = Site(name=check_name(name), title=title, origins=_checked(origins))
    if not await store.sites.add(site, policy or Policy()):
        raise ConflictError(f"There is a site “{name}” already.")
    return site


async def change_site(
    store: Store,
    name: str,
    *,
    title: str | None = None,
    origins: Sequence[str] | None = None,
    proof_of_work: bool | None = None,
) -> Site:
    """Change what is given of a site; processes follow within two seconds.

    Raises
    ------
    InvalidError
        An origin is not one.
    NotFoundError
        There is no such site.
    """
    site = await store.sites.get(name)
    if site is None:
        raise NotFoundError(f"There is no site “{name}”.")
    given = {"title": title, "proof_of_work": proof_of_work}
    changes: dict[str, Any] = {k: v for k, v in given.items() if v is not None}
    if origins is not None:
        changes["origins"] = _checked(origins)
    changed = replace(site, **changes)
    await store.sites.change(changed)
    await _write_down(store, site, changed)
    return changed


async def close_site(store: Store, name: str) -> None:
    """Take a site out of service, end its keys and accounts; its comments stay in the record.

    Whoever opens a site under its name again finds none of its people.

    Raises
    ------
    NotFoundError
        There is no such site.
    """
    for key in await store.api_keys.of_site(name):
        await revoke_key(store, key.id)
    for moderator in await store.moderators.of_site(name):
        await remove_moderator(store, name, moderator.name)
    if not await store.sites.close(name):
        raise NotFoundError(f"There is no site “{name}”.")
    change = SettingChange(about=About.SITE, subject=name, action="close", actor=OPERATOR)
    await store.setting_changes.note(name, change)


async def _write_down(store: Store, before: Site, after: Site) -> None:
    """Note each field that is another than before."""
    for field in ("title", "origins", "proof_of_work"):
        was, told = _told(getattr(before, field)), _told(getattr(after, field))
        if was != told:
            change = SettingChange(
                about=About.SITE,
                subject=field,
                action="change",
                actor=OPERATOR,
                before=was,
                after=told,
            )
            await store.setting_changes.note(after.name, change)


def _told(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _checked(origins: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(check_origin(origin) for origin in origins))


def check_origin(origin: str) -> str:
    """Return a web origin the way browsers send it.

    Raises
    ------
    InvalidError
        It is not scheme, host and perhaps port.
    """
    if not _ORIGIN.match(origin) or not _host(origin):
        message = "Write an origin as https://news.example, without a path."
        raise InvalidError(FieldProblem("origins", message))
    return origin.lower()


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).hostname
    except ValueError:  # brackets without an address in them
        return None
