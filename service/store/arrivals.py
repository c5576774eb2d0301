"""Drafts on their way into ``accept.lua``."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from service.domain.audit import Actor
from service.domain.comments import Draft, identities
from service.domain.statuses import Status
from service.store.codec import draft_fields, short_name, write_thread
from service.store.connection import ScriptCall, to_json
from service.store.entries import write_audit
from service.store.keys import SiteKeys, short_thread

IDEMPOTENCY_LIFE_MS = 48 * 3600 * 1000
"""How long a repeated ``Idempotency-Key`` finds its comment: longer than any client retries."""


class Acceptance(StrEnum):
    """What became of a submission."""

    ACCEPTED = "accepted"
    HEARD = "heard"
    """Accepted, and a worker that stays for a while has heard of it."""
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
    """Of the body as sent, where it may come again; tells a repetition from a clash."""
    idempotency_key: str | None = None


def as_script_call(site: str, keys: SiteKeys, arrival: Arrival) -> ScriptCall:
    """Put an arrival the way the script reads it."""
    draft = arrival.draft
    once, fields = list(_once(keys, arrival)), draft_fields(draft)
    known_by = identities(draft.author.id, draft.email_hash, draft.address_hash)
    sent = {
        "id": arrival.id,
        "site": site,
        "digest": arrival.digest if once else "",
        "once": [field for _key, field in once],
        "life": IDEMPOTENCY_LIFE_MS,
        "thread": [short_thread(draft.thread.id), write_thread(draft.thread)],
        "named": bool(draft.thread.url or draft.thread.title),
        "fields": {short_name(name): value for name, value in fields.items()},
        "audit": write_audit({"action": "accept", "actor": str(arrival.actor)}),
        "identities": known_by,
    }
    comment, index = keys.comment(arrival.id), keys.status(Status.PENDING)
    written = [comment, keys.comment(""), keys.pending, index, keys.audit, keys.events]
    read = [keys.policy, keys.words, keys.bans, keys.thread_modes]
    authors = [key for identity in known_by for key in (keys.who(identity), keys.by(identity))]
    return [*written, keys.threads, *read, *(key for key, _field in once), *authors], [
        to_json(sent)
    ]


def _once(keys: SiteKeys, arrival: Arrival) -> Iterator[tuple[str, str]]:
    """Give the keys of what the comment must not come under twice, and the fields in them."""
    if arrival.idempotency_key:
        yield keys.once(arrival.idempotency_key), ""
    if arrival.draft.external_id:
        yield keys.external(arrival.draft.external_id)
