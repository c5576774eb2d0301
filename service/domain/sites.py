"""Sites, their keys and their people."""

import re
from dataclasses import dataclass
from enum import StrEnum

from service.domain.errors import FieldProblem, InvalidError

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A tenant."""

    name: str
    title: str
    origins: tuple[str, ...] = ()
    """Web origins whose pages may use its publishable keys and its form, as browsers send them."""
    proof_of_work: bool = False
    """Whether its plain form takes comments only along with a solved challenge."""


class Scope(StrEnum):
    """What a key may be used for."""

    SUBMIT = "submit"
    READ = "read"
    MODERATE = "moderate"
    ADMIN = "admin"


class KeyKind(StrEnum):
    """Where a key may stand."""

    PUBLISHABLE = "pub"
    """In a page: submits only, and only from the site's origins."""
    SECRET = "sec"  # noqa: S105 - a kind of key, not one
    """On a server."""
    SHORT = "short"
    """On a server whose software takes no longer one, and speaks another service's protocol."""


ALL_SITES = "*"
"""The site of a key that administers all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key as the record has it: its hash, never the key."""

    id: str
    kind: KeyKind
    site: str
    scopes: frozenset[Scope]
    digest: str
    created_at: int
    label: str = ""
    expires_at: int | None = None
    revoked_at: int | None = None

    def is_live(self, now: int) -> bool:
        """Tell whether it may be used at ``now`` (ms)."""
        expired = self.expires_at is not None and self.expires_at <= now
        return self.revoked_at is None and not expired


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningSecret:
    """What the site's Coral signs its requests with: Coral makes it, and it is kept as it is."""

    id: str
    secret: str
    created_at: int


class Role(StrEnum):
    """What a moderator may do on a site."""

    MODERATOR = "moderator"
    LEAD = "lead"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderator:
    """A person who works on a site's review queue."""

    site: str
    name: str
    role: Role
    password_hash: str
    created_at: int


def check_name(name: str, field: str = "name") -> str:
    """Return a name that may stand in a URL and in a key.

    Raises
    ------
    InvalidError
        It is not 1 to 63 lower-case letters, digits and inner hyphens.
    """
    if not _NAME.match(name):
        message = "Use 1 to 63 lower-case letters, digits and hyphens."
        raise InvalidError(FieldProblem(field, message))
    return name
