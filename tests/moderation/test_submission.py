"""Comments come in: kept first, then announced, and known again when they are repeated."""

import pytest

from service.domain.comments import Draft
from service.domain.errors import ConflictError, UnavailableError
from service.domain.pseudonyms import Pseudonyms
from service.domain.sites import Site
from service.domain.statuses import Status
from service.moderation.submission import Intake, Receipt, Submission
from service.store.redis import Store
from tests.bells import CountingBell
from tests.drafts import draft, found
from tests.people import BOB
from tests.servers import Server

NAME = "courier"


def submission(sent: Draft | None = None, key: str | None = None) -> Submission:
    return Submission(site=NAME, draft=sent or draft(), actor=BOB, idempotency_key=key)


async def test_a_submitted_comment_is_in_the_record_and_the_bell_rings_once(
    store: Store, site: Site, intake: Intake, bell: CountingBell
) -> None:
    receipt = await intake.submit(submission())
    comment = await found(store, NAME, receipt.comment_id)
    assert (receipt.repeated, comment.status) == (False, Status.PENDING)
    assert bell.rung == [NAME]
    (entry,) = await store.comments.history(NAME, comment.id)
    assert entry.actor == BOB


async def test_a_batch_rings_once_however_many_are_in_it(
    site: Site, intake: Intake, bell: CountingBell
) -> None:
    receipts = await intake.submit_all(NAME, [submission() for _ in range(5)])
    assert len({r.comment_id for r in receipts if isinstance(r, Receipt)}) == 5
    assert bell.rung == [NAME]


async def test_a_repetition_finds_its_comment_and_rings_nobody(
    site: Site, intake: Intake, bell: CountingBell
) -> None:
    first = await intake.submit(submission(key="k"))
    bell.rung.clear()
    again = await intake.submit(submission(key="k"))
    assert again == Receipt(first.comment_id, repeated=True)
    assert bell.rung == []


async def test_the_same_from_another_address_is_a_repetition(site: Site, intake: Intake) -> None:
    await intake.submit(submission(draft(address_hash="here"), key="k"))
    assert (await intake.submit(submission(draft(address_hash="there"), key="k"))).repeated


@pytest.mark.parametrize(
    "other", [draft("Another text."), draft(email_hash="f"), draft(parent_id="p")]
)
async def test_anything_else_that_differs_is_a_clash(
    site: Site, intake: Intake, bell: CountingBell, other: Draft
) -> None:
    await intake.submit(submission(key="k"))
    bell.rung.clear()
    with pytest.raises(ConflictError):
        await intake.submit(submission(other, key="k"))
    assert bell.rung == []


async def test_a_clash_in_a_batch_leaves_the_others_alone(
    store: Store, site: Site, intake: Intake, bell: CountingBell
) -> None:
    await intake.submit(submission(key="k"))
    bell.rung.clear()
    clash, receipt = await intake.submit_all(
        NAME, [submission(draft("Another."), key="k"), submission(draft("A third."))]
    )
    assert isinstance(clash, ConflictError)
    assert isinstance(receipt, Receipt)
    assert await store.pending.size(NAME) == 2
    assert bell.rung == [NAME]


async def test_ids_grow_with_time(site: Site, intake: Intake) -> None:
    ids = [(await intake.submit(submission())).comment_id for _ in range(5)]
    assert ids == sorted(set(ids))


async def test_a_record_that_refuses_is_told_and_rings_nobody(
    server: Server, store: Store, site: Site, bell: CountingBell
) -> None:
    server.redis.config_set("maxmemory", 1)
    with pytest.raises(UnavailableError):
        await Intake(store, bell, Pseudonyms("a secret")).submit(submission())
    assert bell.rung == []
