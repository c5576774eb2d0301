"""Comments, audit entries and policies to and from what Redis keeps of them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from dataclasses import fields as dataclass_fields
from typing import Any

import orjson

from service.domain.audit import Actor, ActorKind, AuditEntry
from service.domain.comments import (
    Author,
    Comment,
    DecidedBy,
    Draft,
    Origin,
    Signal,
    Thread,
    identities,
    revision_of,
)
from service.domain.policy import Mode, Policy, Threshold, Unscored
from service.domain.statuses import Status
from service.domain.verdicts import CLEAN, LABELS, Reason, ReasonCode, Scores

PERSONAL_FIELDS = (
    "text",
    "author_id",
    "author_name",
    "author_url",
    "email_hash",
    "address_hash",
    "scores",
    "reasons",
    "lang",
    "flood",
)
"""What erasure takes away."""

Fields = dict[str, str]


def draft_fields(draft: Draft) -> Fields:
    """Write down a comment that is about to be accepted; what is not known is not kept."""
    known = {
        "text": draft.text,
        "revision": revision_of(draft.text),
        "thread": draft.thread.id,
        "thread_url": draft.thread.url,
        "thread_title": draft.thread.title,
        "author_id": draft.author.id,
        "author_name": draft.author.name,
        "author_url": draft.author.url,
        "parent": draft.parent_id,
        "external_id": draft.external_id,
        "lang": draft.lang,
        "created_at": draft.created_at and str(draft.created_at),
        "email_hash": draft.email_hash,
        "address_hash": draft.address_hash,
        "signals": " ".join(draft.signals),
        "origin": draft.origin if draft.origin is not Origin.API else None,
    }
    return {name: value for name, value in known.items() if value}


def read_comment(site: str, comment_id: str, fields: Mapping[str, str]) -> Comment:
    """Read a comment back."""
    return Comment(
        id=comment_id,
        site=site,
        thread=Thread(
            id=fields["thread"], url=fields.get("thread_url"), title=fields.get("thread_title")
        ),
        author=Author(
            id=fields.get("author_id"),
            name=fields.get("author_name"),
            url=fields.get("author_url"),
        ),
        text=fields.get("text", ""),
        status=Status(fields["status"]),
        version=int(fields["version"]),
        revision=fields["revision"],
        created_at=int(fields["created_at"]),
        received_at=int(fields["received_at"]),
        parent_id=fields.get("parent"),
        external_id=fields.get("external_id"),
        lang=fields.get("lang"),
        scores=_read_scores(fields.get("scores", "")),
        model=fields.get("model"),
        policy=_int(fields.get("policy")),
        reasons=read_reasons(fields.get("reasons")),
        decided_by=DecidedBy(fields["decided_by"]) if "decided_by" in fields else None,
        decided_at=_int(fields.get("decided_at")),
        reports=int(fields.get("reports", 0)),
        reports_answered=int(fields.get("reports_answered", 0)),
        signals=tuple(Signal(word) for word in fields.get("signals", "").split()),
        origin=Origin(fields.get("origin", Origin.API)),
        identities=identities(*map(fields.get, ("author_id", "email_hash", "address_hash"))),
        flood=fields.get("flood"),
        decision=fields.get("decision"),
        awaits=bool(fields.get("places")),
    )


def write_scores(scores: Scores | None) -> str:
    """Write scores in the order of `LABELS`, a third as long as with their names."""
    return (
        " ".join(f"{scores[label]:.4f}" if label in scores else "-" for label in LABELS)
        if scores
        else ""
    )


def _read_scores(written: str) -> Scores:
    pairs = zip(LABELS, written.split(), strict=False)
    return {label: float(figure) for label, figure in pairs if figure != "-"}


def write_reasons(reasons: Sequence[Reason]) -> str:
    """Write reasons without what they do not say; nothing at all for a clean comment."""
    if list(reasons) == [CLEAN]:
        return ""
    rows = [{k: v for k, v in asdict(reason).items() if v is not None} for reason in reasons]
    return orjson.dumps(rows).decode()


def read_reasons(written: str | None) -> tuple[Reason, ...]:
    """Read reasons back; None is no reasons at all."""
    if not written:
        return () if written is None else (CLEAN,)
    rows: list[dict[str, Any]] = orjson.loads(written)
    return tuple(_read_reason(row) for row in rows)


def _read_reason(row: dict[str, Any]) -> Reason:
    spans = row.pop("spans", None)
    places = tuple((begin, end) for begin, end in spans) if spans else None
    return Reason(**{**row, "code": ReasonCode(row["code"])}, spans=places)


def read_audit_entry(entry_id: str, fields: Mapping[str, str]) -> AuditEntry:
    """Read an entry of the audit log back; its id says when it was made."""
    kind, _, actor = fields["actor"].partition(":")
    return AuditEntry(
        id=entry_id,
        comment=fields["comment"],
        action=fields["action"],
        before=Status(fields["before"]) if fields["before"] else None,
        after=Status(fields["after"]),
        version=int(fields["version"]),
        actor=Actor(ActorKind(kind), actor),
        at=int(entry_id.partition("-")[0]),
        reasons=read_reasons(fields.get("reasons")),
        note=fields.get("note"),
        decision=fields.get("decision"),
        model=fields.get("model"),
        policy=_int(fields.get("policy")),
    )


def write_policy(policy: Policy) -> str:
    """Write a policy."""
    return orjson.dumps(asdict(policy)).decode()


def read_policy(written: str) -> Policy:
    """Read a policy back, one of a version of ours that knew other rules included."""
    known = {field.name for field in dataclass_fields(Policy)}
    row = {name: value for name, value in orjson.loads(written).items() if name in known}
    limits = {label: Threshold(**pair) for label, pair in row.pop("thresholds").items()}
    row["mode"] = Mode(row.get("mode", Mode.PRE))
    row["unscored"] = Unscored(row.get("unscored", Unscored.HOLD))
    lists = {name: tuple(value) for name, value in row.items() if isinstance(value, list)}
    return Policy(**{**row, **lists}, thresholds=limits)


def _int(written: str | None) -> int | None:
    return int(written) if written is not None else None
