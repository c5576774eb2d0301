"""POST /v1/comments/{id}/reports."""

import httpx2
import pytest

from service.domain.comments import Comment
from service.domain.sites import Site
from service.domain.statuses import Status
from service.settings import Settings
from service.store.redis import Store
from tests.answers import fields, kind
from tests.callers import Headers
from tests.drafts import accept, found
from tests.rulings import ruling
from tests.serving import serving


@pytest.fixture
async def out(store: Store, site: Site) -> Comment:
    comment = await accept(store, site.name)
    await store.comments.apply_verdicts(site.name, [ruling(comment)])
    return comment


async def test_a_report_is_kept_and_a_person_is_asked(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site, out: Comment
) -> None:
    sent = {"reason": "abuse", "note": "He means me.", "reporter": "reader-1"}
    answer = await client.post(f"/v1/comments/{out.id}/reports", json=sent, headers=bob)
    assert (answer.status_code, answer.json()) == (202, {"id": out.id})
    (report,) = await store.reports.of_comment(site.name, out.id)
    assert (report.reason, report.note) == ("abuse", "He means me.")
    reported = {"reported": "true"}
    (item,) = (await client.get("/v1/reviews", params=reported, headers=bob)).json()["items"]
    assert (item["id"], item["status"], item["reports"]) == (out.id, "approved", 1)
    assert item["allowed_actions"] == ["approve", "reject", "spam", "hold"]


async def test_three_readers_take_it_down_and_one_alone_does_not(
    client: httpx2.AsyncClient, bob: Headers, store: Store, site: Site, out: Comment
) -> None:
    for reporter, status in (
        ("w", Status.APPROVED),
        ("w", Status.APPROVED),
        ("x", Status.APPROVED),
        ("y", Status.HELD),
    ):
        sent = {"reason": "spam", "reporter": reporter}
        await client.post(f"/v1/comments/{out.id}/reports", json=sent, headers=bob)
        assert (await found(store, site.name, out.id)).status is status


async def test_a_page_cannot_say_who_reports_its_address_counts(
    settings: Settings, page: Headers, store: Store, site: Site, out: Comment
) -> None:
    for address in ("198.51.100.1", "198.51.100.1", "198.51.100.2"):
        async with serving(settings, address) as client:
            for reporter in ("w", "x", "y"):
                sent = {"reason": "other", "reporter": reporter}
                answer = await client.post(
                    f"/v1/comments/{out.id}/reports", json=sent, headers=page
                )
                assert answer.status_code == 202
    reports = await store.reports.of_comment(site.name, out.id)
    assert len(reports) == 2
    assert "198.51" not in str(reports)


async def test_one_of_another_site_or_none_is_not_found(
    client: httpx2.AsyncClient, bob: Headers, charlie: Headers, out: Comment
) -> None:
    for comment_id, who in ((out.id, charlie), ("nobody", bob)):
        path = f"/v1/comments/{comment_id}/reports"
        answer = await client.post(path, json={"reason": "abuse"}, headers=who)
        assert kind(answer, 404) == "not-found"


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({}, "reason"),
        ({"reason": "dislike"}, "reason"),
        ({"reason": "abuse", "reporter": ""}, "reporter"),
        ({"reason": "abuse", "note": "\0"}, "note"),
        ({"reason": "abuse", "by": "me"}, "by"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    client: httpx2.AsyncClient, bob: Headers, out: Comment, sent: dict[str, object], wrong: str
) -> None:
    answer = await client.post(f"/v1/comments/{out.id}/reports", json=sent, headers=bob)
    assert fields(answer) == [wrong]
