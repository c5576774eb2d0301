"""The pages of the console that everybody finds at its top: a new one is a line here."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.console.returning import HOME
from service.domain.permissions import is_at_least
from service.domain.sites import Role


@dataclass(frozen=True, slots=True)
class Destination:
    """A page, as the navigation names it: ``nav.<name>`` in the catalogues."""

    name: str
    path: str
    role: Role = Role.MODERATOR
    """The least that may see it."""


DESTINATIONS = (
    Destination("queue", HOME),
    Destination("opinions", HOME + "/opinions"),
    Destination("insights", HOME + "/insights"),
    Destination("threads", HOME + "/threads", Role.LEAD),
    Destination("policy", HOME + "/policy", Role.LEAD),
    Destination("words", HOME + "/words", Role.LEAD),
    Destination("models", HOME + "/models", Role.ADMIN),
    Destination("rescorings", HOME + "/rescorings", Role.ADMIN),
)


def destinations_for(role: Role) -> Sequence[Destination]:
    """List the pages that somebody of a role may see."""
    return [page for page in DESTINATIONS if is_at_least(role, page.role)]
