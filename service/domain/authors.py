"""What is known of an author when their comment is judged."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What became of an author's comments so far."""

    first_seen: int | None = None
    approved: int = 0
    rejected: int = 0
    """Spam counts too."""
    recent: str = ""
    """The last outcomes, oldest first: ``a`` approved, ``r`` rejected, ``s`` spam."""

    @property
    def rejection_rate(self) -> float:
        """Share of the last outcomes that were not approvals; 0 when there are none."""
        refused = len(self.recent) - self.recent.count("a")
        return refused / len(self.recent) if self.recent else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """An author whose comments a site does not want."""

    identity: str
    """How they are known: ``author:<id>``, ``email:<hash>`` or ``address:<hash>``."""
    by: str
    at: int
    reason: str = ""
    until: int | None = None
    """End of the ban, ms; None: until it is lifted."""

    @property
    def id(self) -> str:
        """Names the ban without telling whom it is on."""
        return hashlib.blake2b(self.identity.encode(), digest_size=12).hexdigest()

    @property
    def kind(self) -> str:
        """What is known of who is banned: ``author``, ``email`` or ``address``."""
        return self.identity.partition(":")[0]

    @property
    def author_id(self) -> str | None:
        """The site's own id of them, if that is what they are known by."""
        kind, _, value = self.identity.partition(":")
        return value if kind == "author" else None

    def is_on(self, at: int) -> bool:
        """Tell whether it is in force."""
        return self.until is None or at < self.until
