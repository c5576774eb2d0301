"""Entries of the audit log to and from what Redis keeps of them.

All have the same three fields, which a stream then names once for many entries: ``c``, the comment;
``e``, what was done: "<version> <letters of the statuses before and after> <JSON: action, actor,
decision, model, noted, policy, rescoring; what is not known is left out at the end>"; ``r``, the
reasons. A note itself may quote the comment, so it is kept with that, and erased with it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import orjson

from service.domain.audit import Actor, ActorKind, AuditEntry
from service.domain.statuses import Status
from service.store.codec import read_reasons

_NO_REASONS = "-"
_STATUSES = {status[0]: status for status in Status}
"""Statuses by their letters; any other letter: there was no comment before."""


def write_audit(told: Mapping[str, str]) -> tuple[str, str]:
    """Write what an entry tells of a change, but for version and statuses; and the reasons.

    ``told`` has ``action`` and ``actor`` ("kind:id"), and may have ``reasons`` (as written),
    ``note``, ``decision``, ``model``, ``policy`` and ``rescoring``. Of a note nothing is written
    but that there is one.
    """
    policy = told.get("policy")
    implied = told["actor"] == f"{ActorKind.POLICY}:{policy}"
    more = [told.get("decision"), told.get("model"), "note" in told or None]
    more += [None if implied else policy, told.get("rescoring")]
    while more and more[-1] is None:
        more.pop()
    done = orjson.dumps([told["action"], told["actor"], *more]).decode()
    return done, told.get("reasons", _NO_REASONS)


def read_audit_entry(
    entry_id: str, fields: Mapping[str, str], notes: Mapping[int, str] = MappingProxyType({})
) -> AuditEntry:
    """Read an entry of the audit log back; its id says when it was made.

    ``notes`` are what was noted with decisions on its comment, by version.
    """
    version, statuses, done = fields["e"].split(" ", 2)
    told: list[Any] = orjson.loads(done)
    action, written, decision, model, noted, policy, rescoring = (*told, *[None] * 5)[:7]
    actor = Actor.read(written)
    if actor.kind is ActorKind.POLICY:
        policy = policy or actor.id
    return AuditEntry(
        id=entry_id,
        comment=fields["c"],
        action=action,
        before=_STATUSES.get(statuses[0]),
        after=_STATUSES[statuses[1]],
        version=int(version),
        actor=actor,
        at=int(entry_id.partition("-")[0]),
        reasons=read_reasons(None if fields["r"] == _NO_REASONS else fields["r"]),
        noted=bool(noted),
        note=notes.get(int(version)),
        decision=decision,
        model=model,
        policy=int(policy) if policy else None,
        rescoring=rescoring,
    )
