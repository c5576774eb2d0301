"""/console/words: the site's list of words, what came of each entry, and changes to it."""

import time
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from service.api.state import AppState, State
from service.api.word_imports import MOST_LINES
from service.api.words import SentWord
from service.clock import now_ms
from service.console.returning import HOME, Said, go
from service.console.routes import PageRoute
from service.console.senders import Form, Sent
from service.console.visitors import Desk, permitted
from service.domain.errors import FieldProblem, InvalidError
from service.domain.permissions import Permission
from service.domain.words import Word, WordAction, WordPlace
from service.moderation.words import WordQuery, add_words, read_words, remove_word

router = APIRouter(prefix=HOME, route_class=PageRoute)

Keeper = Annotated[Desk, Depends(permitted(Permission.WORDS))]
"""A person who keeps the list."""

PAGE = f"{HOME}/words"
_AT_ONCE = 50
_SHARED = ("action", "match", "note")
"""What one form says of all its lines."""


class WordView(BaseModel):
    """Which entries are looked at."""

    model_config = ConfigDict(frozen=True)

    action: WordAction | None = None
    q: Annotated[str | None, Field(max_length=200)] = None
    cursor: Annotated[str | None, Field(max_length=200)] = None
    change: Annotated[str | None, Field(max_length=64)] = None
    """Id of an entry that the form is filled in with."""
    said: Said | None = None

    @field_validator("action", "q", mode="before")
    @classmethod
    def _is_given(cls, value: object) -> object:
        return (value.strip() or None) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form says; ``lines`` are those that are to be mended."""

    lines: str = ""
    action: str = WordAction.HOLD
    match: str = WordPlace.WORD
    until: str = ""
    note: str = ""
    refused: int = 0

    @classmethod
    def of(cls, word: Word) -> "Typed":
        """Fill the form in with an entry, to change it."""
        until = time.strftime("%Y-%m-%d", time.gmtime((word.expires_at or 0) / 1000))
        return cls(
            word.phrase, word.action, word.match, until if word.expires_at else "", word.note or ""
        )


@router.get("/words")
async def show_words(desk: Keeper, state: State, view: Annotated[WordView, Query()]) -> Response:
    """Show the list, the newest entries first."""
    typed = Typed()
    if view.change:
        listed = (await state["store"].words.read(desk.site)).words
        typed = next((Typed.of(word) for word in listed if word.id == view.change), typed)
    return await _show(desk, state, view, typed)


@router.post("/words")
async def post_words(sent: Sent, state: State) -> Response:
    """Put each line on the list; those that make no sense come back to be mended."""
    sent.desk.who.require(Permission.WORDS)
    good, bad = await run_in_threadpool(_read, sent.form, sent.desk.actor.id)
    if good:
        await add_words(state["store"], sent.desk.site, good, sent.desk.actor)
    if bad:
        form = sent.form
        typed = Typed(
            lines="\n".join(bad),
            action=form.get("action", ""),
            match=form.get("match", ""),
            until=form.get("until", ""),
            note=form.get("note", ""),
            refused=len(bad),
        )
        return await _show(sent.desk, state, WordView(), typed, status=422)
    return go(PAGE, said=Said.WORDS_KEPT if good else Said.NO_WORDS)


@router.post("/words/remove")
async def post_removal(sent: Sent, state: State) -> Response:
    """Take an entry off the list."""
    sent.desk.who.require(Permission.WORDS)
    word_id = sent.form.get("id", "")[:64]
    await remove_word(state["store"], sent.desk.site, word_id, sent.desk.actor)
    return go(PAGE, said=Said.WORD_REMOVED)


async def _show(
    desk: Desk, state: AppState, view: WordView, typed: Typed, *, status: int = 200
) -> Response:
    query = WordQuery(action=view.action, q=view.q, limit=_AT_ONCE, cursor=view.cursor)
    page = await read_words(state["store"], desk.site, query)
    size = len((await state["store"].words.read(desk.site)).words)
    return desk.page(
        "words.html",
        status,
        view=view,
        typed=typed,
        items=page.items,
        next=page.next_cursor,
        size=size,
        now=now_ms(),
        actions=list(WordAction),
        places=list(WordPlace),
        said=view.said,
    )


def _read(form: Form, by: str) -> tuple[list[Word], list[str]]:
    """Read the lines of the form: those that are entries, and those that are none.

    Raises
    ------
    InvalidError
        They are too many for one form.
    """
    lines = [line.strip() for line in form.get("phrases", "").splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise InvalidError(FieldProblem("phrases", f"Send at most {MOST_LINES:,} lines at once."))
    shared: dict[str, object] = {name: form[name] for name in _SHARED if form.get(name, "").strip()}
    if form.get("until"):
        shared["expires_at"] = f"{form['until'][:10]}T23:59:59Z"
    good: list[Word] = []
    bad: list[str] = []
    for line in lines:
        try:
            good.append(SentWord.model_validate({**shared, "phrase": line}).as_word(by))
        except ValidationError:
            bad.append(line)
    return good, bad
