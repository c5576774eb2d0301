"""What one process of the service holds while it runs."""

from collections.abc import Sequence
from typing import Annotated, Protocol, TypedDict, cast

from fastapi import Depends, Request

from service.api.lookups import Lookups
from service.domain.pseudonyms import Pseudonyms
from service.metrics import Metrics
from service.moderation.scoring import Scorer
from service.moderation.submission import Doorbell, Intake
from service.settings import Settings
from service.store.broadcast import Broadcast
from service.store.hints import Hints
from service.store.limits import PostLimit, SignInLimit
from service.store.redis import Store


class Span(Protocol):
    """Part of a text and what it adds to the score of a label; places are code points."""

    @property
    def begin(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it has ended."""

    @property
    def label(self) -> str:
        """The label it speaks for, or against."""

    @property
    def contribution(self) -> float:
        """How much, in log-odds."""


class ExplainingScorer(Scorer, Protocol):
    """A loaded model that can say why."""

    def explain(self, text: str, labels: Sequence[str] | None = None) -> Sequence[Span]:
        """Give what each part of a text contributes."""


class AppState(TypedDict):
    """Opened by the lifespan in this order, closed in reverse."""

    settings: Settings
    pseudonyms: Pseudonyms
    metrics: Metrics
    scorer: ExplainingScorer
    store: Store
    lookups: Lookups
    hints: Hints
    broadcast: Broadcast
    posts: PostLimit
    sign_ins: SignInLimit
    doorbell: Doorbell
    intake: Intake


async def state_of(request: Request) -> AppState:
    """Give what the lifespan opened."""
    return cast("AppState", request.state)


State = Annotated[AppState, Depends(state_of)]
