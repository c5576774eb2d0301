"""/console/threads: threads that are open, held or closed otherwise than the site."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import ValidationError

from service.api.errors import as_invalid
from service.api.fields import ThreadId
from service.api.schemas import Sent as SentModel
from service.api.state import State
from service.console.returning import HOME, Said, go, ours
from service.console.routes import PageRoute
from service.console.senders import Form, Sent
from service.console.visitors import Desk, permitted
from service.domain.errors import OutdatedError
from service.domain.permissions import Permission
from service.domain.policy import Mode
from service.moderation.policies import change_thread_mode
from service.moderation.threads import WAITING, find_thread, read_threads

router = APIRouter(prefix=HOME, route_class=PageRoute)

Usher = Annotated[Desk, Depends(permitted(Permission.THREADS))]
"""A person who may open, hold and close threads."""


class SentMode(SentModel):
    """The mode that a thread had, and the one it is to have; None: the site's."""

    thread: ThreadId
    seen: Mode | None = None
    mode: Mode | None = None


@router.get("/threads")
async def show_threads(
    desk: Usher,
    state: State,
    thread: Annotated[str | None, Query(max_length=2_000)] = None,
    said: Said | None = None,
) -> Response:
    """Show threads, or the one that is asked for."""
    store, site = state["store"], desk.site
    asked = (thread or "").strip()
    one = [await find_thread(store, site, asked)] if asked else None
    return desk.page(
        "threads.html",
        threads=await read_threads(store, site) if one is None else one,
        asked=asked,
        modes=tuple(Mode),
        common=(await store.policies.current(site)).mode,
        counted=WAITING if await store.queue.size(site) > WAITING else None,
        said=said,
    )


@router.post("/threads")
async def post_mode(sent: Sent, state: State) -> Response:
    """Change the mode of a thread, if it still is what was seen."""
    desk, wanted = sent.desk, _read(sent.form)
    desk.who.require(Permission.THREADS)
    back = ours(sent.form.get("back"))
    change = (wanted.thread, wanted.mode, desk.actor)
    try:
        await change_thread_mode(state["store"], desk.site, *change, seen=wanted.seen)
    except OutdatedError:
        return go(back, said=Said.MODE_NOT_CHANGED)
    return go(back, said=Said.MODE_CHANGED)


def _read(form: Form) -> SentMode:
    """Check what was sent.

    Raises
    ------
    InvalidError
        It is not what our page sends.
    """
    names = SentMode.model_fields
    try:
        return SentMode.model_validate({name: form.get(name) or None for name in names})
    except ValidationError as error:
        raise as_invalid(error) from error
