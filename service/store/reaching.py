"""Finding out what the Sentinels say, each by itself."""

from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from service.domain.diagnoses import Diagnosis, Level, diagnose
from service.sentinels import Address, Watched
from service.settings import RedisSettings


def reach_sentinels(settings: RedisSettings) -> list[Diagnosis]:
    """Ask each where the record is; there is nothing to say where none is named."""
    watched = settings.watched
    if watched is None:
        return []
    told = [_ask(at, watched, settings.connect_timeout_s) for at in watched.sentinels]
    known = {address for address in told if address is not None}
    where = " or ".join(f"{host}:{port}" for host, port in sorted(known))
    answering = sum(address is not None for address in told)
    return [
        diagnose(
            "sentinels",
            f"{answering} of {len(told)} answer" + (f", the record is at {where}" if where else ""),
            good=answering == len(told) and len(known) == 1,
            remedy="Start the others, let them agree: most of them must, or nobody takes over.",
            worst=Level.DOUBTFUL if known else Level.BAD,
        )
    ]


def _ask(at: Address, watched: Watched, within_s: float) -> Address | None:
    host, port = at
    login: dict[str, Any] = dict(watched.sentinel_login)
    sentinel = Redis(
        host,
        port,
        socket_timeout=within_s,
        socket_connect_timeout=within_s,
        retry=Retry(NoBackoff(), 0),
        decode_responses=True,
        **login,
    )
    with sentinel:
        try:
            found: Any = sentinel.sentinel_get_master_addr_by_name(watched.name)
        except RedisError:
            return None
    return found and (str(found[0]), int(found[1]))
