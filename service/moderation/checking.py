"""Checking comments for callers who wait: judged at once, in this process, and kept as well.

The verdict that is told is the one of this moment. The record comes to its own when a worker gets
to it, which also knows of near-duplicates; a person may decide otherwise still later.
"""

from contextlib import suppress
from dataclasses import dataclass

from service.clock import DAY_MS
from service.domain.audit import Actor
from service.domain.comments import Comment, DecidedBy, Draft, saying_of
from service.domain.errors import StaleError, UnavailableError
from service.domain.statuses import Status
from service.domain.verdicts import Reason
from service.moderation.assessing import Assessor
from service.moderation.editing import Edit, edit
from service.moderation.submission import Doorbell, Intake, Submission
from service.settings import RetentionSettings
from service.store.redis import Store

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Opinion:
    """What is to become of a comment, as far as that can be told now."""

    comment_id: str
    status: Status
    reasons: tuple[Reason, ...]


class Checking:
    """Gives opinions, and keeps what they are of."""

    def __init__(
        self,
        store: Store,
        assessor: Assessor,
        intake: Intake,
        doorbell: Doorbell,
        keep: RetentionSettings,
    ) -> None:
        self._store = store
        self._assessor = assessor
        self._intake = intake
        self._doorbell = doorbell
        self._keep = keep

    async def check(self, submission: Submission) -> Opinion:
        """Judge a comment and hand it in; handed in before, and decided by a person, it is theirs.

        Raises
        ------
        UnavailableError
            It cannot be judged or kept now.
        """
        site, draft = submission.site, submission.draft
        assessment = await self._assessor.assess(site, draft)
        receipt = await self._intake.submit(submission)
        if receipt.repeated:
            comment = await self._store.comments.get(site, receipt.comment_id)
            if comment and (opinion := of_person(comment)):
                return opinion
        else:
            await self._note(site, draft, receipt.comment_id)
        verdict = assessment.verdict
        return Opinion(receipt.comment_id, verdict.status, verdict.reasons)

    async def check_again(self, comment: Comment, draft: Draft, actor: Actor) -> Opinion:
        """Judge a comment that is kept already by what is known now.

        With another text it is edited, and whatever was decided of it lapses.

        Raises
        ------
        UnavailableError
            It cannot be judged or kept now.
        """
        if draft.text != comment.text:
            await self._edit(comment, draft.text, actor)
        elif opinion := of_person(comment):
            return opinion
        verdict = (await self._assessor.assess(comment.site, draft)).verdict
        return Opinion(comment.id, verdict.status, verdict.reasons)

    async def find(self, site: str, draft: Draft, comment_id: str | None = None) -> Comment | None:
        """Find a comment that was checked: by its id, or by what it says, where and by whom."""
        named = await self._store.comments.get(site, comment_id) if comment_id else None
        if named is not None:
            return named
        said = await self._store.sayings.find(site, _saying(draft))
        return await self._store.comments.get(site, said) if said else None

    async def _edit(self, comment: Comment, text: str, actor: Actor) -> None:
        keep_ms = self._keep.revisions_days * DAY_MS
        for _ in range(_TRIES):
            edited = Edit(text=text, actor=actor, version=comment.version, keep_ms=keep_ms)
            try:
                await edit(self._store, self._doorbell, comment.site, comment.id, edited)
            except StaleError as error:  # a worker was quicker
                comment = error.current
            else:
                return
        raise UnavailableError("The comment changes all the time.")

    async def _note(self, site: str, draft: Draft, comment_id: str) -> None:
        life_ms = self._keep.hashes_days * DAY_MS
        with suppress(UnavailableError):  # it is kept, and found by its id
            await self._store.sayings.note(site, _saying(draft), comment_id, life_ms)


def of_person(comment: Comment) -> Opinion | None:
    """Give what a person has decided, if one has."""
    if comment.decided_by is not DecidedBy.PERSON:
        return None
    return Opinion(comment.id, comment.status, comment.reasons)


def _saying(draft: Draft) -> str:
    return saying_of(draft.thread, draft.author, draft.text)
