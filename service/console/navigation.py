"""The pages of the console that everybody finds at its top: a new one is a line here."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.console.returning import HOME
from service.domain.permissions import Permission, may
from service.domain.sites import Role


@dataclass(frozen=True, slots=True)
class Destination:
    """A page, as the navigation names it: ``nav.<name>`` in the catalogues."""

    name: str
    path: str
    needs: Permission
    """What somebody must be allowed to do to see it."""


DESTINATIONS = (
    Destination("queue", HOME, Permission.DECIDE),
    Destination("opinions", HOME + "/opinions", Permission.REVIEW_AGAIN),
    Destination("insights", HOME + "/insights", Permission.STATISTICS),
    Destination("threads", HOME + "/threads", Permission.THREADS),
    Destination("policy", HOME + "/policy", Permission.READ_POLICY),
    Destination("words", HOME + "/words", Permission.WORDS),
    Destination("models", HOME + "/models", Permission.MODELS),
    Destination("rescorings", HOME + "/rescorings", Permission.RESCORINGS),
)


def destinations_for(role: Role) -> Sequence[Destination]:
    """List the pages that somebody of a role may see."""
    return [page for page in DESTINATIONS if may(role, page.needs)]
