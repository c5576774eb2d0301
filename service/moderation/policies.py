"""A site's policy: read, replaced by people who have seen it, and looked up in all its versions."""

from dataclasses import dataclass, replace

from service.clock import now_ms
from service.domain.audit import Actor
from service.domain.errors import OutdatedError
from service.domain.policy import Mode, Policy
from service.domain.setting_changes import About, SettingChange
from service.store.redis import Store


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """Some versions of a policy, the newest first, and which comes next."""

    items: list[Policy]
    next_version: int | None


async def change_policy(
    store: Store, site: str, policy: Policy, actor: Actor, *, seen: int
) -> Policy:
    """Put a policy in force in place of the version that was seen; gives it as it is kept.

    Raises
    ------
    OutdatedError
        Another one is in force by now.
    """
    at = now_ms()
    changed = replace(policy, version=seen + 1, by=actor.id, at=at)
    if not await store.policies.put(site, changed):
        now = (await store.policies.current(site)).version
        raise OutdatedError(f"The policy is at version {now} now; read it again.")
    await store.setting_changes.note(
        site,
        SettingChange(
            about=About.POLICY,
            subject="policy",
            action="change",
            actor=actor,
            before=str(seen),
            after=str(changed.version),
        ),
    )
    return changed


async def set_thread_mode(
    store: Store, site: str, thread: str, mode: Mode | None, actor: Actor
) -> None:
    """Give a thread a mode of its own, or None: it goes by the site's again."""
    before = (await store.policies.thread_modes(site, [thread])).get(thread)
    await store.policies.set_thread_mode(site, thread, mode)
    await _note_mode(store, site, thread, (before, mode), actor)


async def change_thread_mode(
    store: Store, site: str, thread: str, mode: Mode | None, actor: Actor, *, seen: Mode | None
) -> None:
    """Give a thread another mode than the one that was seen.

    Raises
    ------
    OutdatedError
        It has yet another one by now.
    """
    if not await store.policies.replace_thread_mode(site, thread, seen, mode):
        raise OutdatedError("Somebody else has changed the thread's mode; look again.")
    await _note_mode(store, site, thread, (seen, mode), actor)


async def _note_mode(
    store: Store, site: str, thread: str, modes: tuple[Mode | None, Mode | None], actor: Actor
) -> None:
    before, after = modes
    change = SettingChange(
        about=About.THREADS, subject=thread, action="mode", actor=actor, before=before, after=after
    )
    await store.setting_changes.note(site, change)


async def read_versions(
    store: Store, site: str, *, limit: int, from_version: int | None = None
) -> PolicyPage:
    """Read the versions of a policy, from one on downwards or from the one in force."""
    current = (await store.policies.current(site)).version
    newest = min(from_version or current, current)
    last = max(0, newest - limit)
    found = await store.policies.versions(site, range(newest, last, -1))
    return PolicyPage(found, last or None)
