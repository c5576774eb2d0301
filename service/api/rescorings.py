"""Rescorings: stored comments scored and judged again in bulk, watched, stopped and undone."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import StreamingResponse

from service.api.bodies import JsonRoute
from service.api.dependencies import Caller, SiteAdministrator
from service.api.exporting import answer_with_file, as_file
from service.api.paging import PageQuery
from service.api.problems import Responses, may_answer
from service.api.rescoring_changes import (
    SHEET,
    ChangeList,
    ChangeRecord,
    ChangesQuery,
    ExportQuery,
)
from service.api.rescoring_records import (
    RescoringList,
    RescoringRecord,
    SentRescoring,
    record_of,
)
from service.api.state import AppState, State
from service.domain.rescorings import Step
from service.moderation import rescorings

router = APIRouter(tags=["rescorings"], route_class=JsonRoute)

RescoringId = Annotated[str, Path(min_length=1, max_length=64)]

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
    responses=as_file("Changes, one a line") | may_answer(401, 403, 404, 422, 503),
)
async def export_changes(
    rescoring_id: RescoringId,
    caller: SiteAdministrator,
    state: State,
    query: Annotated[ExportQuery, Query()],
) -> StreamingResponse:
    """Write down all changes, or those that match, as they are read."""
    pages = rescorings.all_changes(state["store"], caller.site, rescoring_id, query.as_filter())
    return await answer_with_file(SHEET, query.format, pages, f"rescoring-{rescoring_id}")


async def _steer(state: AppState, caller: Caller, rescoring_id: str, step: Step) -> RescoringRecord:
    rescoring = await rescorings.steer(
        state["store"], caller.site, rescoring_id, step, caller.actor, state["settings"].bulk
    )
    return record_of(rescoring)
