"""Comments that came alone: their knock tells all that is needed to decide them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from service.domain.authors import History
from service.domain.cases import Standing
from service.domain.comments import Comment
from service.domain.policy import Mode
from service.domain.statuses import Status
from service.store.authors import read_ban, read_history, read_pace
from service.store.codec import read_comment, read_fields, read_thread


@dataclass(frozen=True, slots=True)
class LoneComment:
    """A comment that nothing else was due beside, and what the record knew around it."""

    comment: Comment
    standing: Standing
    policy: str
    """The version in force."""
    words: str | None
    """The version of the list; None: there was none."""


def read_lone_comment(site: str, around: str, accepted: str) -> LoneComment:
    """Read what ``accept.lua`` tells of one: what it found, and what it was given."""
    known, sent = orjson.loads(around), orjson.loads(accepted)
    own = {"status": Status.PENDING, "version": "1", "received_at": known["received_at"]}
    fields = read_fields(sent["fields"]) | own | {"audit": known["audit"]}
    comment = read_comment(site, sent["id"], fields, read_thread(sent["thread"][1]))
    # Where there is nothing, the answer is false.
    return LoneComment(
        comment, _read_standing(comment, known), known["policy"], known["words"] or None
    )


def _read_standing(comment: Comment, known: Mapping[str, Any]) -> Standing:
    mode: str = known["mode"]
    bans: Sequence[str] = known.get("bans", ())
    return Standing(
        history=read_history(known["history"]) if "history" in known else History(),
        ban=read_ban(comment, bans),
        pace=read_pace(comment, known.get("paces", ())),
        mode=Mode(mode) if mode else None,
    )
