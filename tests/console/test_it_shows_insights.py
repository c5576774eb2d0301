"""/console/insights: the figures of a site, in pictures with a table behind each."""

from service.console.charts import columns
from service.console.insights import Estimate, HourChart
from service.domain.comments import Author
from service.domain.statuses import Action, Status
from service.moderation.statistics import Hour
from service.store.redis import Store
from tests.console.browsers import Browser
from tests.console.waiting import hold
from tests.moderation.people_at_work import decided
from tests.moderation.test_statistics import drawn, judged

PAGE = "/console/insights"
CHAIRS = "Buy the finest of all garden chairs from my <b>uncle</b>, today and tomorrow only."


async def furnish(store: Store) -> None:
    """Let things happen that every figure tells of."""
    for status in (Status.APPROVED, Status.APPROVED, Status.SPAM, Status.HELD):
        await judged(store, status)
    for score, action in ((0.9, Action.REJECT), (0.2, Action.APPROVE), (0.9, Action.APPROVE)):
        await decided(store, [await judged(store, Status.HELD, score)], action)
    for action in (Action.APPROVE, Action.REJECT):
        await decided(store, [await drawn(store, Status.APPROVED)], action)
    for _ in range(3):
        await hold(store, "courier", CHAIRS, author=Author(name="Sale"))


async def test_every_figure_is_told(alice: Browser, store: Store) -> None:
    await furnish(store)
    text = " ".join((await alice.get(PAGE)).text.split())
    assert '<dd>41.7% <span class="hint">of 12 comments</span>' in text  # 5 of 12
    assert "the oldest came just now" in text
    assert "12 comments in all; at most 12 in an hour" in text
    assert "2 automatic decisions were drawn at random for people to check, and 2 were." in text
    assert "All: 50.0%, between 9.5% and 90.5%" in text
    assert "People with the model" in text
    assert "Texts that came most often" in text
    assert "3 times" in text
    assert "&lt;b&gt;uncle&lt;/b&gt;" in text


async def test_texts_are_blurred_as_a_person_likes_it(alice: Browser, store: Store) -> None:
    await furnish(store)
    alice.client.cookies.set("greenroom-veil", "all")
    assert '<details class="veil">' not in (await alice.get(PAGE)).text
    for _ in range(3):
        await hold(store, "courier", "hmm, what a piece of work this is, and an old one at that.")
    assert '<details class="veil">' in (await alice.get(PAGE)).text
    alice.client.cookies.set("greenroom-veil", "severe")
    assert '<details class="veil">' not in (await alice.get(PAGE)).text


async def test_a_site_where_nothing_has_happened_says_so(alice: Browser) -> None:
    text = (await alice.get(PAGE)).text
    for told in ("nothing waits", "Nothing is known yet", "too little yet", "Nothing was judged"):
        assert told in text


async def test_days_can_be_chosen_of_a_few(alice: Browser) -> None:
    text = (await alice.get(f"{PAGE}?days=30")).text
    assert 'days=30" aria-current="page"' in text
    assert "Hours are of the last seven days." in text
    assert 'days=7" aria-current="page"' in (await alice.get(f"{PAGE}?days=9999")).text
    assert (await alice.get(f"{PAGE}?days=x")).status_code == 422


async def test_figures_of_another_site_are_not_shown(bob: Browser, store: Store) -> None:
    await furnish(store)
    text = (await bob.get(PAGE)).text
    assert "nothing waits" in text
    assert "uncle" not in text


def test_layers_stand_on_one_another() -> None:
    hours = [hour(0, 3, 1), hour(1, 0, 2)]
    chart = HourChart.of(
        hours, {"automatic": [h.automatic for h in hours], "people": [h.for_people for h in hours]}
    )
    assert (chart.top, chart.total, chart.most, chart.at) == (5, 6, 4, 0)
    assert chart.layers["automatic"] == columns([3, 0], 5)
    assert chart.layers["people"] == columns([1, 2], 5, [3, 0])


def test_a_figure_has_its_place_on_its_scale() -> None:
    share = Estimate("all", 0.25, 0.0, 1.0, 9)
    kappa = Estimate("model", 0.0, -1.0, 1.0, 9, least=-1.0)
    assert [share.place(at) for at in (0, 0.25, 1)] == [0, 25, 100]
    assert [kappa.place(at) for at in (-1, 0, 1)] == [0, 50, 100]


def hour(at: int, automatic: int, for_people: int) -> Hour:
    return Hour(at=at, arrived={}, automatic=automatic, for_people=for_people, by_people=0)
