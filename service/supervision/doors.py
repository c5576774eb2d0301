"""The one listening socket of a running Greenroom.

The supervisor holds it and the API inherits it. So a port that is taken is known before anything
starts, it cannot be taken away later, and who comes while the API restarts waits at the door
instead of being turned away.
"""

import errno
import socket

import click

BACKLOG = 2048
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - recognised, not bound


def open_door(host: str, port: int) -> socket.socket:
    """Listen.

    Raises
    ------
    click.ClickException
        When the port is taken, or cannot be had for another reason.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        door = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            fault = f"port {port} is taken: choose another, say PORT={port + 1}"
        else:
            fault = f"cannot listen on {host} port {port}: {error.strerror}"
        raise click.ClickException(fault) from None
    # What it accepts inherits it. Else a body waits 40 ms until its head is acknowledged: asyncio
    # sees to that only for sockets that were made with the number of the protocol.
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return door


def address_of(door: socket.socket) -> tuple[str, int]:
    """Return the address and port that this machine reaches the door by."""
    host, port = door.getsockname()[:2]
    return ANYWHERE.get(host, host), port


def url_of(door: socket.socket) -> str:
    """Return where this machine reaches the door."""
    host, port = address_of(door)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
