"""The secrets that a site's Coral signs with.

Coral makes them, and signs with all that are active; one that is known is enough. So they are
rotated without a gap: rotate there and let the old one live on for a while, add the new one here,
and remove the old one.
"""

import hmac
import secrets
from collections.abc import Iterable

from service.clock import now_ms
from service.domain.audit import Actor
from service.domain.errors import ConflictError, FieldProblem, InvalidError, NotFoundError
from service.domain.setting_changes import OPERATOR, About, SettingChange
from service.domain.sites import SigningSecret
from service.store.redis import Store

MOST = 10
_SHORTEST, _LONGEST = 16, 500
_SCHEME = "sha256="
_WHAT = "what Coral signs with"


async def add_secret(
    store: Store, site: str, secret: str, actor: Actor = OPERATOR
) -> SigningSecret:
    """Take requests that are signed with a secret for the site's.

    Raises
    ------
    InvalidError
        It is too short to be one, or too long.
    NotFoundError
        There is no such site.
    ConflictError
        The site has as many as it may.
    """
    if not _SHORTEST <= len(secret) <= _LONGEST:
        message = f"It has {_SHORTEST} to {_LONGEST} characters, as Coral shows it."
        raise InvalidError(FieldProblem("secret", message))
    if await store.sites.get(site) is None:
        raise NotFoundError(f"There is no site “{site}”.")
    if len(await store.coral_secrets.of_site(site)) >= MOST:
        raise ConflictError(f"A site has {MOST} secrets at most; remove one that is not used.")
    now = now_ms()
    added = SigningSecret(id=secrets.token_hex(6), secret=secret, created_at=now)
    await store.coral_secrets.add(site, added)
    await _note(store, site, added.id, "add", actor)
    return added


async def remove_secret(store: Store, site: str, secret_id: str, actor: Actor = OPERATOR) -> None:
    """Take requests that are signed with a secret for nobody's.

    Raises
    ------
    NotFoundError
        The site has none of that id.
    """
    if not await store.coral_secrets.remove(site, secret_id):
        raise NotFoundError("This site has no such secret.")
    await _note(store, site, secret_id, "remove", actor)


def is_signed(body: bytes, header: str, known: Iterable[SigningSecret]) -> bool:
    """Tell whether a body is signed with a secret that is known: ``sha256=<hex>,sha256=<hex>…``."""
    given = [part.strip().removeprefix(_SCHEME) for part in header.split(",")[:MOST]]
    due = [hmac.new(secret.secret.encode(), body, "sha256").hexdigest() for secret in known]
    return any(hmac.compare_digest(a.encode(), b.encode()) for a in given for b in due)


async def _note(store: Store, site: str, secret_id: str, action: str, actor: Actor) -> None:
    before, after = (None, _WHAT) if action == "add" else (_WHAT, None)
    change = SettingChange(
        about=About.KEYS, subject=secret_id, action=action, actor=actor, before=before, after=after
    )
    await store.setting_changes.note(site, change)
