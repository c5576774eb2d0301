"""Rescorings: stored comments scored and judged again in bulk, watched, stopped and undone."""

from collections.abc import Sequence
from typing import Annotated, Self

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from service.api.bodies import JsonRoute
from service.api.dependencies import Caller, SiteAdministrator
from service.api.exporting import MEDIA_TYPES, Format, write_pages
from service.api.fields import Moment, ThreadId, Time, as_ms
from service.api.paging import PageQuery
from service.api.problems import Responses, may_answer
from service.api.rescoring_changes import SHEET, ChangeRecord
from service.api.schemas import Sent, Shown
from service.api.state import AppState, State
from service.domain import rescorings as domain
from service.domain.rescorings import DECIDED, Apply, Rescoring, Selection, Step
from service.domain.statuses import Status
from service.moderation import rescorings
from service.moderation.rescorings import ChangeFilter

router = APIRouter(tags=["rescorings"], route_class=JsonRoute)

RescoringId = Annotated[str, Path(min_length=1, max_length=64)]
ModelId = Annotated[str, Field(min_length=1, max_length=64)]


class SentFilter(Sent):
    """Which comments; those that are pending are about to be scored anyway."""

    status: Annotated[Status | None, Field(description="None: every one that is decided")] = None
    since: Annotated[Moment | None, Field(description="Arrived at or after")] = None
    until: Annotated[Moment | None, Field(description="Arrived before")] = None
    thread: ThreadId | None = None
    model_not: Annotated[
        ModelId | None, Field(description="Not those that have scores of this model already")
    ] = None

    @model_validator(mode="after")
    def _can_be_rescored(self) -> Self:
        if self.status is not None and self.status not in DECIDED:
            raise PydanticCustomError("status", f"Only {', '.join(DECIDED)} can be rescored.")
        return self

    def as_selection(self) -> Selection:
        """Put it the way the record is asked."""
        return Selection(
            statuses=(self.status,) if self.status else DECIDED,
            since=as_ms(self.since),
            until=as_ms(self.until),
            thread=self.thread,
            model_not=self.model_not,
        )


class SentRescoring(Sent):
    """What is to be scored again, by which model, and what is to come of it."""

    filter: SentFilter = SentFilter()
    model: Annotated[ModelId | None, Field(description="None: the one that decides")] = None
    apply: Apply


class MoveRecord(Shown):
    """How many changes there are of one kind."""

    before: Annotated[Status, Field(serialization_alias="from")]
    after: Annotated[Status, Field(serialization_alias="to")]
    count: int


class RescoringRecord(Shown):
    """A rescoring, and how far it is."""

    id: str
    state: domain.State
    apply: Apply
    model: str | None = Field(description="None: stored scores, a policy is tried")
    policy: int = Field(description="Version; 0: one that is tried")
    total: int = Field(description="Comments to look at; while undoing, changes to take back")
    done: int
    scored: int = Field(description="How many got new scores")
    changed: int = Field(description="Verdicts that would be or, with `decisions`, are others")
    restored: int = Field(description="How many of them were undone")
    errors: int = Field(description="Comments that could not be scored")
    rate: float = Field(description="Comments a second, lately")
    eta_s: float | None
    moves: Sequence[MoveRecord]
    by: str
    created_at: Time
    ended_at: Time | None


class RescoringList(Shown):
    """Rescorings, the newest first."""

    items: Sequence[RescoringRecord]
    next_cursor: str | None


class ChangesFilters(Sent):
    """Which changes."""

    before: Annotated[Status | None, Field(alias="from")] = None
    after: Annotated[Status | None, Field(alias="to")] = None

    def as_filter(self) -> ChangeFilter:
        """Put them the way the list is asked."""
        return ChangeFilter(before=self.before, after=self.after)


class ChangesQuery(ChangesFilters, PageQuery):
    """Which changes, and which part of the list."""


class ExportQuery(ChangesFilters):
    """Which changes, and how they are written."""

    format: Format = Format.NDJSON


class ChangeList(Shown):
    """Changes, in the order in which they were found."""

    items: Sequence[ChangeRecord]
    next_cursor: str | None


_LOCATION: Responses = {
    202: {"headers": {"Location": {"description": "Its URL", "schema": {"type": "string"}}}}
}


@router.post(
    "/v1/rescorings",
    status_code=202,
    responses=_LOCATION | may_answer(401, 403, 404, 409, 413, 415, 422, 503),
)
async def order_rescoring(
    sent: SentRescoring, caller: SiteAdministrator, state: State, response: Response
) -> RescoringRecord:
    """Begin to score stored comments again. What a person decided is never changed."""
    rescoring = await rescorings.order_rescoring(
        state["store"],
        state["models"],
        caller.site,
        caller.actor,
        selection=sent.filter.as_selection(),
        apply=sent.apply,
        model=sent.model,
    )
    response.headers["Location"] = f"/v1/rescorings/{rescoring.id}"
    return record_of(rescoring)


@router.get("/v1/rescorings", responses=may_answer(401, 403, 422, 503))
async def read_rescorings(
    caller: SiteAdministrator, state: State, query: Annotated[PageQuery, Query()]
) -> RescoringList:
    """Show the rescorings of the site that are still kept."""
    found, cursor = await state["store"].rescorings.page(
        caller.site, limit=query.limit, cursor=query.cursor
    )
    return RescoringList(items=[record_of(rescoring) for rescoring in found], next_cursor=cursor)


@router.get("/v1/rescorings/{rescoring_id}", responses=may_answer(401, 403, 404, 422, 503))
async def read_rescoring(
    rescoring_id: RescoringId, caller: SiteAdministrator, state: State
) -> RescoringRecord:
    """Show how far a rescoring is."""
    return record_of(await rescorings.find_rescoring(state["store"], caller.site, rescoring_id))


@router.post("/v1/rescorings/{rescoring_id}/pause", responses=may_answer(401, 403, 404, 422, 503))
async def pause_rescoring(
    rescoring_id: RescoringId, caller: SiteAdministrator, state: State
) -> RescoringRecord:
    """Let it rest; what is under way is still finished."""
    return await _steer(state, caller, rescoring_id, Step.PAUSE)


@router.post("/v1/rescorings/{rescoring_id}/resume", responses=may_answer(401, 403, 404, 422, 503))
async def resume_rescoring(
    rescoring_id: RescoringId, caller: SiteAdministrator, state: State
) -> RescoringRecord:
    """Go on where it was."""
    return await _steer(state, caller, rescoring_id, Step.RESUME)


@router.post("/v1/rescorings/{rescoring_id}/cancel", responses=may_answer(401, 403, 404, 422, 503))
async def cancel_rescoring(
    rescoring_id: RescoringId, caller: SiteAdministrator, state: State
) -> RescoringRecord:
    """End it here. Nothing is changed any more; what was changed stays so, and can be undone."""
    return await _steer(state, caller, rescoring_id, Step.CANCEL)


@router.post(
    "/v1/rescorings/{rescoring_id}/undo",
    status_code=202,
    responses=may_answer(401, 403, 404, 422, 503),
)
async def undo_rescoring(
    rescoring_id: RescoringId, caller: SiteAdministrator, state: State
) -> RescoringRecord:
    """Put back every status that it changed, where nobody has changed it since. Scores stay."""
    return await _steer(state, caller, rescoring_id, Step.UNDO)


@router.get("/v1/rescorings/{rescoring_id}/changes", responses=may_answer(401, 403, 404, 422, 503))
async def read_changes(
    rescoring_id: RescoringId,
    caller: SiteAdministrator,
    state: State,
    query: Annotated[ChangesQuery, Query()],
) -> ChangeList:
    """Show the comments whose verdict would change or did.

    A page looks at two thousand changes at most: it may be short, or empty, and have a
    `next_cursor` all the same. Then there may be more.
    """
    page = await rescorings.read_changes(
        state["store"],
        caller.site,
        rescoring_id,
        query.as_filter(),
        limit=query.limit,
        cursor=query.cursor,
    )
    items = [ChangeRecord.model_validate(change) for change in page.items]
    return ChangeList(items=items, next_cursor=page.next_cursor)


@router.get(
    "/v1/rescorings/{rescoring_id}/changes/export",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Changes, one a line",
            "content": {media_type: {} for media_type in MEDIA_TYPES.values()},
        },
        **may_answer(401, 403, 404, 422, 503),
    },
)
async def export_changes(
    rescoring_id: RescoringId,
    caller: SiteAdministrator,
    state: State,
    query: Annotated[ExportQuery, Query()],
) -> StreamingResponse:
    """Write down all changes, or those that match, as they are read."""
    pages = rescorings.all_changes(state["store"], caller.site, rescoring_id, query.as_filter())
    first = await anext(pages)  # a record that does not answer is a problem, not half a file
    rows = write_pages(SHEET, query.format, first, pages)
    name = f"rescoring-{rescoring_id}.{query.format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(rows, headers=headers, media_type=MEDIA_TYPES[query.format])


async def _steer(state: AppState, caller: Caller, rescoring_id: str, step: Step) -> RescoringRecord:
    rescoring = await rescorings.steer(
        state["store"], caller.site, rescoring_id, step, caller.actor, state["settings"].bulk
    )
    return record_of(rescoring)


def record_of(rescoring: Rescoring) -> RescoringRecord:
    """Show a rescoring."""
    order = rescoring.order
    figures = ("total", "done", "scored", "changed", "restored", "errors", "rate", "eta_s")
    return RescoringRecord(
        id=rescoring.id,
        state=rescoring.state,
        apply=order.apply,
        model=order.model,
        policy=order.policy.version,
        **{name: getattr(rescoring, name) for name in figures},
        moves=[
            MoveRecord(before=before, after=after, count=count)
            for (before, after), count in sorted(rescoring.moves.items())
        ],
        by=order.by,
        created_at=rescoring.created_at,
        ended_at=rescoring.ended_at,
    )
