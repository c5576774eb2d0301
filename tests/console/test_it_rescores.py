"""/console/rescorings: administrators have stored comments judged again, without a script."""

import csv
import io
import json
from collections.abc import AsyncIterator

import pytest

from service.domain.rescorings import Apply, State
from service.domain.sites import Role, Site
from service.domain.statuses import Status
from service.moderation.moderators import create_moderator
from service.settings import Settings
from service.store.redis import Store
from tests.console.browsers import PASSWORD, Browser
from tests.drafts import found
from tests.moderation.rescored import SternScorer, judged, rescorer
from tests.serving import serving

PAGE = "/console/rescorings"
TEXTS = ("A fine piece.", "hmm, <b>one</b>", "hmm, two", "awful")


@pytest.fixture
async def ada(settings: Settings, store: Store, site: Site) -> AsyncIterator[Browser]:
    """Administers the Courier, where another model decides by now."""
    await create_moderator(store, site.name, "ada", PASSWORD, Role.ADMIN)
    async with serving(settings, scorer=SternScorer()) as client:
        browser = Browser(client)
        await browser.sign_in("courier", "ada")
        yield browser


async def begin(ada: Browser, **fields: str) -> str:
    """Begin a rescoring; gives its page."""
    await ada.get(PAGE)
    answer = await ada.press(PAGE, **({"apply": "decisions"} | fields))
    await ada.follow(answer)
    return str(answer.headers["Location"])


async def work_off(store: Store) -> None:
    worker = rescorer(store)
    while await store.rescorings.due_sites(["courier"]):
        await worker.work("courier")


async def take(ada: Browser, path: str, step: str) -> str:
    await ada.get(path)
    return (await ada.follow(await ada.press(path, step=step))).text


async def test_ada_begins_one_sees_what_it_did_and_undoes_it(ada: Browser, store: Store) -> None:
    _fine, one, _two, _awful = await judged(store, *TEXTS)
    path = await begin(ada)
    text = " ".join(ada.seen.split())
    assert "At work" in text
    assert "0 of 4." in text
    await work_off(store)
    text = " ".join((await ada.get(path)).text.split())
    assert "Done" in text
    assert "<dt>held → rejected</dt><dd>2</dd>" in text
    assert "hmm, &lt;b&gt;one&lt;/b&gt;" in text
    assert "toxicity: 0.50 → 0.97." in text
    assert (await found(store, "courier", one.id)).status is Status.REJECTED
    assert "Being undone" in await take(ada, path, "undo")
    await work_off(store)
    assert "Undone" in (await ada.get(path)).text
    assert (await found(store, "courier", one.id)).status is Status.HELD
    assert path in (await ada.get(PAGE)).text


async def test_one_that_applies_nothing_has_nothing_to_undo(ada: Browser, store: Store) -> None:
    comments = await judged(store, *TEXTS)
    path = await begin(ada, apply="none")
    await work_off(store)
    text = (await ada.get(path)).text
    assert "<dt>held → rejected</dt><dd>2</dd>" in text
    assert 'value="undo"' not in text
    assert (await found(store, "courier", comments[1].id)).status is Status.HELD


async def test_one_by_which_nothing_differs_says_so_once_it_is_done(
    ada: Browser, store: Store
) -> None:
    await judged(store, "A fine piece.")
    path = await begin(ada, apply="none")
    assert "Nothing differs so far." in (await ada.get(path)).text
    await work_off(store)
    assert "Nothing differs: every verdict is what it was." in (await ada.get(path)).text


async def test_one_that_only_scores_says_that_it_judges_nothing(ada: Browser, store: Store) -> None:
    await judged(store, *TEXTS)
    path = await begin(ada, apply="scores")
    await work_off(store)
    text = (await ada.get(path)).text
    assert "<dd>4</dd>" in text
    assert "Nothing is judged here" in text
    assert "Nothing differs" not in text


async def test_it_is_paused_goes_on_and_is_cancelled(ada: Browser, store: Store) -> None:
    await judged(store, *TEXTS)
    path = await begin(ada)
    assert "Paused" in await take(ada, path, "pause")
    assert "At work" in await take(ada, path, "resume")
    await ada.get(path)
    before = ada.form(path)
    assert "Cancelled" in await take(ada, path, "cancel")
    late = await ada.follow(await ada.post(path, **before, step="pause"))
    assert "in another state" in late.text
    assert (await ada.post(path, **before, step="explode")).status_code == 422


async def test_a_filter_says_which_comments(ada: Browser, store: Store) -> None:
    await judged(store, *TEXTS)
    await begin(ada, status="held", since="2020-01-31", until="2100-01-01", others="on")
    ((job,), _) = await store.rescorings.page("courier", limit=5, cursor=None)
    chosen = job.order.selection
    assert (job.total, chosen.statuses, chosen.model_not) == (2, (Status.HELD,), "m-stern")
    assert chosen.since == 1_580_428_800_000
    assert (job.order.apply, job.order.by, job.state) == (
        Apply.DECISIONS,
        "person:ada",
        State.RUNNING,
    )


@pytest.mark.parametrize(
    "fields", [{"since": "soon"}, {"apply": "magic"}, {"status": "pending"}, {"thread": "t" * 2001}]
)
async def test_what_makes_no_sense_begins_nothing_and_is_kept_as_typed(
    ada: Browser, store: Store, fields: dict[str, str]
) -> None:
    await ada.get(PAGE)
    answer = await ada.press(PAGE, **({"apply": "none", "until": "2100-01-01"} | fields))
    assert answer.status_code == 422
    assert "Nothing was begun" in answer.text
    assert 'value="2100-01-01"' in answer.text
    assert await store.rescorings.page("courier", limit=5, cursor=None) == ([], None)


async def test_changes_are_filtered_and_taken_away_as_files(ada: Browser, store: Store) -> None:
    await judged(store, *TEXTS)
    path = await begin(ada, apply="none")
    await work_off(store)
    assert "Nothing differs that fits." in (await ada.get(f"{path}?from=approved&to=")).text
    text = (await ada.get(f"{path}?from=held")).text
    assert f"{path}/changes?from=held&amp;format=csv" in text
    answer = await ada.get(f"{path}/changes?from=held&format=csv")
    assert answer.headers["Content-Disposition"].endswith('.csv"')
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["from"], row["to"]) for row in rows] == [("held", "rejected")] * 2
    lines = (await ada.get(f"{path}/changes?to=rejected&format=ndjson")).text.splitlines()
    assert [json.loads(line)["to"] for line in lines] == ["rejected"] * 2


async def test_nobody_below_an_administrator_and_nobody_of_another_site_comes_near(
    ada: Browser, alice: Browser, bob: Browser, store: Store
) -> None:
    await judged(store, *TEXTS)
    path = await begin(ada)
    for browser in (alice, bob):
        for address in (PAGE, path, f"{path}/changes"):
            answer = await browser.get(address)
            assert answer.status_code == 403
            assert "Not for your role" in answer.text
        await browser.get("/console")
        token = browser.form("/console/sign-out")["form_token"]
        for address in (PAGE, path):
            sent = {"form_token": token, "apply": "none", "step": "cancel"}
            assert (await browser.post(address, **sent)).status_code == 403
    for address in (f"{PAGE}/nonsense", f"{PAGE}/nonsense/changes"):
        assert (await ada.get(address)).status_code == 404
