"""A site's list of words: put together and looked through by its people."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.audit import Actor
from service.domain.errors import FieldProblem, InvalidError, NotFoundError
from service.domain.lettering import fold, spell
from service.domain.setting_changes import OPERATOR, About, SettingChange
from service.domain.words import Word, WordAction, WordPlace, WordTally
from service.moderation.paging import take_page
from service.store.redis import Store

MOST_WORDS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WordQuery:
    """Which entries, and which part of the list; the newest come first."""

    action: WordAction | None = None
    match: WordPlace | None = None
    q: str | None = None
    limit: int = 50
    cursor: str | None = None

    def matches(self, word: Word) -> bool:
        """Tell whether an entry is asked for."""
        return (
            self.action in (None, word.action)
            and self.match in (None, word.match)
            and (self.q is None or fold(self.q) in fold(word.phrase))
        )


@dataclass(frozen=True, slots=True)
class WordPage:
    """Some of the entries asked for, and what came of each."""

    items: list[tuple[Word, WordTally]]
    next_cursor: str | None


async def add_words(
    store: Store, site: str, words: Sequence[Word], actor: Actor = OPERATOR
) -> tuple[int, int]:
    """Put entries on the list; gives how many are new, and how many replace what was there.

    Entries are the same if they look for the same, however they are written.

    Raises
    ------
    InvalidError
        The list is full; what found room is on it.
    """
    distinct = {word.id: word for word in words}
    before = await store.words.version(site)
    added, changed = await store.words.put(site, list(distinct.values()), MOST_WORDS)
    if added + changed:
        which = next(iter(distinct)) if len(distinct) == 1 else f"{added + changed} entries"
        await _note(store, site, which, "put", before, actor)
    if added + changed < len(distinct):
        message = f"A list may have {MOST_WORDS:,} entries; {added:,} of these found room."
        raise InvalidError(FieldProblem("words", message))
    return added, changed


def can_be_found(phrase: str) -> bool:
    """Tell whether there is anything in a phrase that could be found in a text."""
    return bool(spell(phrase))


async def read_words(store: Store, site: str, query: WordQuery) -> WordPage:
    """Read one page of the list.

    Raises
    ------
    InvalidError
        The cursor is not one of this list.
    """
    listed = filter(query.matches, (await store.words.read(site)).words)
    words, cursor = take_page(listed, lambda word: word.place, query.limit, query.cursor)
    tallies = await store.words.tallies(site, [word.id for word in words])
    return WordPage(list(zip(words, tallies, strict=True)), cursor)


async def remove_word(store: Store, site: str, word_id: str, actor: Actor = OPERATOR) -> None:
    """Take an entry off the list.

    Raises
    ------
    NotFoundError
        It has no such entry.
    """
    before = await store.words.version(site)
    if not await store.words.remove(site, [word_id]):
        raise NotFoundError("The site's list has no such entry.")
    await _note(store, site, word_id, "remove", before, actor)


async def _note(
    store: Store, site: str, which: str, action: str, before: int, actor: Actor
) -> None:
    after = await store.words.version(site)
    change = SettingChange(
        about=About.WORDS,
        subject=which,
        action=action,
        actor=actor,
        before=str(before),
        after=str(after),
    )
    await store.setting_changes.note(site, change)
