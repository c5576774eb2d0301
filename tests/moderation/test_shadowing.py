"""A shadow judges what was decided, and nothing comes of it but figures."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from service.domain.policy import Mode, Policy
from service.domain.sites import Site
from service.domain.statuses import Status
from service.moderation import shadowing as shadowing_module
from service.moderation.models import Scorer
from service.moderation.scoring import Scoring
from service.moderation.shadowing import Shadowing
from service.moderation.sites import create_site
from service.settings import WorkSettings
from service.store.redis import Store
from tests.drafts import accept, draft, found
from tests.scorers import WordScorer


class SternScorer(WordScorer):
    """Holds what is nice, and lets pass what is awful."""

    model_id = "m-stern"

    def score(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [[0.6 * ("nice" in text), 0.99 * ("casino" in text)] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), 2)


class BrokenScorer(SternScorer):
    model_id = "m-broken"

    def score(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise ArithmeticError


class Cast:
    """Which shadow there is, on one site."""

    def __init__(self, scorer: Scorer) -> None:
        self.scorer = scorer

    def shadow(self, site: str) -> Scorer | None:
        return self.scorer if site == "courier" else None


@pytest.fixture
def shadowing(store: Store) -> Shadowing:
    return Shadowing(store, Cast(SternScorer()))


async def decide(store: Store, site: str, shadowing: Shadowing, *texts: str) -> list[str]:
    """Have comments decided as a worker does; give their ids."""
    ids = [(await accept(store, site, draft(text))).id for text in texts]
    await Scoring(store, WordScorer(), WorkSettings(), shadowing).score_batch(site)
    return ids


async def compare_all(shadowing: Shadowing) -> None:
    while await shadowing.compare_some():
        pass


async def test_figures_tell_how_often_verdicts_and_labels_agree(
    store: Store, site: Site, shadowing: Shadowing
) -> None:
    await decide(store, site.name, shadowing, "plain", "a nice one", "hmm", "hmm, nice", "casino")
    await compare_all(shadowing)
    figures = await store.agreements.read(site.name, "m-words", "m-stern")
    assert figures.verdicts.counts == {
        ("approved", "approved"): 1,
        ("approved", "held"): 1,
        ("held", "approved"): 1,
        ("held", "held"): 1,
        ("spam", "spam"): 1,
    }
    assert figures.labels["spam"].counts == {("no", "no"): 4, ("yes", "yes"): 1}
    assert figures.labels["spam"].kappa == 1.0
    assert figures.labels["toxicity"].kappa == pytest.approx(1 / 6)


async def test_the_comments_they_differ_on_are_listed_last_first(
    store: Store, site: Site, shadowing: Shadowing
) -> None:
    _plain, nice, hmm = await decide(store, site.name, shadowing, "plain", "a nice one", "hmm")
    await compare_all(shadowing)
    models = ("m-words", "m-stern")
    listed, after = await store.agreements.differences(site.name, models, limit=1)
    assert [(one.comment, one.said, one.would_say) for one in listed] == [
        (hmm, Status.HELD, Status.APPROVED)
    ]
    assert (listed[0].label, listed[0].score, listed[0].would_score) == ("toxicity", 0.5, 0.0)
    listed, _ = await store.agreements.differences(site.name, models, limit=10, before=after)
    assert [one.comment for one in listed] == [nice]


async def test_nothing_of_a_shadow_is_seen_at_the_comment(
    store: Store, site: Site, shadowing: Shadowing
) -> None:
    (nice,) = await decide(store, site.name, shadowing, "a nice one")
    before = await found(store, site.name, nice)
    await compare_all(shadowing)
    assert await found(store, site.name, nice) == before
    assert (before.status, before.model) == (Status.APPROVED, "m-words")


async def test_a_shadow_that_fails_is_no_harm_to_anything(store: Store, site: Site) -> None:
    shadowing = Shadowing(store, Cast(BrokenScorer()))
    (nice,) = await decide(store, site.name, shadowing, "a nice one")
    await compare_all(shadowing)
    assert (await found(store, site.name, nice)).status is Status.APPROVED
    figures = await store.agreements.read(site.name, "m-words", "m-broken")
    assert figures.verdicts.count == 0


async def test_what_finds_no_room_is_counted_as_skipped(
    store: Store, site: Site, shadowing: Shadowing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shadowing_module, "_ROOM", 2)
    await decide(store, site.name, shadowing, *(f"comment {n}" for n in range(5)))
    await compare_all(shadowing)
    figures = await store.agreements.read(site.name, "m-words", "m-stern")
    assert (figures.verdicts.count, figures.skipped) == (2, 3)


async def test_a_site_without_a_shadow_is_left_alone(store: Store, shadowing: Shadowing) -> None:
    await create_site(store, "gazette", "The Gazette", [])
    await decide(store, "gazette", shadowing, "a nice one")
    assert await shadowing.compare_some() is False


async def test_what_would_be_held_is_told_where_comments_go_out_first(
    store: Store, site: Site, shadowing: Shadowing
) -> None:
    version = (await store.policies.current(site.name)).version
    await store.policies.put(site.name, Policy(version=version + 1, mode=Mode.POST))
    await decide(store, site.name, shadowing, "a nice one")
    await compare_all(shadowing)
    figures = await store.agreements.read(site.name, "m-words", "m-stern")
    assert figures.verdicts.counts == {("approved", "held"): 1}
