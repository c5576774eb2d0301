"""/console/rescorings/{id}: how far one is, and what it changed or would."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, field_validator

from service.api.exporting import Format, answer_with_file
from service.api.rescoring_changes import SHEET
from service.api.rescorings import RescoringId
from service.api.state import State
from service.console.change_cards import read_change_cards
from service.console.rescorings import PAGE, Rescorer
from service.console.returning import HOME, Said
from service.console.routes import PageRoute
from service.domain.rescorings import ALLOWED, DECIDED, Apply, Rescoring, Step
from service.domain.rescorings import State as Stage
from service.domain.statuses import Status
from service.moderation import rescorings
from service.moderation.rescorings import ChangeFilter

router = APIRouter(prefix=HOME, route_class=PageRoute)

_AT_ONCE = 20


class ChangeView(BaseModel):
    """Which changes are looked at."""

    model_config = ConfigDict(frozen=True)

    before: Annotated[Status | None, Field(alias="from")] = None
    after: Annotated[Status | None, Field(alias="to")] = None

    @field_validator("before", "after", mode="before")
    @classmethod
    def _is_given(cls, value: object) -> object:
        return value or None

    def as_filter(self) -> ChangeFilter:
        """Put it the way the list is asked."""
        return ChangeFilter(before=self.before, after=self.after)

    def written(self, **more: str) -> str:
        """Give it as the query of an address."""
        given = {"from": self.before, "to": self.after, **more}
        return urlencode({name: value for name, value in given.items() if value})


class AskedView(ChangeView):
    """Which changes, which part of them, and what has just been done."""

    cursor: Annotated[str | None, Field(max_length=100)] = None
    said: Said | None = None


class ExportView(ChangeView):
    """Which changes, and how they are written."""

    format: Format = Format.CSV


@router.get("/rescorings/{rescoring_id}")
async def show_rescoring(
    rescoring_id: RescoringId, desk: Rescorer, state: State, asked: Annotated[AskedView, Query()]
) -> Response:
    """Show how far it is, and the comments whose verdict would be another one or is."""
    store, site = state["store"], desk.site
    found = await rescorings.find_rescoring(store, site, rescoring_id)
    page = await rescorings.read_changes(
        store, site, rescoring_id, asked.as_filter(), limit=_AT_ONCE, cursor=asked.cursor
    )
    return desk.page(
        "rescoring.html",
        job=found,
        path=f"{PAGE}/{found.id}",
        steps=steps_of(found),
        goes_on=found.state in (Stage.RUNNING, Stage.UNDOING),
        cards=await read_change_cards(state, site, page.items),
        next=page.next_cursor,
        view=asked,
        statuses=DECIDED,
        formats=list(Format),
        said=asked.said,
    )


@router.get("/rescorings/{rescoring_id}/changes")
async def export_changes(
    rescoring_id: RescoringId, desk: Rescorer, state: State, asked: Annotated[ExportView, Query()]
) -> Response:
    """Write the changes down as a file, as they are read."""
    pages = rescorings.all_changes(state["store"], desk.site, rescoring_id, asked.as_filter())
    return await answer_with_file(SHEET, asked.format, pages, f"rescoring-{rescoring_id}")


def steps_of(job: Rescoring) -> list[Step]:
    """List what may be done to it now; nothing is undone where nothing was done."""
    allowed = [step for step in Step if job.state in ALLOWED[step]]
    did = job.order.apply is Apply.DECISIONS and job.changed
    return [step for step in allowed if step is not Step.UNDO or did]
