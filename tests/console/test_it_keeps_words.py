"""/console/words: leads keep the site's list, without a script."""

import pytest

from service.domain.words import WordAction, WordPlace
from service.store.redis import Store
from tests.console.browsers import Browser
from tests.moderation.rescored import judged

PAGE = "/console/words"


async def words(store: Store) -> dict[str, WordAction]:
    return {word.phrase: word.action for word in (await store.words.read("courier")).words}


async def test_every_line_is_an_entry(alice: Browser, store: Store) -> None:
    await alice.get(PAGE)
    sent = {"phrases": "scam\r\n\r\n  cheap   chairs ", "action": "spam", "match": "substring"}
    answer = await alice.press(PAGE, **sent, note="as agreed", until="2100-01-31")
    text = (await alice.follow(answer)).text
    assert "On the list." in text
    assert "2100-01-31" in text
    entries = (await store.words.read("courier")).words
    assert {word.phrase for word in entries} == {"scam", "cheap   chairs"}
    assert {(word.action, word.match, word.note, word.by) for word in entries} == {
        (WordAction.SPAM, WordPlace.SUBSTRING, "as agreed", "alice")
    }


async def test_a_line_that_makes_no_sense_comes_back_and_loses_no_other(
    alice: Browser, store: Store
) -> None:
    await alice.get(PAGE)
    answer = await alice.press(PAGE, phrases=f"good\n{'x' * 201}\n\u200b", action="hold")
    assert answer.status_code == 422
    assert "2 lines are not on the list" in answer.text
    assert "x" * 201 in answer.text
    assert await words(store) == {"good": WordAction.HOLD}


@pytest.mark.parametrize("until", ["2001-01-01", "soon"])
async def test_nothing_is_looked_for_until_a_day_that_is_past(
    alice: Browser, store: Store, until: str
) -> None:
    await alice.get(PAGE)
    answer = await alice.press(PAGE, phrases="good", until=until)
    assert answer.status_code == 422
    assert await words(store) == {}


async def test_nothing_at_all_is_told(alice: Browser) -> None:
    await alice.get(PAGE)
    answer = await alice.press(PAGE, phrases=" \n ")
    assert "Nothing was put on the list" in (await alice.follow(answer)).text


async def test_an_entry_is_changed_and_taken_off(alice: Browser, store: Store) -> None:
    await alice.get(PAGE)
    await alice.press(PAGE, phrases="scam", action="hold")
    (entry,) = (await store.words.read("courier")).words
    assert ">\nscam</textarea>" in (await alice.get(f"{PAGE}?change={entry.id}")).text
    await alice.press(PAGE, phrases="Scam!", action="reject")
    await alice.get(PAGE)
    assert list((await words(store)).values()) == [WordAction.REJECT]
    answer = await alice.press(f"{PAGE}/remove")
    page = (await alice.follow(answer)).text
    assert "Off the list." in page
    assert "Nothing is on the list yet." in page
    assert await words(store) == {}
    assert (await alice.post(f"{PAGE}/remove", **alice.form(PAGE), id="x")).status_code == 404


async def test_it_tells_what_came_of_an_entry(alice: Browser, store: Store) -> None:
    await alice.get(PAGE)
    await alice.press(PAGE, phrases="chairs", action="hold")
    await judged(store, "A fine piece on chairs.")
    text = " ".join((await alice.get(PAGE)).text.split())
    assert '<td class="number">1</td>' in text
    assert "chairs" in (await alice.get(f"{PAGE}?q=CHAIR&action=hold")).text
    assert "Nothing is on the list that fits." in (await alice.get(f"{PAGE}?action=spam")).text


async def test_moderators_do_not_keep_it(bob: Browser) -> None:
    assert (await bob.get(PAGE)).status_code == 403
    await bob.get("/console")
    token = bob.form("/console/sign-out")["form_token"]
    sent = {"form_token": token, "phrases": "x", "id": "x"}
    assert (await bob.post(PAGE, **sent)).status_code == 403
    assert (await bob.post(f"{PAGE}/remove", **sent)).status_code == 403
