"""The demo page: a news article, the approved comments under it, and a form without script."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, FastAPI, Query, Request, Response

from service.api.state import AppState, State
from service.demo.presenters import Posted, ShownComment, present_own, present_thread
from service.domain.errors import NotFoundError, UnavailableError
from service.doors.form_tokens import FormTokens
from service.doors.posts import FIELDS
from service.doors.rendering import Assets, make_templates, page
from service.doors.returning import own_origin
from service.moderation.first_start import SITE

FOLDER = Path(__file__).parent
THREAD = "demo-article"
PER_PAGE = 100

router = APIRouter(include_in_schema=False)
_templates = make_templates(FOLDER)


@router.get("/demo")
async def show_article(
    request: Request,
    state: State,
    comment: Annotated[str | None, Query(max_length=64)] = None,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """Show the article; ``comment`` is the id that the form sends a reader back with."""
    try:
        site = await state["lookups"].site(SITE)
        if site is None:
            raise NotFoundError("This installation has no demo site.")
        shown, more = await _read_thread(state, comment, cursor)
        posted = await _find_own(state, comment, shown)
    except UnavailableError:
        return page(_render(request, state, down=True), 503)
    return page(_render(request, state, shown=shown, more=more, posted=posted))


def mount_assets(app: FastAPI) -> None:
    """Serve the style sheet of the article."""
    app.mount("/demo/assets", Assets(directory=FOLDER / "assets"), name="demo-assets")


async def _read_thread(
    state: AppState, own_id: str | None, cursor: str | None
) -> tuple[list[ShownComment], str | None]:
    store = state["store"]
    listed = await store.listings.thread(SITE, THREAD, limit=PER_PAGE, cursor=cursor)
    found = await store.comments.get_many(SITE, listed.ids)
    return present_thread((c for c in found if c is not None), own_id), listed.next_cursor


async def _find_own(
    state: AppState, own_id: str | None, shown: list[ShownComment]
) -> Posted | None:
    """Find what to tell a reader that the list does not tell already."""
    if own_id is None or any(comment.id == own_id for comment in shown):
        return None
    comment = await state["store"].comments.get(SITE, own_id)
    return present_own(comment) if comment and comment.thread.id == THREAD else None


def _render(
    request: Request,
    state: AppState,
    *,
    shown: list[ShownComment] | None = None,
    more: str | None = None,
    posted: Posted | None = None,
    down: bool = False,
) -> str:
    tokens = FormTokens(state["settings"].secret.get_secret_value())
    typed = dict.fromkeys(FIELDS, "") | {
        "thread_url": own_origin(request, state["settings"]) + "/demo",
        "thread_id": THREAD,
        "form_token": tokens.issue(SITE),
    }
    return _templates.get_template("article.html").render(
        action=f"/forms/{SITE}/comments",
        typed=typed,
        comments=shown or [],
        more=more,
        posted=posted,
        down=down,
    )
