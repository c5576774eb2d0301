"""Webhooks are told what became of comments, until they have it or are given up."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

import pytest
from standardwebhooks import Webhook as Verifier

from service.domain.sites import Site
from service.domain.webhooks import Webhook, secret_of
from service.moderation import editing, webhooks
from service.moderation.telling import Answer, Telling
from service.outbound.posting import open_poster
from service.settings import Settings, WebhookSettings
from service.store.keys import SiteKeys
from service.store.redis import Store
from tests import callers
from tests.drafts import accept, draft
from tests.people import ALICE
from tests.receivers import Receiver, receiving
from tests.rulings import decision
from tests.servers import Server
from tests.serving import serving

SECRET = "a secret for tests, of 32 or more"
SETTINGS = WebhookSettings(allow_private=True, first_retry_s=0.001, timeout_s=2, max_attempts=3)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


@pytest.fixture
async def telling(store: Store) -> AsyncIterator[Telling]:
    async with open_poster(SETTINGS) as poster:
        yield Telling(store, poster, SECRET, SETTINGS)


@pytest.fixture
async def webhook(store: Store, site: Site, receiver: Receiver) -> Webhook:
    return await webhooks.create_webhook(
        store, site.name, receiver.url, ["comment.decided", "comment.erased"], SETTINGS
    )


async def decide(store: Store, site: Site, text: str = "A fine piece.") -> str:
    comment = await accept(store, site.name, draft(text))
    await store.comments.apply(site.name, [decision(comment)])
    return comment.id


async def found(store: Store, site: Site, webhook: Webhook) -> Webhook:
    return await webhooks.find_webhook(store, site.name, webhook.id)


async def test_it_is_told_of_a_decision_signed_and_as_the_api_shows_it(
    store: Store,
    site: Site,
    settings: Settings,
    telling: Telling,
    webhook: Webhook,
    receiver: Receiver,
) -> None:
    comment = await decide(store, site)
    assert await telling.deliver_batch(site.name) == 1
    receiver.verify(secret_of(SECRET, site.name, webhook.id, 1))
    async with serving(settings) as client:
        bob = await callers.server(store, site.name)
        shown = (await client.get(f"/v1/comments/{comment}", headers=bob)).json()
    (body,) = receiver.bodies
    assert (body["type"], body["data"]) == ("comment.decided", shown)
    assert body["timestamp"] == shown["decided_at"]
    assert receiver.ids == [f"msg_{comment}_2"]
    assert await store.outbox.size(site.name) == 0


async def test_nothing_is_queued_for_nobody(store: Store, site: Site) -> None:
    await decide(store, site)
    assert await store.outbox.size(site.name) == 0


async def test_it_is_told_only_of_the_events_it_wants(
    store: Store, site: Site, telling: Telling, webhook: Webhook, receiver: Receiver
) -> None:
    comment = await accept(store, site.name)
    edit = editing.Edit(text="Another.", actor=ALICE, version=1)
    from tests.bells import CountingBell  # noqa: PLC0415

    await editing.edit(store, CountingBell(), site.name, comment.id, edit)
    await editing.erase(store, site.name, comment.id, ALICE)
    await telling.deliver_batch(site.name)
    (body,) = receiver.bodies
    assert body["type"] == "comment.erased"
    assert body["data"] == {"id": comment.id, "site": site.name, "status": "erased", "version": 3}


async def test_what_failed_is_tried_again_under_the_same_id(
    store: Store, site: Site, telling: Telling, webhook: Webhook, receiver: Receiver
) -> None:
    receiver.status = 500
    await decide(store, site)
    await telling.deliver_batch(site.name)
    failing = await found(store, site, webhook)
    assert failing.failing_since
    assert failing.last_error == "500"
    receiver.status = 204
    await asyncio.sleep(0.02)  # until it is due again
    await telling.deliver_batch(site.name)
    assert len(set(receiver.ids)) == 1
    assert len(receiver.ids) == 2
    assert (await found(store, site, webhook)).failing_since is None
    assert await store.outbox.size(site.name) == 0


async def test_what_failed_too_often_is_dead_until_it_is_replayed(
    store: Store, site: Site, telling: Telling, webhook: Webhook, receiver: Receiver
) -> None:
    receiver.status = 500
    await decide(store, site)
    for _ in range(SETTINGS.max_attempts + 2):
        await telling.deliver_batch(site.name)
        await asyncio.sleep(0.02)  # until it is due again
    assert len(receiver.received) == SETTINGS.max_attempts
    assert await store.outbox.size(site.name) == 0
    letters, _ = await store.outbox.dead_letters(site.name, webhook.id, limit=9, cursor=None)
    assert [letter.id for letter in letters] == receiver.ids[:1]
    receiver.status = 200
    assert await webhooks.replay(store, site.name, webhook.id, [letters[0].id]) == 1
    assert await telling.deliver_batch(site.name) == 1
    assert len(set(receiver.ids)) == 1
    letters, _ = await store.outbox.dead_letters(site.name, webhook.id, limit=9, cursor=None)
    assert letters == []


async def test_a_failing_webhook_is_tried_with_one_letter_and_the_others_keep_their_attempts(
    store: Store, site: Site, telling: Telling, webhook: Webhook, receiver: Receiver
) -> None:
    receiver.status = 500
    await store.webhooks.note_failure(site.name, webhook.id, "500")
    for _ in range(5):
        await decide(store, site)
    assert await telling.deliver_batch(site.name) == 5
    assert len(receiver.received) == 1
    attempts = await store.connection.call("HVALS", SiteKeys(site.name).outbox_attempts)
    assert sorted(attempts) == ["0", "0", "0", "0", "1"]
    receiver.status = 200
    assert await telling.deliver_batch(site.name) == 5
    assert len(set(receiver.ids)) == 5


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 503])
async def test_only_2xx_means_it_has_it_and_no_redirect_is_followed(
    store: Store, site: Site, telling: Telling, webhook: Webhook, receiver: Receiver, status: int
) -> None:
    receiver.status = status
    await decide(store, site)
    await telling.deliver_batch(site.name)
    assert len(receiver.received) == 1
    assert await store.outbox.size(site.name) == 1


async def test_one_that_says_it_is_gone_is_disabled_and_gets_no_more(
    store: Store, site: Site, telling: Telling, webhook: Webhook, receiver: Receiver
) -> None:
    receiver.status = 410
    await decide(store, site)
    await telling.deliver_batch(site.name)
    assert (await found(store, site, webhook)).disabled_at
    await decide(store, site)
    assert await store.outbox.size(site.name) == 0
    await webhooks.enable_webhook(store, site.name, webhook.id)
    await decide(store, site)
    assert await store.outbox.size(site.name) == 1


async def test_one_that_failed_for_days_is_disabled_and_its_letters_are_kept(
    store: Store, site: Site, telling: Telling, webhook: Webhook, receiver: Receiver
) -> None:
    receiver.status = 500
    await decide(store, site)
    await decide(store, site)
    await store.connection.call("HSET", SiteKeys(site.name).failures, f"{webhook.id}:since", 1)
    for _ in range(2):
        await telling.deliver_batch(site.name)
    assert (await found(store, site, webhook)).disabled_at
    letters, _ = await store.outbox.dead_letters(site.name, webhook.id, limit=9, cursor=None)
    assert len(letters) == 2


async def test_the_log_of_settings_tells_once_that_it_was_disabled(
    store: Store,
    site: Site,
    settings: Settings,
    telling: Telling,
    webhook: Webhook,
    receiver: Receiver,
) -> None:
    receiver.status = 410
    for _ in range(3):
        await decide(store, site)
    await telling.deliver_batch(site.name)
    assert len(receiver.received) == 3
    async with serving(settings) as client:
        bob, asked = await callers.server(store, site.name), {"about": "webhooks"}
        told = (await client.get("/v1/audit", params=asked, headers=bob)).json()["items"]
    assert [(e["action"], e["subject"], e["actor"]["id"]) for e in told] == [
        ("disable", webhook.id, "deliverer"),
        ("create", webhook.id, "command line"),
    ]


async def test_one_that_is_deleted_while_a_letter_is_out_does_not_come_back(
    store: Store, site: Site, webhook: Webhook
) -> None:
    class Deleted:
        async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
            await webhooks.delete_webhook(store, site.name, webhook.id)
            return Answer(status=410)

    await decide(store, site)
    await Telling(store, Deleted(), SECRET, SETTINGS).deliver_batch(site.name)
    assert await store.webhooks.of_site(site.name) == []


async def test_a_deleted_one_is_told_nothing_more(
    store: Store, site: Site, telling: Telling, webhook: Webhook, receiver: Receiver
) -> None:
    await decide(store, site)
    await webhooks.delete_webhook(store, site.name, webhook.id)
    await telling.deliver_batch(site.name)
    assert receiver.received == []
    assert await store.outbox.size(site.name) == 0


async def test_both_secrets_sign_for_a_day_after_a_rotation(
    store: Store, site: Site, telling: Telling, webhook: Webhook, receiver: Receiver
) -> None:
    rotated = await webhooks.rotate_secret(store, site.name, webhook.id)
    await decide(store, site)
    await telling.deliver_batch(site.name)
    for generation in (1, 2):
        receiver.verify(secret_of(SECRET, site.name, webhook.id, generation))
    await store.webhooks.put(site.name, replace(rotated, rotated_at=1))
    await decide(store, site)
    await telling.deliver_batch(site.name)
    headers, body = receiver.received[1]
    Verifier(secret_of(SECRET, site.name, webhook.id, 2)).verify(body, headers)
    assert len(headers["webhook-signature"].split(" ")) == 1


async def test_one_that_does_not_answer_in_time_is_tried_again(
    store: Store, site: Site, telling: Telling, webhook: Webhook, receiver: Receiver
) -> None:
    receiver.pause_s = 5
    await decide(store, site)
    await telling.deliver_batch(site.name)
    assert (await found(store, site, webhook)).last_error == "TimeoutError"
    assert await store.outbox.size(site.name) == 1


async def test_letters_of_a_clock_that_was_ahead_wait_for_no_longer_than_any_pause(
    store: Store, site: Site, telling: Telling, webhook: Webhook, redis_server: Server
) -> None:
    await decide(store, site)
    redis, key, hour_ms = redis_server.redis, SiteKeys(site.name).outbox, 3_600_000
    (letter,) = map(str, redis.zrange(key, 0, -1))
    redis.zincrby(key, 5 * hour_ms, letter)
    assert await store.outbox.due_sites([site.name]) == []
    redis.zincrby(key, 2 * hour_ms, letter)
    assert await store.outbox.due_sites([site.name]) == [site.name]
    assert await telling.deliver_batch(site.name) == 1


async def test_of_a_long_answer_no_more_is_read_than_needed(
    store: Store, site: Site, telling: Telling, webhook: Webhook, receiver: Receiver
) -> None:
    receiver.answer = b"x" * 5_000_000
    await decide(store, site)
    await telling.deliver_batch(site.name)
    assert await store.outbox.size(site.name) == 0


async def test_nothing_of_a_comment_or_a_secret_is_logged(
    store: Store,
    site: Site,
    telling: Telling,
    webhook: Webhook,
    receiver: Receiver,
    capsys: pytest.CaptureFixture[str],
) -> None:
    receiver.status = 500
    await decide(store, site, "Palimpsest")
    await telling.deliver_batch(site.name)
    told = "".join(capsys.readouterr())
    assert "not delivered" in told
    for unsaid in ("Palimpsest", "whsec_", secret_of(SECRET, site.name, webhook.id, 1)[6:]):
        assert unsaid not in told
