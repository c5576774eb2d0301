"""Which model decides where: the installation's choice, and that of sites which made their own."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from service.domain.audit import Actor
from service.domain.errors import ModelError
from service.domain.sites import ALL_SITES

_REMEMBERED = 50
"""How many promotions can be rolled back."""


class Act(StrEnum):
    """What can be done with a model."""

    IMPORT = "import"
    PROMOTE = "promote"
    SHADOW = "shadow"
    RETIRE = "retire"
    ROLL_BACK = "roll_back"


@dataclass(frozen=True, slots=True)
class Package:
    """The contents of an artifact's files."""

    weights: bytes
    manifest: bytes
    card: bytes

    @property
    def size(self) -> int:
        """Bytes in all."""
        return len(self.weights) + len(self.manifest) + len(self.card)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRecord:
    """A model that the record knows."""

    id: str
    manifest: Mapping[str, object]
    size: int
    added_at: int
    added_by: str
    retired_at: int | None = None
    """Since then its artifact is gone from the record; it can be imported again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAct:
    """Something that was done with a model."""

    site: str
    act: Act
    model: str | None
    """For what was promoted or rolled back: what decides since; None: see `Choice.deciding`."""
    before: str | None
    actor: Actor
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a site, or the installation, has chosen."""

    deciding: str | None = None
    """None: a site goes by the installation's, the installation by what each process came with."""
    shadow: str | None = None
    """Scores beside the one that decides, unseen."""
    earlier: tuple[str | None, ...] = ()
    """What decided before, the last first."""

    def promote(self, model: str) -> "Choice":
        """Let a model decide; it is nobody's shadow any more."""
        if model == self.deciding:
            raise ModelError(f"{model} decides already.")
        shadow = None if self.shadow == model else self.shadow
        return replace(self, deciding=model, shadow=shadow, earlier=self._pushed())

    def roll_back(self, there: Collection[str]) -> "Choice":
        """Let decide what did before; what is not there any more is passed over."""
        for at, model in enumerate(self.earlier):
            if (model is None or model in there) and model != self.deciding:
                return replace(self, deciding=model, earlier=self.earlier[at + 1 :])
        raise ModelError("No other model has decided before that is still there.")

    def cast(self, model: str) -> "Choice":
        """Let a model score beside the one that decides."""
        if model == self.shadow:
            raise ModelError(f"{model} is the shadow already.")
        return replace(self, shadow=model)

    def drop(self, model: str) -> "Choice":
        """Do without a model, as shadow or as a choice of one's own."""
        shadow = None if self.shadow == model else self.shadow
        if self.deciding == model:
            return replace(self, deciding=None, shadow=shadow, earlier=self._pushed())
        return replace(self, shadow=shadow)

    def _pushed(self) -> tuple[str | None, ...]:
        return (self.deciding, *self.earlier)[:_REMEMBERED]


@dataclass(frozen=True, slots=True)
class Choices:
    """All choices, as they were at a version."""

    version: int = 0
    made: Mapping[str, Choice] = field(default_factory=dict)
    """By site; `ALL_SITES` is the installation."""

    def of(self, site: str) -> Choice:
        """Give what a site has chosen for itself."""
        return self.made.get(site, Choice())

    def candidates(self, site: str) -> tuple[str | None, ...]:
        """Name who is to decide on a site, and who did before, for when the first cannot be had."""
        own, common = self.of(site), self.of(ALL_SITES)
        others = (*common.earlier, None)
        if site == ALL_SITES or own.deciding is None:
            return (common.deciding, *others)
        named = (model for model in own.earlier if model is not None)
        return (own.deciding, *named, common.deciding, *others)

    def shadow(self, site: str) -> str | None:
        """Name who scores beside the deciding one on a site."""
        return self.of(site).shadow or self.of(ALL_SITES).shadow

    def users(self, model: str) -> set[str]:
        """Name the sites, `ALL_SITES` among them, on which a model decides or is the shadow."""
        return {
            site for site, choice in self.made.items() if model in (choice.deciding, choice.shadow)
        }
