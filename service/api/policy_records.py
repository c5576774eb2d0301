"""A policy as it is sent and shown."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from service.api.fields import Time
from service.api.schemas import Sent, Shown
from service.domain.policy import Mode, Policy, Threshold, Unscored
from service.domain.verdicts import LABELS

_DEFAULT = Policy()
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
