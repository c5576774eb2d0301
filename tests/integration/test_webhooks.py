"""Webhooks are told by a real deliverer, whichever process dies meanwhile."""

import socket
from functools import partial

import pytest

from service.broker.celery import open_doorbell
from service.broker.tasks import TaskName
from service.domain.pseudonyms import Pseudonyms
from service.domain.sites import Site
from service.domain.webhooks import Webhook, secret_of
from service.moderation.submission import Intake
from service.moderation.webhooks import create_webhook
from service.settings import Settings, WebhookSettings
from service.store.redis import Store, open_store
from tests.drafts import accept, draft
from tests.integration.submitting import submit_many
from tests.integration.waiting import until
from tests.parts import Part
from tests.receivers import Receiver, receiving
from tests.rulings import decision

PRIVATE = WebhookSettings(allow_private=True)


async def subscribe(store: Store, site: Site, url: str) -> Webhook:
    return await create_webhook(store, site.name, url, ["comment.decided"], PRIVATE)


async def decide_many(store: Store, site: Site, count: int) -> set[str]:
    """Have a person decide comments; give the ids that their messages must have."""
    comments = [await accept(store, site.name, draft(f"Number {n}.")) for n in range(count)]
    await store.comments.apply(site.name, [decision(comment) for comment in comments])
    return {f"msg_{comment.id}_2" for comment in comments}


async def is_empty(store: Store, site: Site) -> bool:
    return await store.outbox.size(site.name) == 0


async def has_received(receiver: Receiver, count: int) -> bool:
    return len(receiver.ids) >= count


def verify(receiver: Receiver, settings: Settings, site: Site, webhook: Webhook) -> None:
    root = settings.secret.get_secret_value()
    receiver.verify(secret_of(root, site.name, webhook.id, 1))


async def test_what_a_worker_decides_is_told(
    intake: Intake, working: Part, deliverer: Part, store: Store, site: Site, settings: Settings
) -> None:
    deliverer.start()
    async with receiving() as receiver:
        webhook = await subscribe(store, site, receiver.url)
        ids = await submit_many(intake, 50)
        await until(partial(has_received, receiver, 50), within_s=30)
        assert {body["data"]["id"] for body in receiver.bodies} == set(ids)
        verify(receiver, settings, site, webhook)


async def test_letters_are_delivered_at_once_whoever_wrote_them(
    worker: Part, deliverer: Part, store: Store, site: Site, settings: Settings
) -> None:
    """Neither of them sweeps in this time but at its start."""
    never = {"GREENROOM_WORK_SWEEP_S": "600"}
    for part in (worker, deliverer):
        part.environment |= never
    async with receiving() as receiver:
        await subscribe(store, site, receiver.url)
        await decide_many(store, site, 1)
        deliverer.start()
        await until(partial(has_received, receiver, 1), within_s=30)
        with (
            open_doorbell(settings, TaskName.DELIVER_LETTERS) as letters,
            open_doorbell(settings) as doorbell,
        ):
            async with open_store(settings.redis, letters.ring) as ringing:
                await decide_many(ringing, site, 1)
                await until(partial(has_received, receiver, 2), within_s=30)
                intake = Intake(store, doorbell, Pseudonyms("a secret for tests, of 32 or more"))
                worker.start()
                await submit_many(intake, 50)
                await until(partial(has_received, receiver, 52), within_s=30)


async def test_a_killed_deliverer_loses_nothing(
    deliverer: Part, store: Store, site: Site, settings: Settings
) -> None:
    async with receiving() as receiver:
        webhook = await subscribe(store, site, receiver.url)
        receiver.pause_s = 0.05
        expected = await decide_many(store, site, 400)
        for so_many in (50, 150, 250):
            deliverer.start()
            await until(partial(has_received, receiver, so_many), within_s=30)
            deliverer.kill()
            assert not await is_empty(store, site), "it was too fast to be killed at work"
        deliverer.start()
        await until(partial(is_empty, store, site), within_s=40)
        assert set(receiver.ids) == expected  # each is effective once, by its id
        # What was under way when it was killed went out twice, and nothing else.
        assert len(receiver.ids) - 400 <= 3 * settings.webhooks.at_once
        verify(receiver, settings, site, webhook)


async def test_a_receiver_that_was_down_is_told_later(
    deliverer: Part, store: Store, site: Site, settings: Settings
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    webhook = await subscribe(store, site, f"http://127.0.0.1:{port}/hook")
    expected = await decide_many(store, site, 30)
    deliverer.start()

    async def has_failed() -> bool:
        (seen,) = await store.webhooks.of_site(site.name)
        return seen.last_error == "ConnectError"

    await until(has_failed, within_s=30)
    async with receiving(port) as receiver:
        await until(partial(is_empty, store, site), within_s=60)
        assert set(receiver.ids) == expected
        verify(receiver, settings, site, webhook)


async def test_a_slow_receiver_delays_no_scoring(
    intake: Intake, working: Part, deliverer: Part, store: Store, site: Site
) -> None:
    deliverer.start()
    async with receiving() as receiver:
        receiver.pause_s = 30
        await subscribe(store, site, receiver.url)
        await decide_many(store, site, 40)
        ids = await submit_many(intake, 100)

        async def all_decided() -> bool:
            found = await store.comments.get_many(site.name, ids)
            return all(comment and comment.status != "pending" for comment in found)

        await until(all_decided, within_s=10)


@pytest.mark.parametrize("url", ["http://127.0.0.1:{}/hook", "http://localhost:{}/hook"])
async def test_a_private_address_is_not_posted_to_unless_that_is_allowed(
    store: Store, site: Site, settings: Settings, url: str
) -> None:
    strict = Part("deliverer", settings)
    async with receiving() as receiver:
        port = int(receiver.url.rsplit(":", 1)[1].removesuffix("/hook"))
        await subscribe(store, site, url.format(port))
        await decide_many(store, site, 1)
        strict.start()

        async def has_failed() -> bool:
            (seen,) = await store.webhooks.of_site(site.name)
            return seen.last_error == "RefusedError"

        try:
            await until(has_failed, within_s=30)
        finally:
            strict.close()
        assert receiver.received == []
