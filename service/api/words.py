"""A site's list of words: read, added to, taken from."""

from collections.abc import Sequence
from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from service.api.bodies import JsonRoute
from service.api.dependencies import SiteAdministrator
from service.api.fields import CommentId, Deadline, Line, Time, as_ms
from service.api.paging import PageQuery
from service.api.problems import may_answer
from service.api.schemas import Sent, Shown
from service.api.state import State
from service.clock import now_ms
from service.domain.words import Word, WordAction, WordPlace, WordTally
from service.moderation.words import (
    WordQuery,
    add_words,
    can_be_found,
    read_words,
    remove_word,
)

router = APIRouter(tags=["words"], route_class=JsonRoute)

MOST_AT_ONCE = 1_000


def _check_phrase(phrase: str) -> str:
    if not can_be_found(phrase):
        raise PydanticCustomError("phrase", "There is no letter, digit or sign in it.")
    return phrase


class WordOptions(Sent):
    """What goes for an entry, whatever its phrase."""

    action: Annotated[
        WordAction, Field(description="`allow`: what it covers is exempt from other entries")
    ] = WordAction.HOLD
    match: WordPlace = WordPlace.WORD
    expires_at: Annotated[Deadline | None, Field(description="Not looked for from then on")] = None
    note: Annotated[Line | None, Field(description="For colleagues")] = None


class SentWord(WordOptions):
    """An entry for the list."""

    phrase: Annotated[
        Line,
        AfterValidator(_check_phrase),
        Field(description="Found whatever its case, accents, look-alikes, gaps and repetitions"),
    ]

    def as_word(self, by: str) -> Word:
        """Put it the way the list has it, and who puts it there."""
        return Word(
            phrase=self.phrase,
            action=self.action,
            match=self.match,
            created_at=now_ms(),
            by=by,
            expires_at=as_ms(self.expires_at),
            note=self.note,
        )


class SentWords(Sent):
    """Entries for the list."""

    words: Annotated[list[SentWord], Field(min_length=1, max_length=MOST_AT_ONCE)]


class AddedWords(Shown):
    """What became of the list."""

    added: int
    changed: int = Field(description="Entries that were there, and are as sent now")


class WordFilters(PageQuery):
    """Which entries, and which part of the list."""

    action: WordAction | None = None
    match: WordPlace | None = None
    q: Annotated[Line | None, Field(description="Part of the phrase")] = None


class WordRecord(Shown):
    """An entry, and what came of it."""

    id: str
    phrase: str
    action: WordAction
    match: WordPlace
    expires_at: Time | None
    note: str | None
    created_at: Time
    by: str
    hits: int = Field(description="Comments it had a part in judging")
    reviewed: int = Field(description="How many of them people have decided since")
    overturned: int = Field(description="And how many otherwise than the entry wanted")
    overturn_rate: float | None = Field(description="Overturned, of those reviewed")

    @classmethod
    def of(cls, word: Word, tally: WordTally) -> Self:
        """Put both together."""
        shown = {name: getattr(word, name, None) for name in cls.model_fields}
        figures = {
            name: getattr(tally, name)
            for name in ("hits", "reviewed", "overturned", "overturn_rate")
        }
        return cls.model_validate(shown | figures)


class WordRecords(Shown):
    """Entries, the newest first."""

    items: Sequence[WordRecord]
    next_cursor: str | None


@router.get("/v1/words", responses=may_answer(401, 403, 422, 503))
async def list_words(
    caller: SiteAdministrator, state: State, filters: Annotated[WordFilters, Query()]
) -> WordRecords:
    """Show the site's list, with what came of each entry."""
    page = await read_words(state["store"], caller.site, WordQuery(**filters.model_dump()))
    items = [WordRecord.of(word, tally) for word, tally in page.items]
    return WordRecords(items=items, next_cursor=page.next_cursor)


@router.post("/v1/words", responses=may_answer(401, 403, 413, 415, 422, 503))
async def put_words(sent: SentWords, caller: SiteAdministrator, state: State) -> AddedWords:
    """Put entries on the list. One that looks for the same as another takes its place."""
    listed = [word.as_word(caller.actor.id) for word in sent.words]
    added, changed = await add_words(state["store"], caller.site, listed, caller.actor)
    return AddedWords(added=added, changed=changed)


@router.delete(
    "/v1/words/{word_id}", status_code=204, responses=may_answer(401, 403, 404, 422, 503)
)
async def delete_word(word_id: CommentId, caller: SiteAdministrator, state: State) -> None:
    """Take an entry off the list, and forget what came of it."""
    await remove_word(state["store"], caller.site, word_id, caller.actor)
