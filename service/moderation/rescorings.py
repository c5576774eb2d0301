"""Rescorings as people see them: ordered, watched, stopped, undone."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace

import uuid_utils

from service.domain.audit import Actor
from service.domain.errors import FieldProblem, NotAllowedError, NotFoundError
from service.domain.rescorings import Apply, Order, Rescoring, Selection, Step, VerdictChange
from service.domain.statuses import Status
from service.moderation.models import Models
from service.settings import BulkSettings
from service.store.redis import Store
from service.store.rescoring_changes import ChangePage
from service.store.rescorings import Steered

_DAY_S = 24 * 3600.0
_EXPORTED_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFilter:
    """Which changes of a rescoring."""

    before: Status | None = None
    after: Status | None = None

    def matches(self, change: VerdictChange) -> bool:
        """Tell whether a change passes."""
        pairs = ((self.before, change.before), (self.after, change.after))
        return all(wanted in (None, told) for wanted, told in pairs)


async def order_rescoring(  # noqa: PLR0913 - one for each thing that can be asked for
    store: Store,
    models: Models,
    site: str,
    actor: Actor,
    *,
    selection: Selection,
    apply: Apply,
    model: str | None = None,
) -> Rescoring:
    """Begin to score stored comments again, by the policy that is in force now.

    Parameters
    ----------
    model : str, optional
        By default the one that decides on the site.

    Raises
    ------
    NotFoundError
        There is no such model.
    """
    scorer = await models.get(model) if model else models.deciding(site)
    order = Order(
        selection=selection,
        model=scorer.model_id,
        policy=await store.policies.current(site),
        apply=apply,
        by=str(actor),
    )
    return await begin(store, site, order)


async def begin(store: Store, site: str, order: Order) -> Rescoring:
    """Put an order on record: from now on workers work at it."""
    rescoring_id = str(uuid_utils.uuid7())
    await store.rescorings.open(site, rescoring_id, order)
    return await find_rescoring(store, site, rescoring_id)


async def find_rescoring(store: Store, site: str, rescoring_id: str) -> Rescoring:
    """Read a rescoring.

    Raises
    ------
    NotFoundError
        The site has none of that id, or it ended too long ago.
    """
    found = await store.rescorings.get(site, rescoring_id)
    if found is None:
        raise NotFoundError("This site has no such rescoring.")
    return found


async def steer(
    store: Store, site: str, rescoring_id: str, step: Step, actor: Actor, settings: BulkSettings
) -> Rescoring:
    """Pause, resume, cancel or undo a rescoring; gives it as it is then.

    Raises
    ------
    NotFoundError
        The site has none of that id.
    NotAllowedError
        The step cannot be taken in the state that it is in.
    """
    by, life_s = str(actor), settings.keep_days * _DAY_S
    outcome, state = await store.rescorings.steer(site, rescoring_id, step, by, life_s)
    if outcome is Steered.REFUSED:
        message = f"A rescoring that is {state} cannot be given “{step}”."
        raise NotAllowedError(FieldProblem("step", message))
    return await find_rescoring(store, site, rescoring_id)


async def read_changes(
    store: Store,
    site: str,
    rescoring_id: str,
    which: ChangeFilter,
    *,
    limit: int,
    cursor: str | None = None,
) -> ChangePage:
    """Read one page of what a rescoring changed, or would change.

    Raises
    ------
    NotFoundError
        The site has none of that id.
    InvalidError
        The cursor is not one of ours.
    """
    await find_rescoring(store, site, rescoring_id)
    page = await store.rescorings.changes(
        site, rescoring_id, which.matches, limit=limit, cursor=cursor
    )
    comments = await store.comments.get_many(site, [change.comment_id for change in page.items])
    pairs = zip(page.items, comments, strict=True)
    return replace(page, items=[change if comment else _bare(change) for change, comment in pairs])


def _bare(change: VerdictChange) -> VerdictChange:
    """Leave out what says something of an erased comment."""
    return replace(change, reasons_before=(), reasons=(), scores_before={}, scores={})


async def all_changes(
    store: Store, site: str, rescoring_id: str, which: ChangeFilter
) -> AsyncIterator[Sequence[VerdictChange]]:
    """Read all changes, page by page."""
    cursor: str | None = None
    while True:
        page = await read_changes(
            store, site, rescoring_id, which, limit=_EXPORTED_AT_ONCE, cursor=cursor
        )
        yield page.items
        if page.next_cursor is None:
            return
        cursor = page.next_cursor
