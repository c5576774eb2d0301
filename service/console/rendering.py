"""Pages of the console: templates that escape, our words in them, a strict CSP."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import jinja2
from fastapi import Request
from fastapi.responses import HTMLResponse

from service.console.policy_forms import tell_figure
from service.console.preferences import Preferences
from service.console.reasons import tell_reason
from service.console.texts import make_visible
from service.console.words import Words, read_words
from service.domain.comments import Comment
from service.domain.times import as_rfc_3339
from service.doors.rendering import make_templates

FOLDER = Path(__file__).parent

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types desk"
)


@cache
def templates_in(language: str) -> jinja2.Environment:
    """Make the templates of a language: whatever they say comes from its catalogue."""
    say = read_words(language)
    templates = make_templates(FOLDER)
    templates.globals |= {"say": say, "ago": lambda ms: _ago(say, ms)}
    templates.filters |= {
        "named": lambda comment: _named(say, comment),
        "told": lambda reason: tell_reason(say, reason),
        "number": say.number,
        "figured": lambda figure, name: tell_figure(say, name, figure),
        "visible": make_visible,
        "lasting": lambda seconds: _lasting(say, seconds),
        "rfc3339": as_rfc_3339,
        # The same in every language, and whoever reads it where.
        "when": lambda ms: f"{_utc(ms):%Y-%m-%d %H:%M} UTC",
        "day": lambda ms: f"{_utc(ms):%Y-%m-%d}",
    }
    return templates


def page(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """Answer with a page that loads our own scripts, styles and icon, and nothing else."""
    preferences = Preferences.of(request)
    html = (
        templates_in(preferences.language)
        .get_template(template)
        .render(preferences=preferences, status=status, **{"desk": None, **values})
    )
    return HTMLResponse(html, status, {"Content-Security-Policy": _CSP})


def _named(say: Words, comment: Comment) -> str:
    return make_visible(comment.author.name or say("anonymous"))


def _lasting(say: Words, seconds: float) -> str:
    """Say how long something took, in its largest unit, two figures of it."""
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1)):
        if seconds >= length or unit == "seconds":
            told = f"{seconds / length:.2g}" if seconds < 10 * length else f"{seconds / length:.0f}"
            return say(f"lasting.{unit}", n=told.replace(".", say("decimal")))
    raise AssertionError


def _utc(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def _ago(say: Words, ms: int) -> str:
    """Say how long ago something was, in its largest unit."""
    minutes = int((datetime.now(UTC) - _utc(ms)).total_seconds()) // 60
    for unit, length in (("days", 24 * 60), ("hours", 60), ("minutes", 1)):
        if minutes >= length:
            return say.count(f"ago.{unit}", minutes // length)
    return say("ago.now")
