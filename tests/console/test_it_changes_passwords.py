"""POST /console/password."""

from service.domain.setting_changes import About
from service.moderation.moderators import check_password
from service.store.redis import Store
from service.store.setting_changes import SettingQuery
from tests.console.browsers import PASSWORD, Browser

PATH, PAGE = "/console/password", "/console/preferences"
BETTER = "a better horse battery"


async def change(browser: Browser, **typed: str) -> str:
    await browser.get(PAGE)
    sent = {"password": PASSWORD, "new": BETTER, "again": BETTER, **typed}
    return (await browser.follow(await browser.press(PATH, **sent))).text


async def test_alice_chooses_another_and_signs_in_with_it(alice: Browser, store: Store) -> None:
    old = await alice.get(PAGE)
    assert 'autocomplete="new-password"' in old.text
    page = await change(alice)
    assert "Your password is changed. Sign in with the new one." in page
    assert (await alice.get("/console")).status_code == 303  # her sessions have ended, all of them
    assert await store.sessions.of_moderator("courier", "alice") == []
    assert (await alice.sign_in("courier", "alice")).status_code == 403
    assert (await alice.sign_in("courier", "alice", BETTER)).status_code == 303
    asked = SettingQuery(about=About.MODERATORS, action="password")
    (told,) = (await store.setting_changes.page("courier", asked)).changes
    assert (told.subject, told.actor.id) == ("alice", "alice")


async def test_what_cannot_be_is_told_and_changes_nothing(alice: Browser, store: Store) -> None:
    for typed, told in (
        ({"password": "not the one"}, "what you typed as the old one is not it"),
        ({"new": "short", "again": "short"}, "at least 12 characters"),
        ({"new": "x" * 1_001, "again": "x" * 1_001}, "at least 12 characters"),
        ({"again": BETTER + "!"}, "the new one was typed in two ways"),
    ):
        page = await change(alice, **typed)
        assert told in page
        assert 'class="notice bad"' in page
    assert (await alice.get("/console")).status_code == 200
    assert await check_password(store, "courier", "alice", PASSWORD)


async def test_nobody_guesses_the_old_one_at_an_open_desk(alice: Browser) -> None:
    pages = [await change(alice, password=f"guess {n}") for n in range(12)]
    assert "Too many attempts" in pages[-1]
    assert "Too many attempts" in await change(alice)  # not even who guesses right
