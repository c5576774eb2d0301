"""/console/threads: leads open, hold and close threads."""

from urllib.parse import urlencode

from service.domain.comments import Comment, Thread
from service.domain.policy import Mode
from service.domain.setting_changes import About
from service.store.redis import Store
from service.store.setting_changes import SettingQuery
from tests.console.browsers import Browser
from tests.console.waiting import hold

PAGE = "/console/threads"
MARS = Thread(id="https://courier.example/mars?a=1&b=2", title="To <b>Mars</b>")


async def modes(store: Store) -> dict[str, Mode]:
    return await store.policies.own_thread_modes("courier")


async def test_alice_closes_a_thread_and_opens_it_again(
    alice: Browser, store: Store, held: Comment
) -> None:
    page = (await alice.get(PAGE)).text
    assert "To the moon" in page
    assert "As the site: Everything waits for a person" in page
    page = (await alice.follow(await alice.press(PAGE, mode="closed"))).text
    assert "Changed. Comments that come from now on go by it." in page
    assert '<option value="closed" selected>' in page
    assert await modes(store) == {"moon": Mode.CLOSED}
    await alice.follow(await alice.press(PAGE, mode=""))
    assert await modes(store) == {}
    told = await store.setting_changes.page("courier", SettingQuery(about=About.THREADS))
    changes = {(change.before, change.after) for change in told.changes}
    assert changes == {("closed", None), (None, "closed")}


async def test_what_somebody_else_has_changed_since_is_left(
    alice: Browser, store: Store, held: Comment
) -> None:
    await alice.get(PAGE)
    await store.policies.set_thread_mode("courier", "moon", Mode.POST)
    page = (await alice.follow(await alice.press(PAGE, mode="closed"))).text
    assert "Nothing was changed: somebody else" in page
    assert await modes(store) == {"moon": Mode.POST}


async def test_what_most_waits_on_comes_first_and_what_has_a_mode_is_there(
    alice: Browser, store: Store, held: Comment
) -> None:
    for n in range(2):
        await hold(store, "courier", f"hmm, {n * 7919} of them.", thread=MARS)
    await store.policies.set_thread_mode("courier", "venus", Mode.CLOSED)
    page = (await alice.get(PAGE)).text
    places = [page.index(name) for name in ("To &lt;b&gt;Mars", "To the moon", "venus</bdi>")]
    assert places == sorted(places)
    link = f"/console?{urlencode({'thread': MARS.id})}"
    assert f'<a href="{link}" aria-describedby="thread-1">2 wait</a>' in page
    assert "hmm, 7919 of them." in (await alice.get(link)).text


async def test_a_thread_can_be_closed_before_anybody_has_written(
    alice: Browser, store: Store, held: Comment
) -> None:
    page = (await alice.get(f"{PAGE}?{urlencode({'thread': MARS.id})}")).text
    assert "To the moon" not in page
    page = (await alice.follow(await alice.press(PAGE, mode="closed"))).text
    assert MARS.id.replace("&", "&amp;") in page
    assert "To the moon" not in page
    assert await modes(store) == {MARS.id: Mode.CLOSED}


async def test_modes_that_are_none_are_refused(alice: Browser, held: Comment) -> None:
    for wrong in ({"mode": "ajar"}, {"thread": ""}, {"seen": "x"}):
        await alice.get(PAGE)
        assert (await alice.press(PAGE, **wrong)).status_code == 422


async def test_threads_are_for_leads_and_of_ones_own_site(
    doris: Browser, bob: Browser, held: Comment
) -> None:
    for browser in (doris, bob):
        assert (await browser.get(PAGE)).status_code == 403
        await browser.get("/console")
        token = browser.form("/console/sign-out")["form_token"]
        assert f'href="{PAGE}"' not in browser.seen
        answer = await browser.post(PAGE, form_token=token, thread="moon", mode="closed")
        assert answer.status_code == 403
