"""A site's list in the record: one version after the other, read anew only when it has changed."""

from service.store.redis import Store
from service.store.words import Tally
from tests.words import word

SITE, MOST = "courier", 5


async def phrases(store: Store) -> list[str]:
    return [entry.phrase for entry in (await store.words.read(SITE)).words]


async def test_a_site_begins_with_an_empty_list(store: Store) -> None:
    empty = await store.words.read(SITE)
    assert (empty.version, empty.words) == (0, ())


async def test_entries_are_read_back_as_they_were_put_the_oldest_first(store: Store) -> None:
    newer = word("casino", "spam", "substring", created_at=2, expires_at=9)
    older = word("fool", created_at=1)
    assert await store.words.put(SITE, [newer, older], MOST) == (2, 0)
    assert (await store.words.read(SITE)).words == (older, newer)


async def test_a_list_is_the_same_object_until_something_changes(store: Store) -> None:
    await store.words.put(SITE, [word("casino")], MOST)
    first = await store.words.read(SITE)
    assert await store.words.read(SITE) is first
    await store.words.put(SITE, [word("fool")], MOST)
    second = await store.words.read(SITE)
    assert (second.version, len(second.words)) == (first.version + 1, 2)


async def test_an_entry_that_is_put_again_changes_and_keeps_the_time_it_first_came(
    store: Store,
) -> None:
    await store.words.put(SITE, [word("casino", created_at=1)], MOST)
    again = word("CASINO", "reject", created_at=2)
    assert await store.words.put(SITE, [again], MOST) == (0, 1)
    (kept,) = (await store.words.read(SITE)).words
    assert (kept.phrase, kept.action, kept.created_at) == ("CASINO", "reject", 1)


async def test_a_full_list_takes_no_more_but_lets_what_is_there_change(store: Store) -> None:
    many = [word(letter * 2) for letter in "abcdefg"]
    assert await store.words.put(SITE, many, MOST) == (5, 0)
    assert await store.words.put(SITE, many, MOST) == (0, 5)
    assert len(await phrases(store)) == MOST


async def test_what_is_removed_is_gone_with_its_figures(store: Store) -> None:
    casino, fool = word("casino"), word("fool")
    await store.words.put(SITE, [casino, fool], MOST)
    await store.words.tally(SITE, {(casino.id, Tally.HITS): 3, (fool.id, Tally.HITS): 4})
    assert await store.words.remove(SITE, [casino.id, "nothing"]) == 1
    assert await phrases(store) == ["fool"]
    tallies = await store.words.tallies(SITE, [casino.id, fool.id])
    assert [tally.hits for tally in tallies] == [0, 4]


async def test_removing_what_is_not_there_is_no_change(store: Store) -> None:
    await store.words.put(SITE, [word("casino")], MOST)
    before = await store.words.read(SITE)
    assert await store.words.remove(SITE, ["nothing"]) == 0
    assert await store.words.read(SITE) is before


async def test_figures_add_up_by_kind(store: Store) -> None:
    for _ in range(2):
        await store.words.tally(SITE, {("x", Tally.REVIEWED): 1, ("x", Tally.OVERTURNED): 2})
    (tally,) = await store.words.tallies(SITE, ["x"])
    assert (tally.hits, tally.reviewed, tally.overturned) == (0, 2, 4)


async def test_the_list_of_another_site_is_another(store: Store) -> None:
    await store.words.put(SITE, [word("casino")], MOST)
    assert (await store.words.read("gazette")).words == ()


async def test_many_entries_are_put_in_portions_and_all_are_there(store: Store) -> None:
    many = [word(f"w{n:05}") for n in range(2_500)]
    assert await store.words.put(SITE, many, 10_000) == (2_500, 0)
    assert len(await phrases(store)) == 2_500
