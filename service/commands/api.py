"""`greenroom api`: serve HTTP."""

import socket

import click
import uvicorn

from service.app import create_app
from service.commands.configuring import read_settings
from service.commands.connections import Connection, hang_up_on_the_slow
from service.logs import configure_logs
from service.memory import keep_collector_away
from service.settings import ApiSettings

DRAIN_S = 5
"""How long requests under way may go on after SIGTERM."""


@click.command()
@click.option("--host", help="Address to listen on.  [GREENROOM_API_HOST]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port.  [GREENROOM_API_PORT]")
@click.option("--fd", type=int, hidden=True, help="A listening socket that was inherited.")
def command(host: str | None, port: int | None, fd: int | None) -> None:
    """Serve HTTP."""
    settings = read_settings(api={"host": host, "port": port})
    configure_logs(turnwise=True)
    server = Server(configure(create_app(settings), settings.api))
    server.run([socket.socket(fileno=fd)] if fd is not None else None)


class Server(uvicorn.Server):
    """Hangs up on slow callers while it runs, and on listeners to events before it ends."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open everything; what is there by then stays."""
        await super().startup(sockets)
        keep_collector_away()

    async def on_tick(self, counter: int) -> bool:
        """Do what is to be done every tenth of a second."""
        hang_up_on_the_slow([*self.server_state.connections])
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End in order: the requests of listeners never end by themselves."""
        self.lifespan.state["broadcast"].close()
        await super().shutdown(sockets)


def configure(app: object, settings: ApiSettings) -> uvicorn.Config:
    """Choose how HTTP is served: no access log, and forwarded addresses only from whom we trust."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http=Connection,
        lifespan="on",
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=DRAIN_S,
    )
