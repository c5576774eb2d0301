"""Comments and policies to and from what Redis keeps of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from dataclasses import fields as dataclass_fields
from typing import Any

import orjson

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
    "decision_notes",
    "lang",
    "flood",
    "digest",
)
"""What erasure takes away."""

SHORT = {
    "text": "t",
    "revision": "r",
    "thread": "h",
    "author_id": "i",
    "author_name": "n",
    "author_url": "u",
    "parent": "p",
    "external_id": "x",
    "lang": "l",
    "created_at": "c",
    "received_at": "a",
    "email_hash": "e",
    "address_hash": "d",
    "signals": "g",
    "digest": "o",
    "scores": "s",
    "model": "m",
    "policy": "y",
    "reasons": "w",
    "decided_by": "b",
    "decision": "z",
    "decision_notes": "N",
    "reports": "k",
    "reports_answered": "q",
    "flood": "f",
    "places": "j",
    "audit": "v",
    "origin": "O",
}
"""What the fields of a comment are called in its hash: a name costs its length in each comment.

``status`` and ``version`` bear their own names, and so does a field that is not listed here.
``thread`` is the short name of a thread, whose id, URL and title stand in ``gr:{site}:threads``.
``created_at`` is kept only if it was sent. When the comment was decided is told by the last id in
``audit``.
"""

_LONG = {short: name for name, short in SHORT.items()}
_OF_A_REASON = tuple(field.name for field in dataclass_fields(Reason))

Fields = dict[str, str]


def short_name(name: str) -> str:
    """Give the name under which a field is kept."""
    return SHORT.get(name, name)


def read_fields(row: Mapping[str, str]) -> Fields:
    """Give the fields of a comment's hash their names."""
    return {_LONG.get(name, name): value for name, value in row.items()}


def write_thread(thread: Thread) -> str:
    """Write what is kept once for all comments of a thread; most are named by their URL."""
    url = True if thread.url == thread.id else thread.url
    return orjson.dumps([thread.id, url, thread.title]).decode()


def read_thread(written: str) -> Thread:
    """Read a thread back."""
    id_, url, title = orjson.loads(written)
    return Thread(id=id_, url=id_ if url is True else url, title=title)


def draft_fields(draft: Draft) -> Fields:
    """Write down a comment that is about to be accepted; what is not known is not kept."""
    known = {
        "text": draft.text,
        "revision": revision_of(draft.text),
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


def read_comment(site: str, comment_id: str, fields: Mapping[str, str], thread: Thread) -> Comment:
    """Read a comment back, from its fields by their names."""
    decided_by = fields.get("decided_by")
    return Comment(
        id=comment_id,
        site=site,
        thread=thread,
        author=Author(
            id=fields.get("author_id"),
            name=fields.get("author_name"),
            url=fields.get("author_url"),
        ),
        text=fields.get("text", ""),
        status=Status(fields["status"]),
        version=int(fields["version"]),
        revision=fields["revision"],
        created_at=int(fields.get("created_at", fields["received_at"])),
        received_at=int(fields["received_at"]),
        parent_id=fields.get("parent"),
        external_id=fields.get("external_id"),
        lang=fields.get("lang"),
        scores=read_scores(fields.get("scores", "")),
        model=fields.get("model"),
        policy=_int(fields.get("policy")),
        reasons=read_reasons(fields.get("reasons")),
        decided_by=DecidedBy(decided_by) if decided_by else None,
        decided_at=_last_change(fields["audit"]) if decided_by else None,
        reports=int(fields.get("reports", 0)),
        reports_answered=int(fields.get("reports_answered", 0)),
        signals=tuple(Signal(word) for word in fields.get("signals", "").split()),
        origin=Origin(fields.get("origin", Origin.API)),
        identities=identities(*map(fields.get, ("author_id", "email_hash", "address_hash"))),
        flood=fields.get("flood"),
        decision=fields.get("decision"),
        decision_notes=read_decision_notes(fields.get("decision_notes")),
        awaits=bool(fields.get("places")),
    )


def write_scores(scores: Scores | None) -> str:
    """Write scores in ten-thousandths, in the order of `LABELS`."""
    if not scores:
        return ""
    return " ".join(f"{scores[x] * 10_000:.0f}" if x in scores else "-" for x in LABELS)


def score_writer(labels: Sequence[str]) -> Callable[[Sequence[int]], str]:
    """Make what writes rows of ten-thousandths, in the order of some labels, as `write_scores`."""
    columns = [labels.index(label) for label in LABELS if label in labels]
    form = " ".join("%d" if label in labels else "-" for label in LABELS)
    return lambda row: form % tuple([row[column] for column in columns])


def read_scores(written: str) -> Scores:
    """Read scores back."""
    pairs = zip(LABELS, written.split(), strict=False)
    return {label: int(figure) / 10_000 for label, figure in pairs if figure != "-"}


def _last_change(audit: str) -> int:
    """Read when a comment was changed last, in ms, from the ids of its entries in the log."""
    return int(audit.rpartition(" ")[2].partition("-")[0])


def write_reasons(reasons: Sequence[Reason]) -> str:
    """Write reasons without what they do not say; nothing at all for a clean comment."""
    if list(reasons) == [CLEAN]:
        return ""
    rows = [{k: v for k in _OF_A_REASON if (v := getattr(r, k)) is not None} for r in reasons]
    return orjson.dumps(rows).decode()


def read_reasons(written: str | None) -> tuple[Reason, ...]:
    """Read reasons back; None is no reasons at all."""
    if not written:
        return () if written is None else (CLEAN,)
    rows: list[dict[str, Any]] = orjson.loads(written)
    return tuple(_read_reason(row) for row in rows)


def write_decision_notes(notes: Mapping[int, str]) -> str:
    """Write what was noted with decisions, by version."""
    return orjson.dumps({str(version): note for version, note in notes.items()}).decode()


def read_decision_notes(written: str | None) -> dict[int, str]:
    """Read it back; None is no notes at all."""
    rows: dict[str, str] = orjson.loads(written) if written else {}
    return {int(version): note for version, note in rows.items()}


def _read_reason(row: dict[str, Any]) -> Reason:
    spans = row.pop("spans", None)
    places = tuple((begin, end) for begin, end in spans) if spans else None
    return Reason(**{**row, "code": ReasonCode(row["code"])}, spans=places)


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
