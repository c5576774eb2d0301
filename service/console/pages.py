"""The console as a whole: its routes, its style sheet, and a page for what there is not."""

from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import RedirectResponse

from service.console import (
    bans,
    claims,
    comments,
    deciding_alike,
    decisions,
    disagreements,
    insights,
    listening,
    models,
    opinions,
    passwords,
    policy,
    policy_versions,
    preferring,
    queue,
    remarks,
    rescoring_pages,
    rescorings,
    signing_in,
    threads,
    word_list,
)
from service.console.rendering import FOLDER
from service.console.returning import HOME
from service.console.routes import PageRoute
from service.domain.errors import NotFoundError
from service.doors.rendering import Assets

MODULES = (
    signing_in,
    preferring,
    passwords,
    queue,
    claims,
    comments,
    decisions,
    deciding_alike,
    remarks,
    listening,
    opinions,
    disagreements,
    policy,
    policy_versions,
    threads,
    word_list,
    bans,
    models,
    insights,
    rescorings,
    rescoring_pages,
)
"""All that has routes of its own."""

router = APIRouter(include_in_schema=False, route_class=PageRoute)
for module in MODULES:
    router.include_router(module.router)


@router.get("/")
async def show_the_way() -> Response:
    """Send whoever knows no more than the address of the service to the console."""
    return RedirectResponse(HOME, 303)


@router.get(HOME + "/{path:path}")
async def show_nothing() -> Response:
    """Say that there is no such page."""
    raise NotFoundError("There is no such page.")


def mount_assets(app: FastAPI) -> None:
    """Serve the style sheet and the icon."""
    app.mount("/console/assets", Assets(directory=FOLDER / "assets"), name="console-assets")
