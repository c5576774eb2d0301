"""What of a comment contradicts its indexes, its history, or itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.domain.audit import ActorKind, AuditEntry
from service.domain.comments import DecidedBy, revision_of
from service.domain.statuses import LIVE, Action, Status
from service.domain.verdicts import LABELS, ReasonCode
from service.store.codec import PERSONAL_FIELDS, Fields
from service.store.keys import SiteKeys


@dataclass(frozen=True, slots=True)
class Seen:
    """A comment and all that must agree with it, as of one moment."""

    id: str
    fields: Fields
    attempts: str | None
    places: Mapping[str, float]
    """Index → score in it; of its flood in the queue, its rank."""
    history: Sequence[AuditEntry]


def contradictions(keys: SiteKeys, seen: Seen) -> Iterator[str]:
    """Say all that no course of correct changes leads to."""
    yield from _in_places(keys, seen)
    yield from _in_queue(keys, seen)
    yield from _in_history(seen)
    yield from _in_fields(seen.fields)


def queue_indexes(keys: SiteKeys) -> list[str]:
    """List the parts of the review queue that a comment can stand in by itself."""
    heads = ["priority", "arrival", "reports"]
    reasons = [f"reason:{code}" for code in ReasonCode]
    labels = [f"label:{label}" for label in LABELS]
    return [keys.queue(place) for place in (*heads, *reasons, *labels)]


def _in_places(keys: SiteKeys, seen: Seen) -> Iterator[str]:
    """Compare where it is listed with where it must be, the review queue left out."""
    status, due = seen.fields["status"], _due_places(keys, seen.fields)
    own = {keys.pending, keys.thread_prefix + seen.fields["thread"], *map(keys.status, LIVE)}
    listed = {index: at for index, at in seen.places.items() if index in own}
    if _is_out_unread(seen.fields) and _read_places(keys, seen.fields):
        listed.pop(keys.pending, None)  # the model or a person, whoever is first
    yield from _differences(status, due, listed)
    if seen.attempts is not None and keys.pending not in seen.places:
        yield f"is {status} and attempts at scoring it are counted"


def _in_queue(keys: SiteKeys, seen: Seen) -> Iterator[str]:
    """Compare where it stands in the queue with its places; one card stands for a flood."""
    places = _read_places(keys, seen.fields)
    listed = {i: at for i, at in seen.places.items() if i in queue_indexes(keys)}
    flood = seen.fields.get("flood")
    turn = seen.places.get(keys.queue(f"flood:{flood}")) if flood else None
    if flood and (turn is not None) != bool(places):
        yield f"has {len(places)} places in the queue and its flood says otherwise"
    yield from _differences(seen.fields["status"], {} if turn else places, listed)
    marks = (keys.queue("free") in seen.places) + (keys.claims in seen.places)
    if marks != (1 if listed else 0):
        yield f"stands in {len(listed)} parts of the queue and is free or claimed {marks} times"


def _differences(
    status: str, due: Mapping[str, float | None], listed: Mapping[str, float]
) -> Iterator[str]:
    for index in due.keys() - listed.keys():
        yield f"is {status} and not listed in {index}"
    for index in listed.keys() - due.keys():
        yield f"is {status} and listed in {index}"
    for index in due.keys() & listed.keys():
        if due[index] not in (None, listed[index]):
            yield f"is listed in {index} at {listed[index]} instead of {due[index]}"


def _due_places(keys: SiteKeys, fields: Fields) -> dict[str, float | None]:
    """Say in which indexes a comment must be and, where the record tells, at which score."""
    status = Status(fields["status"])
    if status is Status.ERASED:
        return {}
    places: dict[str, float | None] = {keys.status(status): float(fields["received_at"])}
    if status is Status.PENDING:
        places[keys.pending] = None
    elif status is Status.APPROVED:
        written = fields.get("created_at", fields["received_at"])
        places[keys.thread_prefix + fields["thread"]] = float(written)
    if _is_out_unread(fields) and not fields.get("places"):
        places[keys.pending] = None
    return places


def _read_places(keys: SiteKeys, fields: Fields) -> dict[str, float]:
    pairs = (token.rsplit("=", 1) for token in fields.get("places", "").split())
    return {keys.queue(name): float(rank) for name, rank in pairs if name != "free"}


def _is_out_unread(fields: Fields) -> bool:
    decided = (fields["status"], fields.get("decided_by"))
    return decided == (Status.APPROVED, DecidedBy.POLICY) and not fields.get("scores")


def _in_history(seen: Seen) -> Iterator[str]:
    """Hold status and version against the entries of the audit log."""
    status, version = Status(seen.fields["status"]), int(seen.fields["version"])
    if [entry.version for entry in seen.history] != list(range(1, version + 1)):
        yield f"is at version {version} and its history has {len(seen.history)} entries"
    if any(entry.comment != seen.id for entry in seen.history):
        yield "has another comment's entry in its history"
    before = [entry.before for entry in seen.history]
    after = [entry.after for entry in seen.history]
    if [*before, status] != [None, *after]:
        yield "has a history that does not lead from nothing to its status"
    words = _whose_word(seen.history)
    for word, entry in zip(words, seen.history[1:], strict=False):
        if entry.actor.kind is ActorKind.POLICY and word:
            yield f"was decided by a person when the policy made version {entry.version} of it"


def _whose_word(history: Sequence[AuditEntry]) -> list[bool]:
    """Tell after each entry whether the status was a person's word."""
    words: list[bool] = []
    for entry in history:
        match entry.action:
            case "undo":  # what was before the decision is so again
                undone = (at for at, e in enumerate(history) if e.decision == entry.decision)
                words.append(([False, *words])[next(undone)])
            case "report":
                words.append(words[-1] and entry.before is entry.after)
            case action:
                words.append(action in set(Action))
    return words


def _in_fields(fields: Fields) -> Iterator[str]:
    """Hold the fields against one another."""
    if fields["status"] == Status.ERASED:
        left = [name for name in PERSONAL_FIELDS if name in fields]
        if left or fields["revision"]:
            yield f"is erased and still has {', '.join(left) or 'a revision'}"
        return
    if fields["revision"] != revision_of(fields["text"]):
        yield "has a revision that does not name its text"
    if (fields["status"] == Status.PENDING) == ("decided_by" in fields):
        yield f"is {fields['status']} and decided by {fields.get('decided_by', 'nobody')}"
