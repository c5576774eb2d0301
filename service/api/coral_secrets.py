"""The secrets that the site's Coral signs with."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, SecretStr

from service.api.bodies import JsonRoute
from service.api.dependencies import SiteAdministrator
from service.api.fields import CommentId, Time
from service.api.problems import may_answer
from service.api.schemas import Sent, Shown
from service.api.state import State
from service.moderation import coral_secrets

router = APIRouter(tags=["coral"], route_class=JsonRoute)


class SentSecret(Sent):
    """A secret, as Coral's administration shows it."""

    secret: Annotated[SecretStr, Field(description="Never shown again")]


class ShownSecret(Shown):
    """A secret that is known, and never told."""

    id: str
    created_at: Time


class Secrets(Shown):
    """All secrets that are known, the oldest first."""

    items: Sequence[ShownSecret]


@router.post(
    "/v1/coral-secrets",
    status_code=201,
    responses=may_answer(401, 403, 404, 409, 413, 415, 422, 503),
)
async def add_secret(sent: SentSecret, caller: SiteAdministrator, state: State) -> ShownSecret:
    """Accept what is signed with a secret; others that are known stay good."""
    secret = sent.secret.get_secret_value()
    return ShownSecret.model_validate(
        await coral_secrets.add_secret(state["store"], caller.site, secret, caller.actor)
    )


@router.get("/v1/coral-secrets", responses=may_answer(401, 403, 503))
async def list_secrets(caller: SiteAdministrator, state: State) -> Secrets:
    """List the secrets that are known; never the secrets themselves."""
    known = await state["store"].coral_secrets.of_site(caller.site)
    return Secrets(items=[ShownSecret.model_validate(secret) for secret in known])


@router.delete(
    "/v1/coral-secrets/{secret_id}",
    status_code=204,
    responses=may_answer(401, 403, 404, 422, 503),
)
async def remove_secret(secret_id: CommentId, caller: SiteAdministrator, state: State) -> None:
    """Refuse what is signed with a secret from now on."""
    await coral_secrets.remove_secret(state["store"], caller.site, secret_id, caller.actor)
