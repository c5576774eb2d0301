"""What one process of the service holds while it runs."""

from typing import Annotated, TypedDict, cast

from fastapi import Depends, Request

from service.api.lookups import Lookups
from service.domain.pseudonyms import Pseudonyms
from service.metrics import Metrics
from service.moderation.assessing import Assessor
from service.moderation.models import Models
from service.moderation.submission import Doorbell, Intake
from service.settings import Settings
from service.store.broadcast import Broadcast
from service.store.hints import Hints
from service.store.limits import PostLimit, SignInLimit
from service.store.redis import Store


class AppState(TypedDict):
    """Opened by the lifespan in this order, closed in reverse."""

    settings: Settings
    pseudonyms: Pseudonyms
    metrics: Metrics
    models: Models
    store: Store
    lookups: Lookups
    hints: Hints
    broadcast: Broadcast
    posts: PostLimit
    sign_ins: SignInLimit
    doorbell: Doorbell
    intake: Intake
    assessor: Assessor


def state_of(request: Request) -> AppState:
    """Give what the lifespan opened."""
    return cast("AppState", request.state)


async def _state_of(request: Request) -> AppState:
    return state_of(request)  # FastAPI calls what is not asynchronous in a thread


State = Annotated[AppState, Depends(_state_of)]
