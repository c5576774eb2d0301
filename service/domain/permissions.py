"""What the people of a site may do, by their role: the one table that everybody asks."""

from enum import StrEnum

from service.domain.errors import RoleError
from service.domain.sites import Role


class Permission(StrEnum):
    """Something that a person may do on their site, or may not."""

    DECIDE = "decide"
    CLAIM = "claim"
    """Claim items of the review queue, and skip them."""
    NOTE = "note"
    REPORT = "report"
    REVIEW_AGAIN = "review_again"
    """Give a second opinion, without knowing the first."""
    STATISTICS = "statistics"
    AUDIT = "audit"
    """Read the audit log."""

    DECIDE_BY_FILTER = "decide_by_filter"
    """Decide all that match, seen or not."""
    UNDO_OTHERS = "undo_others"
    """Undo what somebody else has decided; one's own act anybody may undo."""
    WORDS = "words"
    BANS = "bans"
    SETTLE = "settle"
    """See where two people disagree, how far, and have the last word."""
    THREADS = "threads"
    """Hold or close a thread."""
    READ_POLICY = "read_policy"
    """See what decides on the site, and all that did before."""

    POLICY = "policy"
    MODELS = "models"
    RESCORINGS = "rescorings"
    KEYS = "keys"
    WEBHOOKS = "webhooks"
    MODERATORS = "moderators"
    ERASE_PEOPLE = "erase_people"
    """Erase all that somebody wrote."""


LEAST_ROLE = {
    Permission.DECIDE: Role.MODERATOR,
    Permission.CLAIM: Role.MODERATOR,
    Permission.NOTE: Role.MODERATOR,
    Permission.REPORT: Role.MODERATOR,
    Permission.REVIEW_AGAIN: Role.MODERATOR,
    Permission.STATISTICS: Role.MODERATOR,
    Permission.AUDIT: Role.MODERATOR,
    Permission.DECIDE_BY_FILTER: Role.LEAD,
    Permission.UNDO_OTHERS: Role.LEAD,
    Permission.WORDS: Role.LEAD,
    Permission.BANS: Role.LEAD,
    Permission.SETTLE: Role.LEAD,
    Permission.THREADS: Role.LEAD,
    Permission.READ_POLICY: Role.LEAD,
    Permission.POLICY: Role.ADMIN,
    Permission.MODELS: Role.ADMIN,
    Permission.RESCORINGS: Role.ADMIN,
    Permission.KEYS: Role.ADMIN,
    Permission.WEBHOOKS: Role.ADMIN,
    Permission.MODERATORS: Role.ADMIN,
    Permission.ERASE_PEOPLE: Role.ADMIN,
}
"""The least role that each permission needs; a higher one has it, too."""

_RANKS = tuple(Role)


def may(role: Role, permission: Permission) -> bool:
    """Tell whether somebody of a role has a permission."""
    return _RANKS.index(role) >= _RANKS.index(LEAST_ROLE[permission])


def permissions_of(role: Role) -> tuple[Permission, ...]:
    """List all that somebody of a role may do."""
    return tuple(permission for permission in Permission if may(role, permission))


def require(role: Role, permission: Permission) -> None:
    """Let pass whose role has the permission.

    Raises
    ------
    RoleError
        It does not.
    """
    if not may(role, permission):
        raise RoleError(f"This needs the role “{LEAST_ROLE[permission]}”.")
