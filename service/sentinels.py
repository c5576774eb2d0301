"""A record that Sentinels watch: whom to ask which server it is, written as one URL.

redis+sentinel://[user:password@]host[:port][,host[:port]…]/name[/database]
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

SCHEME = "redis+sentinel://"
PORT = 26_379

Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Watched:
    """A server that Sentinels know by a name; when it is gone, a replica takes its place."""

    sentinels: tuple[Address, ...]
    name: str
    database: int
    login: str
    """``user:password@`` for the servers, as it stood in the URL, or nothing."""

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
        It names no Sentinel, or not what they watch.
    """
    if not url.startswith(SCHEME):
        return None
    login, at, rest = url.removeprefix(SCHEME).rpartition("@")
    members, _, path = rest.partition("/")
    name, _, database = path.partition("/")
    if not name:
        raise ValueError(f"after the Sentinels say what they watch: {SCHEME}one,two,three/NAME")
    sentinels = tuple(map(_read_address, members.split(",")))
    return Watched(sentinels, name, int(database or 0), login + at)


def _read_address(member: str) -> Address:
    split = urlsplit(f"//{member}")
    if not split.hostname:
        raise ValueError("name each Sentinel as HOST or HOST:PORT, with commas between them")
    return split.hostname, split.port or PORT


def _written(address: Address) -> str:
    host, port = address
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
