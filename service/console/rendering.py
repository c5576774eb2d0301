"""Pages of the console: templates that escape, our words in them, a strict CSP."""

from datetime import UTC, datetime
from pathlib import Path

from fastapi.responses import HTMLResponse

from service.console.cards import Level
from service.console.texts import make_visible
from service.console.words import read_words
from service.domain.comments import Comment
from service.domain.times import as_rfc_3339
from service.doors.rendering import make_templates
from service.moderation.sessions import SignedIn

FOLDER = Path(__file__).parent

_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def _named(comment: Comment) -> str:
    return make_visible(comment.author.name or _say("anonymous"))


_say = read_words("en")
_templates = make_templates(FOLDER)
_templates.globals |= {"say": _say, "levels": list(Level)}
_templates.filters |= {
    "named": _named,
    "visible": make_visible,
    "rfc3339": as_rfc_3339,
    # The same in every language, and whoever reads it where.
    "when": lambda ms: f"{datetime.fromtimestamp(ms / 1000, UTC):%Y-%m-%d %H:%M} UTC",
}


def page(
    template: str, status: int = 200, *, who: SignedIn | None = None, **values: object
) -> HTMLResponse:
    """Answer with a page that loads our style sheet and icon, and nothing else."""
    html = _templates.get_template(template).render(who=who, status=status, **values)
    return HTMLResponse(html, status, {"Content-Security-Policy": _CSP})
