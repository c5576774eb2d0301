"""One trace from the request to the decision, in whichever process and however it heard of it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress

from service import traces
from service.domain.errors import UnavailableError
from service.store.redis import Store


async def leave_marks(store: Store, site: str, ids: Sequence[str]) -> None:
    """Say where comments come in, before they do, if this process traces; it fails no request."""
    mark = traces.mark()
    if mark is None:
        return
    traces.tell(site=site, comments=ids)
    with suppress(UnavailableError):
        await store.marks.leave(site, ids, mark)


async def batch_span(
    store: Store, site: str, ids: Sequence[str], began_ns: int
) -> AbstractContextManager[None]:
    """Go on with the traces of comments that were claimed, if this process traces.

    A batch is in the trace of the first of them, and linked to those of the others.
    """
    if not traces.is_on() or not ids:
        return nullcontext()
    marks: list[str] = []
    with suppress(UnavailableError):
        marks = await store.marks.find(site, ids)
    return traces.batch(site, ids, list(dict.fromkeys(marks)), began_ns)
