"""Everything that can go wrong, as one tree; ``service/api/errors.py`` turns it into responses.

GreenroomError
├── InvalidError            what was sent makes no sense, field by field             422
│   ├── NotAllowedError     the action is not on the list for this comment           422
│   └── TooLargeError       there is more of it than is read here                    413
├── UnauthenticatedError    no key, or not a live one                                401
├── ForbiddenError          the key lacks the scope, or the page its origin          403
│   └── RoleError           the person's role is not enough                          403
├── NotFoundError           nothing of this site has that id                         404
├── ConflictError           the idempotency key stands for another comment           409
│   ├── StaleError          the comment changed since the caller saw it              409
│   ├── GrownError          more comments match than the caller saw                  409
│   ├── OutdatedError       the policy changed since the caller read it              409
│   └── ModelError          the model is damaged, retired, or in use                 409
├── TooManyError            slow down                                                429
└── UnavailableError        Redis cannot take it now                                 503
    └── UnknownOutcomeError it was sent to Redis and no answer came                  503
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.domain.comments import Comment


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field."""

    field: str
    message: str


class GreenroomError(Exception):
    """Base of all errors that a caller may see."""


class InvalidError(GreenroomError):
    """What was sent makes no sense; ``problems`` says where."""

    def __init__(self, *problems: FieldProblem) -> None:
        super().__init__("; ".join(f"{p.field}: {p.message}" for p in problems))
        self.problems = problems


class NotAllowedError(InvalidError):
    """The action is not on the list of what may be done to this comment."""


class TooLargeError(InvalidError):
    """The body is larger than what is read here."""

    def __init__(self, message: str) -> None:
        super().__init__(FieldProblem("body", message))


class UnauthenticatedError(GreenroomError):
    """No key was given, or it is wrong, expired or revoked."""


class ForbiddenError(GreenroomError):
    """The key is good but not for this: its scopes or its site's origins leave it out."""


class RoleError(ForbiddenError):
    """The person's role on the site is not enough."""


class NotFoundError(GreenroomError):
    """Nothing of this site has that id. Another site's things are not found either."""


class ConflictError(GreenroomError):
    """The idempotency key or external id stands for a comment with another body."""


class StaleError(ConflictError):
    """The comment changed since the caller saw it; ``current`` is what it is now."""

    def __init__(self, current: "Comment") -> None:
        super().__init__(f"The comment is at version {current.version} now.")
        self.current = current


class GrownError(ConflictError):
    """More comments match by now than the caller saw; ``matching`` is how many."""

    def __init__(self, matching: int, expected: int) -> None:
        super().__init__(f"{matching:,} comments match by now; you have seen {expected:,}.")
        self.matching = matching


class OutdatedError(ConflictError):
    """The policy changed since the caller read it."""


class ModelError(ConflictError):
    """The model cannot be used for this: it is damaged, retired, or in use."""


class TooManyError(GreenroomError):
    """Slow down."""

    def __init__(self, retry_after_s: int, what: str = "comments") -> None:
        super().__init__(f"Too many {what}; try again in {retry_after_s} s.")
        self.retry_after_s = retry_after_s


class UnavailableError(GreenroomError):
    """The record cannot take it now; nothing was changed."""


class UnknownOutcomeError(UnavailableError):
    """The record got the request and did not answer: it may or may not have happened.

    The caller repeats it with the same idempotency key and finds out.
    """
