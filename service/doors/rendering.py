"""Pages for readers: templates that escape, files that browsers ask for again, a strict CSP."""

from collections.abc import Iterable
from pathlib import Path

import jinja2
from fastapi import Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from service.doors.posts import HONEYPOT

FOLDER = Path(__file__).parent


def make_templates(*folders: Path) -> jinja2.Environment:
    """Make templates of some folders; each may use those of the forms."""
    paths = [folder / "templates" for folder in (*folders, FOLDER)]
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(paths),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals["honeypot"] = HONEYPOT
    return templates


def page(html: str, status: int = 200, *, form_targets: Iterable[str] = ()) -> HTMLResponse:
    """Answer with a page that loads our style sheets and nothing else.

    A browser holds a form's redirect against ``form-action`` too: where readers are sent back to
    must be among the targets.
    """
    targets = " ".join(("'self'", *form_targets))
    policy = (
        "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
        f"form-action {targets}"
    )
    return HTMLResponse(html, status, {"Content-Security-Policy": policy})


class Assets(StaticFiles):
    """Files that browsers keep, and ask about before they use them: they change with a release."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        """Answer with a file."""
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "no-cache"
        return response
