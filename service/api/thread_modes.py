"""Threads that go by a mode of their own, as one that is closed."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from service.api.bodies import JsonRoute
from service.api.dependencies import Moderator
from service.api.fields import ThreadId
from service.api.problems import may_answer
from service.api.schemas import Sent, Shown
from service.api.state import State
from service.domain.policy import Mode
from service.moderation import policies

router = APIRouter(tags=["policy"], route_class=JsonRoute)

_PATH = "/v1/threads/{thread_id:path}/mode"


class SentMode(Sent):
    """The mode that a thread is to go by."""

    mode: Annotated[Mode | None, Field(description="None: the site's again")]


class ThreadMode(Shown):
    """By which mode a thread goes."""

    thread: str
    mode: Mode
    own: bool = Field(description="Whether it is the thread's, or else the site's")


@router.get(_PATH, responses=may_answer(401, 403, 404, 422, 503))
async def read_thread_mode(thread_id: ThreadId, caller: Moderator, state: State) -> ThreadMode:
    """Tell by which mode a thread goes."""
    kept = state["store"].policies
    own = (await kept.thread_modes(caller.site, [thread_id])).get(thread_id)
    mode = own or (await kept.current(caller.site)).mode
    return ThreadMode(thread=thread_id, mode=mode, own=own is not None)


@router.put(_PATH, responses=may_answer(401, 403, 404, 413, 415, 422, 503))
async def set_thread_mode(
    thread_id: ThreadId, sent: SentMode, caller: Moderator, state: State
) -> ThreadMode:
    """Open, close or hold a thread; comments that are judged from now on go by it."""
    await policies.set_thread_mode(state["store"], caller.site, thread_id, sent.mode, caller.actor)
    return await read_thread_mode(thread_id, caller, state)
