"""The URL of a record that Sentinels watch: what it says, and what it may not leave out."""

import pytest
from pydantic import ValidationError

from service.broker.configuration import broker_url, make_celery
from service.sentinels import Watched, read_watched
from service.settings import BrokerSettings, RedisSettings, Settings

SECRET = "a secret for tests, of 32 or more"
LOGIN = "me:p%40s@"


@pytest.mark.parametrize(
    ("url", "watched"),
    [
        ("redis+sentinel://a/record", Watched((("a", 26379),), "record", 0, "")),
        ("redis+sentinel://a:1,b,c:3/r/2", Watched((("a", 1), ("b", 26379), ("c", 3)), "r", 2, "")),
        ("redis+sentinel://[::1]:1,b/r", Watched((("::1", 1), ("b", 26379)), "r", 0, "")),
        (
            f"redis+sentinel://{LOGIN}a,b/r",
            Watched((("a", 26379), ("b", 26379)), "r", 0, LOGIN),
        ),
    ],
)
def test_it_names_sentinels_and_what_they_watch(url: str, watched: Watched) -> None:
    assert read_watched(url) == watched


@pytest.mark.parametrize("url", ["redis://a/0", "rediss://a/0", "unix:///run/redis.sock", ""])
def test_others_name_a_server(url: str) -> None:
    assert read_watched(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "redis+sentinel://a,b",
        "redis+sentinel:///record",
        "redis+sentinel://a,,b/record",
        "redis+sentinel://a:port/record",
        "redis+sentinel://a/record/first",
        "redis+sentinel://a/record?sentinels=b",
        "redis+sentinel://a/record?sentinel_password",
        "rediss+sentinel://a/record",
    ],
)
def test_what_leaves_something_out_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValidationError):
        RedisSettings(url=url)
    with pytest.raises(ValidationError):
        BrokerSettings(url=url)


def test_a_password_is_not_repeated() -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(secret=SECRET, redis={"url": f"redis+sentinel://{LOGIN}a,b"})
    assert LOGIN not in str(refused.value)


def test_servers_and_celery_are_given_the_same_login() -> None:
    redis = RedisSettings(url=f"redis+sentinel://{LOGIN}a,[::1]:7/record/2")
    settings = Settings(secret=SECRET, redis=redis)
    assert redis.watched is not None
    assert redis.watched.url_of(("::2", 6379)) == f"redis://{LOGIN}[::2]:6379/2"
    sentinels = f"sentinel://{LOGIN}a:26379/2;sentinel://{LOGIN}[::1]:7/2"
    assert broker_url(settings) == sentinels
    assert make_celery(settings).conf.broker_transport_options["master_name"] == "record"


def test_sentinels_may_have_a_login_of_their_own() -> None:
    redis = RedisSettings(url="redis+sentinel://a/r/1?sentinel_username=me&sentinel_password=p%26s")
    login = {"username": "me", "password": "p&s"}
    assert redis.watched == Watched((("a", 26379),), "r", 1, "", login)
    options = make_celery(Settings(secret=SECRET, redis=redis)).conf.broker_transport_options
    assert login.items() <= options["sentinel_kwargs"].items()
