"""A record that Sentinels watch: whom to ask which server it is, written as one URL.

redis+sentinel://[user:password@]host[:port][,host[:port]…]/name[/database][?options]

User and password are those of the servers; `sentinel_username` and `sentinel_password` are options.
Neither Sentinels nor the servers that they name are spoken to by TLS.
"""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

SCHEME = "redis+sentinel://"
WITH_TLS = "rediss+sentinel://"
PORT = 26_379
OPTIONS = {"sentinel_username": "username", "sentinel_password": "password"}

Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Watched:
    """A server that Sentinels know by a name; when it is gone, a replica takes its place."""

    sentinels: tuple[Address, ...]
    name: str
    database: int
    login: str
    """``user:password@`` for the servers, as it stood in the URL, or nothing."""
    sentinel_login: dict[str, str] = field(default_factory=dict)
    """``username`` and ``password`` for the Sentinels, as far as they want any."""

    def url_of(self, address: Address) -> str:
        """Name one of the servers."""
        return f"redis://{self.login}{_written(address)}/{self.database}"

    def urls_for_celery(self) -> str:
        """Name the Sentinels the way Celery does."""
        urls = [f"sentinel://{self.login}{_written(at)}/{self.database}" for at in self.sentinels]
        return ";".join(urls)


def read_watched(url: str) -> Watched | None:
    """Read such a URL; None: it names a server itself.

    Raises
    ------
    ValueError
        It names no Sentinel, or not what they watch, or asks for TLS.
    """
    if url.startswith(WITH_TLS):
        raise ValueError(f"Sentinels are not spoken to by TLS: {SCHEME}, on a network of your own")
    if not url.startswith(SCHEME):
        return None
    login, at, rest = url.removeprefix(SCHEME).rpartition("@")
    members, _, path = rest.partition("/")
    path, _, options = path.partition("?")
    name, _, database = path.partition("/")
    if not name:
        raise ValueError(f"after the Sentinels say what they watch: {SCHEME}one,two,three/NAME")
    sentinels = tuple(map(_read_address, members.split(",")))
    return Watched(sentinels, name, int(database or 0), login + at, _read_login(options))


def _read_address(member: str) -> Address:
    split = urlsplit(f"//{member}")
    if not split.hostname:
        raise ValueError("name each Sentinel as HOST or HOST:PORT, with commas between them")
    return split.hostname, split.port or PORT


def _read_login(options: str) -> dict[str, str]:
    given = dict(parse_qsl(options, strict_parsing=bool(options)))
    if unknown := given.keys() - OPTIONS.keys():
        raise ValueError(f"no such option: {', '.join(sorted(unknown))}")
    return {OPTIONS[name]: value for name, value in given.items()}


def _written(address: Address) -> str:
    host, port = address
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
