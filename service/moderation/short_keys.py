"""Short keys: twelve hexadecimal digits, for software that takes no other form of key.

WordPress's plugin for Akismet deletes whatever is no hexadecimal digit from a key and refuses what
is not twelve long; others put the key before a host's name, where capitals are lost. Such a key has
48 random bits, as that service's own. It is kept as a hash under the installation's secret, so that
whoever reads the record cannot find it by trying.
"""

import hmac
import re
import secrets

from service.clock import now_ms
from service.domain.errors import NotFoundError, UnauthenticatedError
from service.domain.pseudonyms import Pseudonyms
from service.domain.setting_changes import OPERATOR
from service.domain.sites import ApiKey, KeyKind, Scope
from service.moderation.keys import add_key
from service.store.redis import Store

_FORM = re.compile(r"[0-9a-f]{12}\Z", re.IGNORECASE)
_ID_DIGITS = 12
_SCOPES = frozenset({Scope.SUBMIT, Scope.MODERATE})
"""To ask, and to say what should have been answered."""


async def issue_short_key(
    store: Store, pseudonyms: Pseudonyms, site: str, label: str = "", life_s: int | None = None
) -> tuple[str, ApiKey]:
    """Make a short key; the first of the two is the key itself, told this once.

    Raises
    ------
    NotFoundError
        There is no such site.
    """
    if await store.sites.get(site) is None:
        raise NotFoundError(f"There is no site “{site}”.")
    secret, now = secrets.token_hex(6), now_ms()
    key_id, digest = _parts(pseudonyms, secret)
    key = ApiKey(
        id=key_id,
        kind=KeyKind.SHORT,
        site=site,
        scopes=_SCOPES,
        digest=digest,
        created_at=now,
        label=label,
        expires_at=now + life_s * 1000 if life_s is not None else None,
    )
    await add_key(store, key, OPERATOR)
    return secret, key


def is_short(presented: str) -> bool:
    """Tell whether this has the form of a short key, in whatever case."""
    return bool(_FORM.match(presented))


async def authenticate_short(store: Store, pseudonyms: Pseudonyms, presented: str) -> ApiKey:
    """Find the short key that a caller presents.

    Raises
    ------
    UnauthenticatedError
        It is unknown, or its life is over.
    """
    key_id, digest = _parts(pseudonyms, presented)
    key = await store.api_keys.get(key_id)
    good = key is not None and hmac.compare_digest(key.digest, digest)
    if key is None or not good or key.kind is not KeyKind.SHORT or not key.is_live(now_ms()):
        raise UnauthenticatedError("The key is unknown, expired or revoked.")
    return key


def _parts(pseudonyms: Pseudonyms, secret: str) -> tuple[str, str]:
    """Give the id a key is kept under, and what it is known by."""
    hashed = pseudonyms.of_short_key(secret.lower())
    return hashed[:_ID_DIGITS], hashed[_ID_DIGITS:]
