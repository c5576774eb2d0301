"""Sessions: a moderator who has signed in, known again by a token that only their browser has."""

from dataclasses import dataclass

IDLE_S = 2 * 3600
"""A session that nobody has used for so long has ended."""

LIFE_S = 12 * 3600
"""However busy, a session ends after so long: a working day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session as the record has it: the hash of its token, never the token."""

    digest: str
    site: str
    moderator: str
    form_token: str
    """Stands in every form of the session, so that no other page can send one for it."""
    began_at: int

    def is_live(self, now: int) -> bool:
        """Tell whether it may still be used at ``now`` (ms)."""
        return now < self.began_at + LIFE_S * 1000
