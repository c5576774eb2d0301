"""Proof of work for plain forms, after ALTCHA: dear to who posts by the thousand, not to a reader.

A page of the site loads ALTCHA's widget inside the form and points it at the site's challenge; the
widget sends its solution along as the field ``altcha``. It deters bulk and nothing else, and needs
a script, so that a site has to ask for it.
"""

import hashlib
import hmac
import time
from typing import Any

import altcha

from service.domain.errors import FieldProblem, InvalidError

ALGORITHM = "PBKDF2/SHA-256"
COST = 2_000
"""Iterations of one try; a solution takes 256 tries on average, a second or less of one device."""

LIFE_S = 3_600
"""As long as a reader may take to write."""

FIELD = "altcha"


class Challenges:
    """Makes the challenges of one installation and checks their solutions, a key for each site."""

    def __init__(self, secret: str) -> None:
        self._root = secret.encode()

    def issue(self, site: str, cost: int = COST) -> dict[str, Any]:
        """Make a challenge, as ALTCHA's widget reads it."""
        expires_at = int(time.time()) + LIFE_S
        key = self._key(site)
        challenge = altcha.create_challenge(ALGORITHM, cost, expires_at=expires_at, hmac_secret=key)
        return dict(challenge.to_dict())

    def check(self, site: str, solution: str | None) -> str:
        """Check a solution and name its challenge, which is good for one comment.

        Raises
        ------
        InvalidError
            There is none, it is wrong or too old, or its challenge was not one of this site's.
        """
        if not solution:
            raise _refused("Wait until the check above the button is done, then post again.")
        try:
            payload = altcha.Payload.from_base64(solution)
            result = altcha.verify_solution(payload, self._key(site))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            raise _refused("The check was not passed.") from None
        if result.expired:
            raise _refused("The check was too long ago. Go back to the page and post from there.")
        if not result.verified:
            raise _refused("The check was not passed.")
        return hashlib.sha256(str(payload.challenge.signature).encode()).hexdigest()[:32]

    def _key(self, site: str) -> bytes:
        return hmac.digest(self._root, f"challenge:{site}".encode(), "sha256")


def _refused(message: str) -> InvalidError:
    return InvalidError(FieldProblem(FIELD, message))
