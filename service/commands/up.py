"""`greenroom up`: run everything on this machine."""

import os
from pathlib import Path

import click

from service.commands.configuring import read_settings
from service.supervision.children import Child
from service.supervision.data_folder import held, make_secret
from service.supervision.doors import open_door
from service.supervision.redis_server import redis_child, socket_in
from service.supervision.staying_up import run_until_told, stay_up


@click.command()
@click.option(
    "--data",
    default="var",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder that everything is kept in.",
)
@click.option("--host", help="Address to listen on.  [GREENROOM_API_HOST]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port.  [GREENROOM_API_PORT]")
def command(data: Path, host: str | None, port: int | None) -> None:
    """Run everything on this machine: Redis, API, workers, deliverer and beat.

    All state is kept in the folder DATA, made at the first start together with a site named `demo`,
    whose keys and first login are written to DATA/demo.json. With GREENROOM_REDIS_URL set, that
    server is used and none is started. What ends by itself is started again.
    """
    # This process and its children read the same settings, from the environment they share.
    with held(data) as lock, socket_in(data) as redis_socket:
        if not _is_set("GREENROOM_SECRET"):
            make_secret(secret := data.resolve() / "secret")
            os.environ["GREENROOM_SECRET_FILE"] = str(secret)
        redis: Child | None = None
        if not _is_set("GREENROOM_REDIS_URL"):
            os.environ["GREENROOM_REDIS_URL"] = f"unix://{redis_socket}"
            redis = redis_child(data, redis_socket, lock)
        settings = read_settings(api={"host": host, "port": port})
        door = open_door(settings.api.host, settings.api.port)
        own_host, own_port = door.getsockname()[:2]
        os.environ |= {"GREENROOM_API_HOST": own_host, "GREENROOM_API_PORT": str(own_port)}
        run_until_told(stay_up(settings, data, redis, door))


def _is_set(variable: str) -> bool:
    return bool(os.environ.get(variable) or os.environ.get(f"{variable}_FILE"))
