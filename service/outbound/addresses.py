"""Which addresses a webhook may be at: none inside the network that the service stands in."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")
_NEVER = (IPv6Network("::/96"), IPv6Network("64:ff9b:1::/48"))
"""Addresses of old, and those that a network's own gateway may turn into anything."""


def is_public(address: str) -> bool:
    """Tell whether an address, and any that is wrapped in it, is on the public Internet."""
    return all(ip.is_global and not ip.is_multicast for ip in _unwrapped(ip_address(address)))


def _unwrapped(ip: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """Give an address, or the one that a gateway would make of it.

    6to4 and Teredo, which nobody is reached by any more, are refused whatever is in them.
    """
    if isinstance(ip, IPv4Address):
        yield ip
    elif ip.ipv4_mapped is not None:
        yield ip.ipv4_mapped
    elif ip in _NAT64:
        yield IPv4Address(int(ip) & 0xFFFFFFFF)
    elif any(ip in net for net in _NEVER) or ip.sixtofour is not None or ip.teredo is not None:
        yield IPv4Address(0)  # which is never public
    else:
        yield ip
