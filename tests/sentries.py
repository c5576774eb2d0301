"""A record with replicas, and Sentinels that watch it, as real processes."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from service.supervision.redis_server import CONF
from tests.servers import Server

NAME = "record"
WATCHED = """
sentinel monitor {name} 127.0.0.1 {port} 2
sentinel down-after-milliseconds {name} 1000
sentinel failover-timeout {name} 4000
"""


class Node(Server):
    """A server that can be reached at a port, too, as replicas and Sentinels want it."""

    def __init__(self, folder: Path, conf: str, password: str) -> None:
        folder.mkdir()
        # Of its own: Sentinels write into theirs, and have a server write down whose replica it is.
        file = folder / "own.conf"
        file.write_text(conf)
        super().__init__(folder, conf=file)
        self.port = _free_port()
        if password:
            file.write_text(f"{conf}\nrequirepass {password}\n")
            self.redis.connection_pool.connection_kwargs["password"] = password

    def serve(self, *arguments: str) -> None:
        """Start it."""
        here = ("--port", str(self.port), "--bind", "127.0.0.1")
        self.start(*here, "--repl-diskless-sync-delay", "0", *arguments)

    def follow(self, primary: "Node") -> None:
        """Start it as a replica, and return once it has everything."""
        self.serve("--replicaof", "127.0.0.1", str(primary.port))
        while self.redis.info("replication")["master_link_status"] != "up":
            time.sleep(0.01)


class Trio:
    """Three servers, of which one is the record, and three Sentinels."""

    def __init__(self, nodes: list[Node], sentinels: list[Node], password: str) -> None:
        self.nodes, self.sentinels = nodes, sentinels
        members = ",".join(f"127.0.0.1:{sentinel.port}" for sentinel in sentinels)
        self.url = f"redis+sentinel://{members}/{NAME}"
        if password:
            self.url = f"redis+sentinel://:{password}@{members}/{NAME}?sentinel_password={password}"

    def primary(self) -> Node | None:
        """Give the server that the Sentinels say is the record; None: one that is not there."""
        for sentinel in self.sentinels:
            try:
                told: Any = sentinel.redis.sentinel_get_master_addr_by_name(NAME)
            except RedisError:
                continue
            node = next(node for node in self.nodes if node.port == told[1])
            return node if _is_primary(node.redis) else None
        return None

    def is_whole(self) -> bool:
        """Tell whether the record has both replicas."""
        primary = self.primary()
        return primary is not None and primary.redis.info("replication")["connected_slaves"] == 2

    def knows_itself(self) -> bool:
        """Tell whether every Sentinel has found the others and both replicas."""
        told: list[Any] = [sentinel.redis.sentinel_masters() for sentinel in self.sentinels]
        states = [masters[NAME] for masters in told]
        return all((s["num-slaves"], s["num-other-sentinels"]) == (2, 2) for s in states)


def _is_primary(redis: Redis) -> bool:
    try:
        return bool(redis.info("replication")["role"] == "master")
    except RedisError:
        return False


@contextmanager
def watched_record(folder: Path, password: str = "") -> Iterator[Trio]:
    """Start everything; end it, killed or not, with the context. All may want the same password."""
    with ExitStack() as opened:
        conf = CONF.read_text() + (f"masterauth {password}\n" if password else "")
        first, *others = nodes = [Node(folder / f"node-{n}", conf, password) for n in range(3)]
        watch = WATCHED.format(name=NAME, port=first.port)
        if password:
            watch += f"sentinel auth-pass {NAME} {password}\nsentinel sentinel-pass {password}\n"
        sentinels = [Node(folder / f"sentinel-{n}", watch, password) for n in range(3)]
        for node in (*nodes, *sentinels):
            opened.callback(node.close)
        first.serve()
        for node in others:
            node.follow(first)
        for sentinel in sentinels:
            sentinel.serve("--sentinel")
        yield Trio(nodes, sentinels, password)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
    return port
