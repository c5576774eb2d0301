"""Keyed hashes, so that the record can tell authors apart without knowing who they are.

A keyed hash of an address is still personal data: it is kept, and erased, like the original.
"""

import base64
import hmac
import ipaddress


class Pseudonyms:
    """Makes the keyed hashes of one installation; each site and purpose has a key of its own."""

    def __init__(self, secret: str) -> None:
        self._root = secret.encode()

    def of_email(self, site: str, email: str) -> str:
        """Hash an e-mail address without regard to case."""
        return self._hash("email", site, email.strip().lower())

    def of_address(self, site: str, address: str) -> str:
        """Hash an IP address; an IPv6 address counts by its /64, which one household shares."""
        ip = ipaddress.ip_address(address)
        if ip.version == 6:  # noqa: PLR2004 - IPv6
            ip = ip.ipv4_mapped or ipaddress.ip_network((ip, 64), strict=False).network_address
        return self._hash("address", site, str(ip))

    def of_body(self, site: str, body: bytes) -> str:
        """Hash a submission, to know it again when it is repeated."""
        return self._hash("body", site, body)[:12]

    def of_short_key(self, key: str) -> str:
        """Hash a key that is too short to be kept as a plain hash."""
        return self._hash("short-key", "*", key)

    def _hash(self, purpose: str, site: str, value: str | bytes) -> str:
        key = hmac.digest(self._root, f"{purpose}:{site}".encode(), "sha256")
        data = value.encode() if isinstance(value, str) else value
        digest = hmac.digest(key, data, "sha256")[:16]
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")
