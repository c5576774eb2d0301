"""How much a key was used: counted by month and blog, as the calls were."""

from datetime import UTC, datetime

import httpx2
import pytest

from service.moderation.scoring import Scoring
from service.settings import WorkSettings
from service.store import usage
from service.store.redis import Store
from tests.doors.akismet.calls import NAME, call, check
from tests.scorers import WordScorer

MONTH = datetime.now(UTC).strftime("%Y-%m")


async def _use(client: httpx2.AsyncClient, key: str) -> None:
    """Two spam and one ham on one blog, of which one was wrong either way; one ham on another."""
    texts = ("casino", "casino, too", "Fine.")
    for text in texts:
        await check(client, key, comment_content=text)
    await call(client, "submit-ham", api_key=key, comment_content="casino")
    await call(client, "submit-spam", api_key=key, comment_content="Fine.")
    await check(client, key, blog="https://gazette.example", comment_content="Good.")


async def test_usage_is_what_was_checked_and_has_no_limit(
    client: httpx2.AsyncClient, key: str
) -> None:
    await _use(client, key)
    answer = await client.get("/1.2/usage-limit", params={"api_key": key})
    expected = {"limit": "none", "usage": 4, "percentage": "0", "throttled": False}
    assert answer.json() == expected
    extended = await client.get("/1.2/usage-limit", params={"api_key": key, "extended": "true"})
    assert extended.json() == {**expected, "notice_level": None, "upgrade": False}


async def test_each_blog_has_its_figures(client: httpx2.AsyncClient, key: str) -> None:
    await _use(client, key)
    answer = (await client.get("/1.2/key-sites", params={"api_key": key})).json()
    courier, gazette = answer[MONTH]
    assert courier == {
        "site": "https://courier.example",
        "api_calls": 5,
        "spam": 2,
        "ham": 1,
        "missed_spam": 1,
        "false_positives": 1,
        "is_revoked": False,
    }
    assert (gazette["site"], gazette["ham"]) == ("https://gazette.example", 1)
    assert (answer["limit"], answer["offset"], answer["total"]) == (500, 0, 2)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"filter": "gazette"}, ["https://gazette.example"]),
        ({"limit": "1"}, ["https://courier.example"]),
        ({"offset": "1"}, ["https://gazette.example"]),
        ({"order": "ham", "limit": "nonsense"}, None),
        ({"month": "nonsense", "order": "nonsense", "offset": "-1"}, None),
    ],
)
async def test_the_list_is_cut_and_ordered_as_asked(
    client: httpx2.AsyncClient, key: str, asked: dict[str, str], told: list[str] | None
) -> None:
    await _use(client, key)
    answer = (await client.get("/1.2/key-sites", params={"api_key": key, **asked})).json()
    both = ["https://courier.example", "https://gazette.example"]
    assert [row["site"] for row in answer[MONTH]] == (told or both)


async def test_another_month_has_other_figures(client: httpx2.AsyncClient, key: str) -> None:
    await _use(client, key)
    asked = {"api_key": key, "month": "2020-01"}
    assert (await client.get("/1.2/key-sites", params=asked)).json()["2020-01"] == []


async def test_it_can_be_read_as_csv_that_no_spreadsheet_computes(
    client: httpx2.AsyncClient, key: str
) -> None:
    await check(client, key, blog="=1+1,x")
    answer = await client.get("/1.2/key-sites", params={"api_key": key, "format": "csv"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    about, head, row = answer.text.splitlines()
    assert about == f"Active sites during {MONTH} (limit:500, offset: 0, total: 1)"
    assert head == "Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked"
    assert row == '"\'=1+1,x",1,0,1,0,0,false'


async def test_a_blog_that_signs_off_is_gone_until_it_calls_again(
    client: httpx2.AsyncClient, key: str
) -> None:
    async def is_revoked() -> bool:
        answer = await client.get("/1.2/key-sites", params={"api_key": key})
        return bool(answer.json()[MONTH][0]["is_revoked"])

    await check(client, key)
    assert (await call(client, "deactivate", key=key)).text == "deactivated"
    assert await is_revoked()
    await check(client, key)
    assert not await is_revoked()


async def test_statistics_sum_up_the_months(client: httpx2.AsyncClient, key: str) -> None:
    await _use(client, key)
    half = (await call(client, "get-stats", key=key)).json()
    sums = {"spam": 2, "ham": 1, "missed_spam": 1, "false_positives": 1}
    assert {name: half[name] for name in sums} == sums
    assert half["accuracy"] == 33.33
    assert half["breakdown"] == {MONTH: {**sums, "da": f"{MONTH}-01"}}
    whole = (await call(client, "get-stats", key=key, **{"from": "all"})).json()
    assert list(whole["breakdown"]) == [MONTH[:4]]
    of_key = (await client.post("/1.2/get-key-stats", data={"key": key, "blog": "x"})).json()
    assert (of_key["ham"], of_key["breakdown"][MONTH]["blogs"]) == (2, 2)


@pytest.mark.parametrize("what", ["submit-ham", "submit-spam"])
async def test_who_says_what_becomes_of_a_held_comment_corrects_nobody(
    client: httpx2.AsyncClient, store: Store, key: str, what: str
) -> None:
    await check(client, key, comment_content="hmm, well")
    await Scoring(store, WordScorer(), WorkSettings()).score_batch(NAME)
    await call(client, what, api_key=key, comment_content="hmm, well")
    told = (await call(client, "get-stats", key=key)).json()
    assert (told["missed_spam"], told["false_positives"], told["accuracy"]) == (0, 0, 100.0)


async def test_of_what_was_not_checked_no_accuracy_is_told(
    client: httpx2.AsyncClient, key: str
) -> None:
    answer = (await call(client, "get-stats", key=key)).json()
    assert answer["accuracy"] is None  # a missing one would be a warning on WordPress's page
    assert answer["breakdown"] == {}


async def test_a_key_that_names_blogs_without_end_fills_no_memory(
    client: httpx2.AsyncClient, store: Store, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usage, "MOST_BLOGS", 1)
    for number in range(12):
        await check(client, key, blog=f"https://{number}.example")
    (kept,) = await store.api_keys.of_site(NAME)
    (figures,) = await store.usage.read(NAME, kept.id, [MONTH])
    assert usage.OTHERS in figures
    assert sum(of[usage.What.CALLS] for of in figures.values()) == 12
    assert len(figures) < 8
