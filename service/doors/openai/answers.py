"""What OpenAI's clients are told."""

from collections.abc import Mapping, Sequence
from typing import Self

from service.api.schemas import Shown
from service.doors.openai.categories import Judgement


class Result(Shown):
    """What is said of one input."""

    flagged: bool
    categories: Mapping[str, bool]
    category_scores: Mapping[str, float]
    category_applied_input_types: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, judged: Mapping[str, Judgement]) -> Self:
        """Lay judgements out."""
        return cls(
            flagged=any(judgement.flagged for judgement in judged.values()),
            categories={name: judgement.flagged for name, judgement in judged.items()},
            category_scores={name: judgement.score for name, judgement in judged.items()},
            category_applied_input_types={
                name: ["text"] if judgement.applied else [] for name, judgement in judged.items()
            },
        )


class Moderation(Shown):
    """What is said of all inputs, in their order."""

    id: str
    model: str
    """The model that answered, whichever was asked for."""
    results: Sequence[Result]


class Fault(Shown):
    """What is wrong."""

    message: str
    type: str
    param: str | None = None
    code: str | None = None


class Refusal(Shown):
    """An error."""

    error: Fault
