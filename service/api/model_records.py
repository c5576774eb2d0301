"""What callers are shown of models, of what was done with them, and of shadows."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from pydantic import Field

from service.api.fields import Time
from service.api.records import ActorRecord
from service.api.schemas import Shown
from service.domain.agreement import Agreement
from service.domain.comments import DecidedBy
from service.domain.models import Act, ModelAct, ModelRecord
from service.domain.shadows import SideBySide
from service.domain.sites import ALL_SITES
from service.domain.statuses import Status
from service.moderation.overviews import Differing, Overview


class AgreementEntry(Shown):
    """How far two models agree."""

    share: float | None = Field(description="Said the same; none: nothing was compared")
    kappa: float | None = Field(description="Cohen's kappa: agreement beyond chance, 1 at most")
    counts: Mapping[str, int] = Field(description="`<the one that decides>/<shadow>`: how often")

    @classmethod
    def of(cls, agreement: Agreement) -> Self:
        """Put figures the way they are shown."""
        counts = {"/".join(pair): count for pair, count in sorted(agreement.counts.items())}
        return cls(share=_rounded(agreement.share), kappa=_rounded(agreement.kappa), counts=counts)


class SideBySideEntry(Shown):
    """What a shadow said of comments that another model decided."""

    beside: str = Field(description="The model that decided")
    since: Time | None
    comments: int = Field(description="How many were compared")
    skipped: int = Field(description="Not compared, for want of time")
    verdicts: AgreementEntry = Field(description="On the status")
    labels: Mapping[str, AgreementEntry] = Field(
        description="On whether the label alone keeps a comment from going out, `yes` or `no`"
    )

    @classmethod
    def of(cls, figures: SideBySide) -> Self:
        """Put figures the way they are shown."""
        return cls(
            beside=figures.deciding,
            since=figures.since,
            comments=figures.verdicts.count,
            skipped=figures.skipped,
            verdicts=AgreementEntry.of(figures.verdicts),
            labels={label: AgreementEntry.of(said) for label, said in figures.labels.items()},
        )


class DifferenceEntry(Shown):
    """A comment that the shadow would have decided otherwise."""

    comment: str
    said: Status = Field(description="By the model that decided")
    would_say: Status
    label: str = Field(description="The label whose scores are furthest apart, and they:")
    score: float
    would_score: float
    at: Time
    status: Status | None = Field(description="As it is now; none: it is gone")
    decided_by: DecidedBy | None = Field(description="`person`: somebody has decided since")


class Differences(Shown):
    """The comments that two models differ on, the last first; the last 1,000 are kept."""

    items: Sequence[DifferenceEntry]
    next_cursor: str | None


class ModelEntry(Shown):
    """A model that the record knows."""

    id: str
    chosen: bool = Field(description="It is to decide here")
    shadow: bool = Field(description="It scores beside the one that decides, unseen")
    added_at: Time
    added_by: str
    retired_at: Time | None = Field(description="Since then it cannot be chosen")
    size: int = Field(description="Bytes of the artifact")
    thresholds: Any = Field(description="What it recommends, by label: `hold` and `reject`")
    metrics: Any = Field(description="By label, measured when it was trained")
    languages: Any = Field(description="How well it tells toxicity in each language it learnt")
    agreement: SideBySideEntry | None = Field(
        description="As a shadow of what decides now; with a key for all sites, on all of them"
    )
    training_rows: Any = None
    versions: Any = Field(None, description="Of the code that made it")


class ActEntry(Shown):
    """Something that was done with a model."""

    act: Act
    model: str | None = Field(description="None: the model that came with Greenroom")
    before: str | None = Field(description="What was chosen to decide until then")
    actor: ActorRecord
    at: Time
    everywhere: bool = Field(description="For the installation, not for one site")


class TroubleEntry(Shown):
    """A model that is chosen and cannot be used."""

    model: str
    why: str
    processes: int = Field(description="How many say so")


class ModelList(Shown):
    """All models, the last that came first, and what goes by them."""

    chosen: str | None = Field(
        description="Is to decide; none: nobody has chosen, and what came with Greenroom decides"
    )
    own: bool = Field(description="The site has chosen for itself, not the installation")
    deciding: str = Field(description="Decides in the process that answers")
    shadow: str | None
    processes: int = Field(description="API and worker processes seen in the last minute")
    following: int = Field(description="Those of them that go by what is chosen")
    troubles: Sequence[TroubleEntry]
    items: Sequence[ModelEntry]
    history: Sequence[ActEntry] = Field(description="The last first, 50 at most")
    next_cursor: None = None


class Chosen(Shown):
    """What is chosen now, for the site or for the installation."""

    deciding: str | None
    shadow: str | None


def difference_entry(one: Differing) -> DifferenceEntry:
    """Put a difference the way it is shown."""
    told, comment = one.difference, one.comment
    return DifferenceEntry(
        comment=told.comment,
        said=told.said,
        would_say=told.would_say,
        label=told.label,
        score=told.score,
        would_score=told.would_score,
        at=told.at,
        status=comment.status if comment else None,
        decided_by=comment.decided_by if comment else None,
    )


def model_entry(model: ModelRecord, overview: Overview) -> ModelEntry:
    """Put a model the way it is shown, with what is chosen of it."""
    told: Mapping[str, Any] = model.manifest
    figures = overview.agreements.get(model.id)
    return ModelEntry(
        id=model.id,
        chosen=model.id == overview.chosen,
        shadow=model.id == overview.shadow,
        added_at=model.added_at,
        added_by=model.added_by,
        retired_at=model.retired_at,
        size=model.size,
        thresholds=told.get("thresholds"),
        metrics=told.get("development"),
        languages=told.get("languages"),
        agreement=SideBySideEntry.of(figures) if figures else None,
        training_rows=told.get("training_rows"),
        versions=told.get("versions"),
    )


def act_entry(act: ModelAct) -> ActEntry:
    """Put an act the way it is shown."""
    return ActEntry(
        act=act.act,
        model=act.model,
        before=act.before,
        actor=ActorRecord.model_validate(act.actor),
        at=act.at,
        everywhere=act.site == ALL_SITES,
    )


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)
