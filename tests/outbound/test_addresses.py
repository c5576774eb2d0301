"""Which addresses a webhook may be at."""

import httpcore2
import pytest

from service.outbound.addresses import is_public
from service.outbound.posting import GuardedBackend, RefusedError


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_the_public_internet_may_be_posted_to(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.1.2.3",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "ff0e::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "2001:0:5ef5:79fd::1",
    ],
)
def test_no_address_inside_and_none_that_wraps_one_may_be_posted_to(address: str) -> None:
    assert not is_public(address)


class Resolved(GuardedBackend):
    """Finds what the test says, and counts how often it is asked."""

    def __init__(self, *addresses: str, allow_private: bool = False) -> None:
        super().__init__(allow_private=allow_private)
        self.addresses, self.asked, self.connected = list(addresses), 0, list[str]()
        self._backend = self  # type: ignore[assignment]

    async def resolve(self, host: str, port: int) -> list[str]:
        self.asked += 1
        return self.addresses


@pytest.mark.parametrize(
    ("addresses", "port"),
    [
        (["10.0.0.1"], 443),
        (["1.1.1.1", "10.0.0.1"], 443),
        (["1.1.1.1"], 80),
        (["1.1.1.1"], 6379),
    ],
)
async def test_one_bad_address_or_port_is_enough_to_refuse(addresses: list[str], port: int) -> None:
    backend = Resolved(*addresses)
    with pytest.raises(RefusedError):
        await GuardedBackend.connect_tcp(backend, "hook.example", port)


class Recording(httpcore2.AsyncMockBackend):
    def __init__(self) -> None:
        super().__init__([])
        self.tried: list[str] = []

    async def connect_tcp(
        self, host: str, *args: object, **more: object
    ) -> httpcore2.AsyncNetworkStream:
        self.tried.append(host)
        if host == "1.1.1.1":
            raise httpcore2.ConnectError
        return httpcore2.AsyncMockStream([])


async def test_it_connects_to_what_was_looked_at_and_asks_for_it_once() -> None:
    backend, recording = Resolved("1.1.1.1", "9.9.9.9"), Recording()
    backend._backend = recording  # type: ignore[assignment]
    await backend.connect_tcp("hook.example", 443)
    assert recording.tried == ["1.1.1.1", "9.9.9.9"]
    assert backend.asked == 1


async def test_a_private_address_may_be_allowed() -> None:
    backend, recording = Resolved("10.0.0.1", allow_private=True), Recording()
    backend._backend = recording  # type: ignore[assignment]
    await backend.connect_tcp("hook.internal", 8080)
    assert recording.tried == ["10.0.0.1"]
