"""A site's policy: read, replaced by who has seen it, and all that were before it."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from fastapi import APIRouter, Header, Query, Response
from pydantic import AfterValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError
from starlette.exceptions import HTTPException

from service.api.bodies import JsonRoute
from service.api.dependencies import SiteAdministrator
from service.api.fields import Time
from service.api.problems import Responses, may_answer
from service.api.schemas import Sent, Shown
from service.api.state import State
from service.domain.policy import Mode, Policy, Threshold, Unscored
from service.domain.verdicts import LABELS
from service.moderation.policies import change_policy, read_versions

router = APIRouter(tags=["policy"], route_class=JsonRoute)

_DEFAULT = Policy()
_ETAG = re.compile(r'(?:W/)?"([1-9][0-9]{0,8})"')
_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.)+[\w-]{2,63}")

Share = Annotated[float, Field(ge=0, le=1)]


def _check_label(label: str) -> str:
    if label not in LABELS:
        raise PydanticCustomError(
            "label", f"There is no such label; there are {', '.join(LABELS)}."
        )
    return label


def _check_domain(domain: str) -> str:
    name = domain.casefold().removeprefix("www.")
    if not _DOMAIN.fullmatch(name):
        raise PydanticCustomError("domain", "Write a domain as news.example, without https://.")
    return name


class SentThreshold(Sent):
    """From which probability on a label keeps a comment from going out by itself."""

    model_config = ConfigDict(from_attributes=True)

    hold: Annotated[Share, Field(description="At or above: a person looks")]
    reject: Annotated[
        Share | None, Field(description="At or above: refused unread; none: a person always looks")
    ] = None

    @model_validator(mode="after")
    def _rejects_above_holding(self) -> Self:
        if self.reject is not None and self.reject < self.hold:
            raise PydanticCustomError("order", "“reject” may not be below “hold”.")
        return self


class SentPolicy(Sent):
    """What a site lets through, holds and refuses; what is not given is the default."""

    mode: Annotated[Mode, Field(description="When comments go out; threads may differ")] = (
        _DEFAULT.mode
    )
    unscored: Annotated[
        Unscored, Field(description="What becomes of a comment for which no score can be had")
    ] = _DEFAULT.unscored
    allowed_domains: Annotated[
        Sequence[Annotated[str, Field(max_length=253), AfterValidator(_check_domain)]],
        Field(max_length=1_000, description="Links to these, or to hosts below, do not count"),
    ] = ()
    max_links: Annotated[int, Field(ge=0, le=1_000, description="More links than this: held")] = (
        _DEFAULT.max_links
    )
    max_length: Annotated[
        int, Field(ge=1, le=20_000, description="More characters than this: held")
    ] = _DEFAULT.max_length
    languages: Annotated[
        Sequence[Annotated[str, Field(pattern="^[a-z]{2,8}$")]],
        Field(max_length=100, description="In another language: held; none named: all welcome"),
    ] = ()
    first_comments_held: Annotated[
        int, Field(ge=0, le=1_000, description="Held until so many of the author's were approved")
    ] = _DEFAULT.first_comments_held
    trusted_after: Annotated[
        int,
        Field(
            ge=0, le=100_000, description="An author with so many approved is held no more; 0: off"
        ),
    ] = _DEFAULT.trusted_after
    trusted_rejection_rate: Annotated[
        Share, Field(description="And at most this share of their last outcomes refused")
    ] = _DEFAULT.trusted_rejection_rate
    repeats_held: Annotated[
        int, Field(ge=2, le=100_000, description="So many near-duplicates in the window: held")
    ] = _DEFAULT.repeats_held
    author_pace: Annotated[
        int, Field(ge=1, le=100_000, description="More of one author in the window: held")
    ] = _DEFAULT.author_pace
    address_pace: Annotated[
        int, Field(ge=1, le=100_000, description="More from one address in the window: held")
    ] = _DEFAULT.address_pace
    window_s: Annotated[float, Field(ge=60, le=7 * 86_400, description="The window")] = (
        _DEFAULT.window_s
    )
    reports_held: Annotated[
        int, Field(ge=1, le=100_000, description="So many readers' reports take a comment down")
    ] = _DEFAULT.reports_held
    audit_share: Annotated[
        Share, Field(description="Share of automatic decisions that a person is asked to check")
    ] = _DEFAULT.audit_share
    second_review_share: Annotated[
        Share,
        Field(description="Share of people's decisions on which a second person is asked, blind"),
    ] = _DEFAULT.second_review_share
    thresholds: Annotated[
        Mapping[Annotated[str, AfterValidator(_check_label)], SentThreshold],
        Field(description="By label; one not named goes by what the model recommends"),
    ] = {}

    def as_policy(self) -> Policy:
        """Put it the way the checks read it."""
        given = self.model_dump(exclude={"thresholds"})
        for name in ("allowed_domains", "languages"):
            given[name] = tuple(dict.fromkeys(given[name]))
        limits = {
            label: Threshold(hold=limit.hold, reject=limit.reject)
            for label, limit in self.thresholds.items()
        }
        return Policy(**given, thresholds=limits)


class PolicyRecord(SentPolicy):
    """A policy as it is or was in force."""

    model_config = ConfigDict(from_attributes=True)

    version: int
    by: Annotated[str | None, Field(description="Who put it in force; none: the site began so")]
    at: Time | None


class PolicyVersions(Shown):
    """Versions of the policy, the newest first."""

    items: Sequence[PolicyRecord]
    next_cursor: str | None


class VersionsQuery(Sent):
    """Which part of the list."""

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[
        str | None,
        Field(pattern="^[1-9][0-9]{0,8}$", description="`next_cursor` of the page before"),
    ] = None


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
