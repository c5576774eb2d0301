"""A comment as callers are shown it, for messages that do not go through the API."""

from dataclasses import asdict
from typing import Any

from service.domain.comments import Comment
from service.domain.times import as_rfc_3339
from service.domain.verdicts import Reason


def show_comment(comment: Comment) -> dict[str, Any]:
    """Write a comment down as ``GET /v1/comments/{id}`` does: never an e-mail or an address."""
    return {
        "id": comment.id,
        "site": comment.site,
        "origin": comment.origin,
        "thread": asdict(comment.thread),
        "author": asdict(comment.author),
        "text": comment.text,
        "status": comment.status,
        "version": comment.version,
        "revision": comment.revision,
        "scores": dict(comment.scores),
        "model": comment.model,
        "reasons": [_show_reason(reason) for reason in comment.reasons],
        "decided_by": comment.decided_by,
        "created_at": as_rfc_3339(comment.created_at),
        "decided_at": comment.decided_at and as_rfc_3339(comment.decided_at),
        "reports": comment.reports,
    }


def _show_reason(reason: Reason) -> dict[str, Any]:
    return {name: value for name, value in asdict(reason).items() if value is not None}
