"""A site's policy: read, replaced by who has seen it, and all that were before it."""

import re
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from starlette.exceptions import HTTPException

from service.api.bodies import JsonRoute
from service.api.dependencies import SiteAdministrator
from service.api.policy_records import PolicyRecord, PolicyVersions, SentPolicy, VersionsQuery
from service.api.problems import Responses, may_answer
from service.api.state import State
from service.domain.policy import Policy
from service.moderation.policies import change_policy, read_versions

router = APIRouter(tags=["policy"], route_class=JsonRoute)

_ETAG = re.compile(r'(?:W/)?"([1-9][0-9]{0,8})"')


_WITH_ETAG: Responses = {
    200: {
        "headers": {
            "ETag": {"description": "Its version, for `If-Match`", "schema": {"type": "string"}}
        }
    }
}


@router.get("/v1/policy", responses=_WITH_ETAG | may_answer(401, 403, 503))
async def read_policy(caller: SiteAdministrator, state: State, response: Response) -> PolicyRecord:
    """Show the policy that is in force; its `ETag` is its version."""
    return _shown(await state["store"].policies.current(caller.site), response)


@router.put("/v1/policy", responses=_WITH_ETAG | may_answer(401, 403, 409, 413, 415, 422, 428, 503))
async def replace_policy(
    sent: SentPolicy,
    caller: SiteAdministrator,
    state: State,
    response: Response,
    if_match: Annotated[
        str | None,
        Header(alias="If-Match", description='`ETag` of the policy you have seen, as `"3"`'),
    ] = None,
) -> PolicyRecord:
    """Replace the policy as a whole, if it still is the one you have seen.

    Comments that are judged from now on go by the new one.
    """
    changed = await change_policy(
        state["store"], caller.site, sent.as_policy(), caller.actor, seen=_version_of(if_match)
    )
    return _shown(changed, response)


@router.get("/v1/policy/versions", responses=may_answer(401, 403, 422, 503))
async def read_policy_versions(
    caller: SiteAdministrator, state: State, query: Annotated[VersionsQuery, Query()]
) -> PolicyVersions:
    """Show what was in force when, and who did it."""
    first = int(query.cursor) if query.cursor else None
    page = await read_versions(state["store"], caller.site, limit=query.limit, from_version=first)
    items = [PolicyRecord.model_validate(policy) for policy in page.items]
    cursor = str(page.next_version) if page.next_version else None
    return PolicyVersions(items=items, next_cursor=cursor)


def _shown(policy: Policy, response: Response) -> PolicyRecord:
    response.headers["ETag"] = f'"{policy.version}"'
    return PolicyRecord.model_validate(policy)


def _version_of(if_match: str | None) -> int:
    found = _ETAG.fullmatch(if_match.strip()) if if_match else None
    if found is None:
        raise HTTPException(428, 'Send “If-Match” with the policy\'s ETag, as “If-Match: "3"”.')
    return int(found[1])
