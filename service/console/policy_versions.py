"""/console/policy/versions: what was in force when, what differs, and back to it."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from service.api.state import State
from service.console.policy import PAGE, Reader
from service.console.returning import HOME, Said, go
from service.console.routes import PageRoute
from service.console.senders import Sent
from service.domain.errors import NotFoundError, OutdatedError
from service.domain.permissions import Permission
from service.domain.policy_changes import differences
from service.moderation.policies import change_policy, read_versions

router = APIRouter(prefix=HOME, route_class=PageRoute)

_AT_ONCE = 20
_VERSIONS = f"{PAGE}/versions"

Number = Annotated[int, Query(ge=1, lt=10**9)]


@router.get("/policy/versions")
async def show_versions(
    desk: Reader,
    state: State,
    older: Annotated[Number | None, Query(alias="from")] = None,
    newer: Annotated[Number | None, Query(alias="to")] = None,
    start: Number | None = None,
    said: Said | None = None,
) -> Response:
    """List the versions, and compare two of them: the last two unless others are named."""
    store, site = state["store"], desk.site
    page = await read_versions(store, site, limit=_AT_ONCE, from_version=start)
    current = await store.policies.current(site)
    newer = newer or current.version
    older = older or max(1, newer - 1)
    known = {
        policy.version: policy for policy in await store.policies.versions(site, (older, newer))
    }
    known.setdefault(current.version, current)
    before, after = known.get(older), known.get(newer)
    return desk.page(
        "policy_versions.html",
        versions=page.items or [current],
        next=page.next_version,
        current=current,
        older=older,
        newer=newer,
        changed=differences(before, after) if before and after else None,
        said=said,
    )


@router.post("/policy/restore")
async def post_restore(sent: Sent, state: State) -> Response:
    """Put an earlier version in force again, as a new one; what was between stays on record."""
    sent.desk.who.require(Permission.POLICY)
    store, site = state["store"], sent.desk.site
    wanted, seen = (_number(sent.form.get(name, "")) for name in ("version", "seen"))
    found = await store.policies.versions(site, [wanted])
    if not found:
        raise NotFoundError("There is no such version.")
    try:
        await change_policy(store, site, found[0], sent.desk.actor, seen=seen)
    except OutdatedError:
        return go(_VERSIONS, said=Said.POLICY_NOT_RESTORED)
    return go(_VERSIONS, said=Said.POLICY_RESTORED)


def _number(given: str) -> int:
    return int(given) if given.isdecimal() and len(given) < 10 else 0  # noqa: PLR2004
