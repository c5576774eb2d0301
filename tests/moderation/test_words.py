"""A site's list, put together and looked through by its people."""

import pytest

from service.domain.errors import InvalidError, NotFoundError
from service.moderation import words
from service.moderation.words import WordQuery, add_words, read_words, remove_word
from service.store.redis import Store
from tests.words import word

NAME = "courier"


async def listed(store: Store, **filters: object) -> list[str]:
    page = await read_words(store, NAME, WordQuery(**filters))  # type: ignore[arg-type]
    return [entry.phrase for entry, _tally in page.items]


async def test_the_newest_come_first_page_by_page_each_once(store: Store) -> None:
    entries = [word(f"w{n}", created_at=n // 3) for n in range(10)]
    await add_words(store, NAME, entries)
    cursor, seen = None, []
    while True:
        page = await read_words(store, NAME, WordQuery(limit=4, cursor=cursor))
        seen += [entry for entry, _tally in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == sorted(entries, key=lambda entry: entry.place, reverse=True)


async def test_filters_narrow_it_down(store: Store) -> None:
    entries = [word("Casino royal"), word("fool", "spam"), word("cunt", match="substring")]
    await add_words(store, NAME, entries)
    assert await listed(store, action="spam") == ["fool"]
    assert await listed(store, match="substring") == ["cunt"]
    assert await listed(store, q="CASÍNO") == ["Casino royal"]
    assert await listed(store, q="moon") == []


async def test_what_is_sent_twice_at_once_is_there_once_as_it_was_sent_last(store: Store) -> None:
    assert await add_words(store, NAME, [word("fool"), word("FOOL", "spam")]) == (1, 0)
    assert await listed(store, action="spam") == ["FOOL"]


async def test_a_list_that_is_full_says_so(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "MOST_WORDS", 2)
    with pytest.raises(InvalidError, match="2 of these found room"):
        await add_words(store, NAME, [word("aa"), word("bb"), word("cc")])
    assert len(await listed(store)) == 2


async def test_what_is_not_on_the_list_cannot_be_removed(store: Store) -> None:
    await add_words(store, NAME, [word("fool")])
    await remove_word(store, NAME, word("fool").id)
    with pytest.raises(NotFoundError):
        await remove_word(store, NAME, word("fool").id)


async def test_a_cursor_of_something_else_is_refused(store: Store) -> None:
    with pytest.raises(InvalidError):
        await read_words(store, NAME, WordQuery(cursor="moon"))
