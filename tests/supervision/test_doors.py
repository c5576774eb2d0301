"""The one listening socket of a running Greenroom."""

import socket

import click
import pytest

from service.supervision.doors import open_door, url_of


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:"),
        ("0.0.0.0", "http://127.0.0.1:"),
        ("::1", "http://[::1]:"),
        ("::", "http://[::1]:"),
    ],
)
def test_the_url_leads_to_the_door_from_this_machine(host: str, url: str) -> None:
    with open_door(host, 0) as door:
        assert url_of(door).startswith(url)
        port = door.getsockname()[1]
        socket.create_connection((url[7:-1].strip("[]"), port)).close()


def test_who_comes_while_nobody_serves_waits() -> None:
    with open_door("127.0.0.1", 0) as door, socket.socket() as visitor:
        visitor.settimeout(1)
        visitor.connect(door.getsockname())
        visitor.sendall(b"GET / HTTP/1.1\r\n\r\n")
        inside, _ = door.accept()
        with inside:
            assert inside.recv(100).startswith(b"GET /")


def test_a_taken_port_is_said_with_the_next_one() -> None:
    with open_door("127.0.0.1", 0) as door:
        port = door.getsockname()[1]
        with pytest.raises(click.ClickException, match=f"port {port} is taken.*PORT={port + 1}"):
            open_door("127.0.0.1", port)


def test_an_address_of_another_machine_is_named() -> None:
    with pytest.raises(click.ClickException, match=r"cannot listen on 192\.0\.2\.1 port 80"):
        open_door("192.0.2.1", 80)


def test_an_answer_in_two_parts_leaves_at_once() -> None:
    with open_door("127.0.0.1", 0) as door, socket.create_connection(door.getsockname()):
        inside, _ = door.accept()
        with inside:
            assert inside.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
