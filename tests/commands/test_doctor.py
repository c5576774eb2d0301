"""`greenroom doctor` on a real Redis that is as it should be, and on one that is not."""

import asyncio
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from redis import Redis

from service.cli import main
from service.moderation.webhooks import create_webhook, disable_webhook
from service.settings import RedisSettings, WebhookSettings
from service.store.redis import open_store
from tests.commands.test_accounts import greenroom
from tests.sentries import watched_record


@pytest.fixture
def redis(data: Path) -> Redis:
    greenroom(data, "sites", "create", "courier")
    return Redis(unix_socket_path=str(data / "redis.sock"), decode_responses=True)


def told(data: Path, what: str, *options: str) -> tuple[str, int]:
    """Give the mark of one thing that was looked at, and the exit code."""
    result = greenroom(data, "doctor", *options)
    lines = [line.strip() for line in result.output.splitlines()]
    (line,) = [line for line in lines if line[1:].strip().startswith(what)]
    return line[0], result.exit_code


def at_work(redis: Redis) -> None:
    seconds, _ = redis.time()
    redis.zadd("gr:workers", {"w:1": seconds * 1000})


def test_all_is_well_with_a_record_as_it_is_set_up_and_a_worker(data: Path, redis: Redis) -> None:
    at_work(redis)
    result = greenroom(data, "doctor", "--record")
    assert result.exit_code == 0, result.output
    assert "✗" not in result.output
    assert "0 contradictions" in result.output


def test_nobody_at_work_is_bad(data: Path, redis: Redis) -> None:
    assert told(data, "workers") == ("✗", 1)


@pytest.mark.parametrize(
    ("setting", "value", "what"),
    [
        ("appendonly", "no", "append-only file"),
        ("appendfsync", "everysec", "appendfsync"),
        ("maxmemory-policy", "allkeys-lru", "eviction"),
    ],
)
def test_a_server_that_may_lose_comments_is_bad(
    data: Path, redis: Redis, setting: str, value: str, what: str
) -> None:
    at_work(redis)
    redis.config_set(setting, value)
    assert told(data, what) == ("✗", 1)


def test_a_server_that_is_nearly_full_is_doubtful(data: Path, redis: Redis) -> None:
    at_work(redis)
    redis.config_set("maxmemory", int(redis.info("memory")["used_memory"] * 1.1))
    assert told(data, "memory") == ("?", 0)


def test_a_server_that_is_full_is_bad(data: Path, redis: Redis) -> None:
    at_work(redis)
    redis.config_set("maxmemory", 1_000_000)
    assert told(data, "memory") == ("✗", 1)


def test_a_comment_that_waits_for_a_minute_is_bad(data: Path, redis: Redis) -> None:
    at_work(redis)
    seconds, _ = redis.time()
    redis.zadd("gr:{courier}:status:pending", {"id": (seconds - 100) * 1000})
    assert told(data, "backlog of courier") == ("✗", 1)


def test_a_webhook_that_is_told_nothing_more_is_doubtful(data: Path, redis: Redis) -> None:
    at_work(redis)

    async def disable() -> None:
        async with open_store(RedisSettings(url=f"unix://{data / 'redis.sock'}")) as store:
            url, told = "https://courier.example/hook", ["comment.decided"]
            made = await create_webhook(store, "courier", url, told, WebhookSettings())
            await disable_webhook(store, "courier", made.id)

    asyncio.run(disable())
    assert told(data, "webhooks of courier") == ("?", 0)


def test_a_contradiction_in_the_record_is_bad(data: Path, redis: Redis) -> None:
    at_work(redis)
    redis.zadd("gr:{courier}:status:held", {"nobody": 1})
    assert told(data, "record of courier", "--record") == ("✗", 1)


def test_a_format_of_another_version_is_bad(data: Path, redis: Redis) -> None:
    at_work(redis)
    redis.hset("gr:{courier}:site", "format", 99)
    assert told(data, "format of courier") == ("✗", 1)


def test_a_redis_that_is_not_there_is_all_there_is_to_say(data: Path, redis: Redis) -> None:
    redis.shutdown()
    result = greenroom(data, "doctor")
    assert result.exit_code == 1
    assert result.output.count("✗") == 1


@pytest.mark.parametrize("password", ["", "open-sesame"])
def test_sentinels_are_asked_and_lead_to_record_and_broker(password: str) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="gr-") as folder,
        watched_record(Path(folder), password) as trio,
    ):
        settings = {"GREENROOM_SECRET": "of thirty-two characters or more"}
        result = CliRunner().invoke(
            main, ["doctor"], env={**settings, "GREENROOM_REDIS_URL": trio.url}
        )
    rows = [line.split() for line in result.output.splitlines()]
    assert ["✓", "sentinels", "3", "of", "3", "answer,"] in [row[:6] for row in rows]
    assert ["✓", "replicas", "2"] in rows
    assert ["✓", "broker", "reached"] in rows
