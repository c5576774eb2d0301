"""Labelled examples: texts of which somebody has said what they are, for the next model."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from service.domain.audit import Actor
from service.domain.comments import revision_of
from service.domain.verdicts import LABELS

_DEV_OF = 20
"""One text in so many is kept for choosing thresholds, as in the data of the shipped model."""

_CORPUS_KEYS = {"profanity": "obscene"}
"""Labels that training data have another name for."""

LICENCE = "own"
"""What the rows of a site say of their licence: they are the site's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text, and what a person has said it is."""

    text: str
    labels: Mapping[str, float]
    """By label, 0 to 1; a label that nobody spoke of is not there."""
    origin: str
    """The way in by which it was said."""
    by: Actor
    comment_id: str | None = None
    """The comment it is about, if that is in the record."""
    decision: str | None = None
    """The act on that comment it was said with; who undoes that takes this back, too."""
    identities: tuple[str, ...] = ()
    """How the author can be known again, where there is no comment that tells."""
    lang: str | None = None
    at: int = 0
    """When it was said, ms; the record sets it."""

    @property
    def id(self) -> str:
        """Name it: who speaks again, by the same way, of the same text, corrects themselves."""
        about = self.comment_id or revision_of(self.text)
        return blake2b(f"{self.origin} {about}".encode(), digest_size=12).hexdigest()

    @property
    def links(self) -> tuple[str, ...]:
        """Name what it must be erased with."""
        return (f"comment:{self.comment_id}",) if self.comment_id else self.identities


def as_row(site: str, example: Example) -> dict[str, object]:
    """Lay an example out as ``greenroom train`` reads it; what nobody spoke of is null."""
    return {
        "id": f"{site}:{example.id}",
        "text": example.text,
        "source": f"{site}:{example.origin}",
        "license": LICENCE,
        "split": "train" if int(revision_of(example.text), 16) % _DEV_OF else "dev",
        "lang": example.lang or "und",
        "labels": {_CORPUS_KEYS.get(name, name): example.labels.get(name) for name in LABELS},
        "meta": {"comment": example.comment_id, "at": example.at},
    }
