from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from service.settings import Settings, TraceSettings

SECRET = "a secret for tests, of 32 or more"


def test_group_and_name_make_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENROOM_SECRET", SECRET)
    monkeypatch.setenv("GREENROOM_REDIS_MIN_REPLICA_ACKS", "2")
    monkeypatch.setenv("GREENROOM_API_POSTS_PER_MINUTE", "7")
    settings = Settings()
    assert settings.redis.min_replica_acks == 2
    assert settings.api.posts_per_minute == 7


def test_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(SECRET + "\n")
    monkeypatch.setenv("GREENROOM_SECRET_FILE", str(file))
    assert Settings().secret.get_secret_value() == SECRET


def test_file_that_cannot_be_read_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GREENROOM_SECRET_FILE", str(tmp_path / "nothing"))
    with pytest.raises(FileNotFoundError):
        Settings()


HALF_A_PORT = "redis://me:s3cr/et@a:6379/0"  # pragma: allowlist secret


@pytest.mark.parametrize(
    "url", ["http://a", "a:6379", "sentinel://a", HALF_A_PORT, "redis://a:x/0"]
)
def test_what_names_no_redis_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(secret=SECRET, redis={"url": url})
    assert "s3cr" not in str(refused.value)


@pytest.mark.parametrize("url", ["", "amqp://a:5672;amqp://b:5672", "rediss://a/1"])
def test_the_broker_may_be_whatever_celery_knows(url: str) -> None:
    assert Settings(secret=SECRET, broker={"url": url}).broker.url == url


def test_secret_has_no_default() -> None:
    with pytest.raises(ValidationError, match="secret"):
        Settings()


def test_short_secret_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENROOM_SECRET", "hunter2")
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert "hunter2" not in str(refused.value)


def test_settings_cannot_be_changed() -> None:
    settings = Settings(secret=SECRET)
    with pytest.raises(ValidationError):
        setattr(settings, "secret", SecretStr(SECRET))  # noqa: B010 - mypy knows that it cannot be set


def test_argument_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENROOM_API_PORT", "9000")
    assert Settings(secret=SECRET, api={"port": 9001}).api.port == 9001


def test_a_collector_is_refused_where_nothing_can_speak_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("service.settings.distributions", lambda **_: [])
    with pytest.raises(ValidationError, match=r"install greenroom\[traces\] first"):
        TraceSettings(endpoint="http://127.0.0.1:4318/v1/traces")
    assert TraceSettings().endpoint == ""
