"""Where to go next within the console, and what is to be told there."""

import re
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi.responses import RedirectResponse

HOME = "/console"
SIGN_IN = "/console/sign-in"

_OURS = re.compile(r"/console(/[a-z]+(/[\w-]{1,64})?)?(\?[\w.~%=&+-]*)?\Z", re.ASCII)
_TOLD = ("act", "left", "said")


class Said(StrEnum):
    """What can be told that nothing on the page shows."""

    SIGNED_OUT = "signed-out"
    EXPIRED = "expired"
    PREFERRED = "preferred"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - what is said of it
    PASSWORD_WRONG = "password-wrong"  # noqa: S105
    PASSWORD_SHORT = "password-short"  # noqa: S105
    PASSWORDS_DIFFER = "passwords-differ"
    PASSWORD_LATER = "password-later"  # noqa: S105
    NOTHING_DECIDED = "nothing-decided"
    NOTED = "noted"
    SKIPPED = "skipped"
    NOT_SKIPPED = "not-skipped"
    UNSKIPPED = "unskipped"
    UNDONE = "undone"
    PARTLY_UNDONE = "partly-undone"
    NOT_UNDONE = "not-undone"
    OPINION_KEPT = "opinion-kept"
    OPINION_TOO_LATE = "opinion-too-late"
    SETTLED = "settled"
    SETTLED_ALREADY = "settled-already"
    MODE_CHANGED = "mode-changed"
    MODE_NOT_CHANGED = "mode-not-changed"
    MODEL_PROMOTED = "model-promoted"
    MODEL_SHADOWS = "model-shadows"
    MODEL_DROPPED = "model-dropped"
    MODEL_ROLLED_BACK = "model-rolled-back"
    MODEL_NOT_CHOSEN = "model-not-chosen"
    STEP_NOT_TAKEN = "step-not-taken"
    WORDS_KEPT = "words-kept"
    NO_WORDS = "no-words"
    WORD_REMOVED = "word-removed"
    BANNED = "banned"
    BAN_LIFTED = "ban-lifted"
    POLICY_KEPT = "policy-kept"
    POLICY_UNCHANGED = "policy-unchanged"
    POLICY_RESTORED = "policy-restored"
    POLICY_NOT_RESTORED = "policy-not-restored"


def ours(path: str | None) -> str:
    """Give a path if it is that of a page of ours to come back to, else the queue's."""
    return path if path and _OURS.match(path) else HOME


def go(path: str, **told: str | None) -> RedirectResponse:
    """Send a browser to a page of ours, which then tells this and nothing from before."""
    parts = urlsplit(path)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in _TOLD]
    query = urlencode([*kept, *((name, value) for name, value in told.items() if value)])
    return RedirectResponse(f"{parts.path}?{query}" if query else parts.path, 303)
