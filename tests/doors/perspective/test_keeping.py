"""What the Perspective door keeps: comments that may be stored, and what people say of them."""

from collections.abc import Sequence
from typing import Any

import pytest

from service.domain.comments import Comment, DecidedBy, Origin
from service.domain.examples import Example
from service.domain.sites import Scope, Site
from service.domain.statuses import Status
from service.moderation.editing import erase
from service.moderation.scoring import Scoring
from service.settings import WorkSettings
from service.store.redis import Store
from tests import callers
from tests.doors.perspective.conftest import Perspective
from tests.drafts import accept, draft
from tests.people import ALICE
from tests.scorers import WordScorer


async def kept(store: Store, site: Site) -> Sequence[Comment]:
    """Give the comments that are pending."""
    ids = [lease.comment_id for lease in await store.pending.claim(site.name, lease_s=1, count=9)]
    found = await store.comments.get_many(site.name, ids)
    return [comment for comment in found if comment is not None]


async def examples(store: Store, site: Site) -> list[Example]:
    return [example async for example in store.examples.all(site.name)]


def suggestion(text: str, value: float, **more: object) -> dict[str, Any]:
    scores = {"TOXICITY": {"summaryScore": {"value": value}}}
    return {"comment": {"text": text}, "attributeScores": scores, **more}


async def test_what_may_be_stored_is_pending_in_the_record_and_says_whence_it_came(
    perspective: Perspective, store: Store, site: Site
) -> None:
    await perspective.analyze(
        "awful &amp; bad", doNotStore=False, communityId="moon", languages=["en"]
    )
    (comment,) = await kept(store, site)
    assert (comment.status, comment.origin) == (Status.PENDING, Origin.PERSPECTIVE)
    assert (comment.text, comment.thread.id, comment.lang) == ("awful &amp; bad", "moon", "en")


async def test_of_html_the_text_is_kept(perspective: Perspective, store: Store, site: Site) -> None:
    comment = {"text": "<b>Fine</b> &amp; good", "type": "HTML"}
    await perspective.analyze("", comment=comment, doNotStore=False)
    assert [comment.text for comment in await kept(store, site)] == ["Fine & good"]


async def test_storing_is_the_default_as_it_is_there(
    perspective: Perspective, store: Store, site: Site
) -> None:
    body = {"comment": {"text": "Fine."}, "requestedAttributes": {"TOXICITY": {}}}
    assert (await perspective.post("analyze", body)).status_code == 200
    assert [comment.thread.id for comment in await kept(store, site)] == ["perspective"]


async def test_what_may_not_be_stored_is_not(
    perspective: Perspective, store: Store, site: Site
) -> None:
    await perspective.analyze("awful")
    assert await kept(store, site) == []


async def test_what_is_refused_is_not_stored(
    perspective: Perspective, store: Store, site: Site
) -> None:
    await perspective.refused({"comment": {"text": "Fine."}, "requestedAttributes": {"X": {}}})
    assert await kept(store, site) == []


async def test_the_same_text_again_is_the_same_comment(
    perspective: Perspective, store: Store, site: Site
) -> None:
    for community in ("moon", "moon", "mars"):
        await perspective.analyze("Fine.", doNotStore=False, communityId=community)
    assert [comment.thread.id for comment in await kept(store, site)] == ["moon"]


async def test_what_is_stored_is_decided_by_the_policy_and_can_be_reviewed(
    perspective: Perspective, store: Store, site: Site
) -> None:
    await perspective.analyze("hmm", doNotStore=False)
    assert await Scoring(store, WordScorer(), WorkSettings()).score_batch(site.name) == 1
    assert await store.queue.size(site.name) == 1


async def test_a_suggestion_is_kept_as_a_labelled_example(
    perspective: Perspective, store: Store, site: Site
) -> None:
    said = suggestion("awful &amp;", 0.25, languages=["en"], clientToken="t")
    answer = await perspective.post("suggestscore", said)
    assert answer.json() == {
        "clientToken": "t",
        "detectedLanguages": [],
        "requestedLanguages": ["en"],
    }
    (example,) = await examples(store, site)
    assert (example.text, example.labels) == ("awful &amp;", {"toxicity": 0.25})
    assert (example.origin, example.comment_id, example.lang) == ("perspective", None, "en")


async def test_a_suggestion_finds_the_comment_that_was_analysed(
    perspective: Perspective, store: Store, site: Site
) -> None:
    await perspective.analyze("Fine.", doNotStore=False)
    await perspective.post("suggestscore", suggestion("Fine.", 1))
    (comment,) = await kept(store, site)
    (example,) = await examples(store, site)
    assert example.comment_id == comment.id
    assert comment.status is Status.PENDING  # a suggestion is no decision


CORAL = {"communityId": "Coral:https://coral.example", "clientToken": "comment:c-17"}


@pytest.mark.parametrize(("value", "status"), [(0, Status.APPROVED), (1, Status.REJECTED)])
async def test_what_a_moderator_of_coral_decided_is_decided_here(
    perspective: Perspective, store: Store, site: Site, value: float, status: Status
) -> None:
    moderating = await callers.server(store, site.name, Scope.SUBMIT, Scope.MODERATE)
    key = moderating["Authorization"].removeprefix("Bearer ")
    perspective = Perspective(perspective.client, key)
    await perspective.analyze("hmm", doNotStore=False)
    (before,) = await kept(store, site)
    for _again in range(2):
        answer = await perspective.post("suggestscore", suggestion("hmm", value, **CORAL))
        assert answer.status_code == 200
    comment = await store.comments.get(site.name, before.id)
    assert comment is not None
    assert (comment.status, comment.decided_by) == (status, DecidedBy.PERSON)
    assert comment.version == before.version + 1


async def test_a_key_that_may_not_moderate_decides_nothing_by_this_way(
    perspective: Perspective, store: Store, site: Site
) -> None:
    await perspective.analyze("hmm", doNotStore=False)
    await perspective.post("suggestscore", suggestion("hmm", 1, **CORAL))
    assert [comment.status for comment in await kept(store, site)] == [Status.PENDING]
    assert await store.examples.count(site.name) == 1


async def test_coral_s_id_finds_a_comment_that_has_it(
    perspective: Perspective, store: Store, site: Site
) -> None:
    comment = await accept(store, site.name, draft("Quite another text.", external_id="c-17"))
    await perspective.post("suggestscore", suggestion("Fine.", 1, **CORAL))
    (example,) = await examples(store, site)
    assert example.comment_id == comment.id


async def test_of_an_erased_comment_nothing_is_kept_any_more(
    perspective: Perspective, store: Store, site: Site
) -> None:
    await perspective.analyze("Fine.", doNotStore=False)
    (comment,) = await kept(store, site)
    await erase(store, site.name, comment.id, ALICE)
    answer = await perspective.post("suggestscore", suggestion("Fine.", 1))
    assert answer.status_code == 200
    assert await examples(store, site) == []
