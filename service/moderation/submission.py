"""Submitting comments: once in the record they are accepted, and the workers are called."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Protocol

import orjson
import uuid_utils

from service.domain.audit import Actor
from service.domain.comments import Draft
from service.domain.errors import ConflictError
from service.domain.pseudonyms import Pseudonyms
from service.moderation.tracing import leave_marks
from service.store.arrivals import Acceptance, Arrival
from service.store.redis import Store


class Doorbell(Protocol):
    """Tells workers that there is something to score."""

    def ring(self, site: str) -> None:
        """Ring without waiting and without failing: the sweep finds what no ring announced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A draft as it was handed in."""

    site: str
    draft: Draft
    actor: Actor
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The comment is in the record under this id."""

    comment_id: str
    repeated: bool
    """It already was: the same key and the same body came before."""


class Intake:
    """Takes comments in."""

    def __init__(self, store: Store, doorbell: Doorbell, pseudonyms: Pseudonyms) -> None:
        self._store = store
        self._doorbell = doorbell
        self._pseudonyms = pseudonyms

    async def submit(self, submission: Submission) -> Receipt:
        """Accept one comment.

        Raises
        ------
        ConflictError
            Its idempotency key or external id stands for a comment with another body.
        UnavailableError
            The record cannot take it.
        """
        receipt = (await self.submit_all(submission.site, [submission]))[0]
        if isinstance(receipt, Exception):
            raise receipt
        return receipt

    async def submit_all(
        self, site: str, submissions: Sequence[Submission]
    ) -> list[Receipt | Exception]:
        """Accept many comments of one site, each by itself; errors stand in their places."""
        arrivals = [self._arrival(submission) for submission in submissions]
        await leave_marks(self._store, site, [arrival.id for arrival in arrivals])
        answers = await self._store.comments.accept(site, arrivals)
        if any(_is_unheard(answer) for answer in answers):
            self._doorbell.ring(site)
        return [_receipt(answer) for answer in answers]

    def _arrival(self, submission: Submission) -> Arrival:
        draft, key = submission.draft, submission.idempotency_key
        repeatable = key or draft.external_id
        return Arrival(
            id=str(uuid_utils.uuid7()),
            draft=draft,
            actor=submission.actor,
            digest=self._pseudonyms.of_body(submission.site, _body(draft)) if repeatable else "",
            idempotency_key=key,
        )


def _body(draft: Draft) -> bytes:
    """What makes two submissions the same: all that was said, not whence nor by which way."""
    said = asdict(replace(draft, address_hash=None))
    del said["origin"]
    return orjson.dumps(said)


def _is_unheard(answer: tuple[Acceptance, str] | Exception) -> bool:
    """Tell whether a comment is new, and no worker has heard of it from the record itself."""
    return not isinstance(answer, Exception) and answer[0] is Acceptance.ACCEPTED


def _receipt(answer: tuple[Acceptance, str] | Exception) -> Receipt | Exception:
    if isinstance(answer, Exception):
        return answer
    acceptance, comment_id = answer
    if acceptance is Acceptance.CLASH:
        return ConflictError("This idempotency key or external id stands for another comment.")
    return Receipt(comment_id, repeated=acceptance is Acceptance.REPEATED)
