"""Why a comment stands where it stands: scores, limits, words and rules."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from pydantic import Field

from service.api.dependencies import Moderator
from service.api.fields import CommentId
from service.api.problems import may_answer
from service.api.records import ReasonRecord
from service.api.schemas import Shown
from service.api.scores import SpanRecord
from service.api.state import State
from service.domain.bands import Band, band_of
from service.domain.comments import Comment
from service.domain.policy import Thresholds
from service.moderation.finding import find_comment
from service.moderation.models import Scorer, thresholds_of

router = APIRouter(tags=["reviews"])


class Limits(Shown):
    """From which probability on a label holds, and refuses, a comment."""

    hold: float
    reject: float | None


class LabelExplanation(Shown):
    """One label: its score, its limits, and what each part of the text adds to it."""

    score: float | None = Field(description="As it was when the comment was judged")
    band: Band | None = Field(description="The score in a word, to show to people")
    threshold: Limits | None
    spans: Sequence[SpanRecord] = Field(description="By the model that explains, weightiest first")


class Explanation(Shown):
    """Why a comment has its status."""

    comment: str
    scored_by: str | None = Field(description="Model that the scores are of")
    explained_by: str = Field(description="Model that the spans are of: the one in service now")
    labels: Mapping[str, LabelExplanation]
    rules: Sequence[ReasonRecord] = Field(description="What fired when it was judged or decided")


@router.get("/v1/comments/{comment_id}/explanation", responses=may_answer(401, 403, 404, 422, 503))
async def explain_comment(comment_id: CommentId, caller: Moderator, state: State) -> Explanation:
    """Say why a comment has its status, label by label and rule by rule."""
    comment = await find_comment(state["store"], caller.site, comment_id)
    policy = await state["store"].policies.current(caller.site)
    scorer = state["models"].deciding(caller.site)
    thresholds = thresholds_of(policy, scorer)
    # Off the event loop: a long text takes its time.
    return await run_in_threadpool(_explain, scorer, comment, thresholds)


def _explain(scorer: Scorer, comment: Comment, thresholds: Thresholds) -> Explanation:
    spans = [SpanRecord.model_validate(span) for span in scorer.explain(comment.text)]
    bands = {label: band_of(label, score, thresholds) for label, score in comment.scores.items()}
    labels = {
        label: LabelExplanation(
            score=comment.scores.get(label),
            band=bands.get(label),
            threshold=thresholds.get(label) and Limits.model_validate(thresholds[label]),
            spans=[span for span in spans if span.label == label],
        )
        for label in scorer.labels
    }
    return Explanation(
        comment=comment.id,
        scored_by=comment.model,
        explained_by=scorer.model_id,
        labels=labels,
        rules=[ReasonRecord.model_validate(reason) for reason in comment.reasons],
    )
