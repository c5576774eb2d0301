"""Drafts on their way into ``accept.lua``."""

from dataclasses import dataclass
from enum import StrEnum

from service.domain.audit import Actor
from service.domain.comments import Draft, identities
from service.domain.statuses import Status
from service.store.codec import draft_fields
from service.store.connection import ScriptCall, to_json
from service.store.keys import SiteKeys

IDEMPOTENCY_LIFE_MS = 48 * 3600 * 1000
"""How long a repeated ``Idempotency-Key`` finds its comment: longer than any client retries."""


class Acceptance(StrEnum):
    """What became of a submission."""

    ACCEPTED = "accepted"
    REPEATED = "repeated"
    """The same key and the same body as before."""
    CLASH = "clash"
    """The same key with another body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A draft on its way into the record."""

    id: str
    draft: Draft
    actor: Actor
    digest: str
    """Of the body as sent; tells a repetition from a clash."""
    idempotency_key: str | None = None


def as_script_call(keys: SiteKeys, arrival: Arrival) -> ScriptCall:
    """Put an arrival the way the script reads it."""
    draft = arrival.draft
    once = {}
    if arrival.idempotency_key:
        once[keys.once("key", arrival.idempotency_key)] = IDEMPOTENCY_LIFE_MS
    if draft.external_id:
        once[keys.once("external", draft.external_id)] = 0
    sent = {
        "id": arrival.id,
        "digest": arrival.digest,
        "once": list(once.values()),
        "fields": draft_fields(draft),
        "actor": f"{arrival.actor.kind}:{arrival.actor.id}",
    }
    written = [keys.comment(arrival.id), keys.pending, keys.status(Status.PENDING)]
    known_by = identities(draft.author.id, draft.email_hash, draft.address_hash)
    authors = [key for identity in known_by for key in (keys.who(identity), keys.by(identity))]
    return [*written, keys.audit, keys.events, *once, *authors], [to_json(sent)]
