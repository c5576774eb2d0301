"""What to answer who handed a comment in."""

from fastapi import Response

from service.api.dependencies import Caller
from service.api.records import CommentRecord, LinkedComment, Receipt, links_of
from service.api.state import AppState
from service.domain.comments import Comment
from service.domain.errors import ConflictError, NotFoundError, UnavailableError
from service.domain.statuses import Status
from service.moderation import submission
from service.moderation.waiting import wait_for_decision


async def find_outcome(
    state: AppState, site: str, receipt: submission.Receipt, wait_s: float
) -> Comment | None:
    """Give the comment if there is more to tell of it than that it was accepted.

    Raises
    ------
    ConflictError
        It was handed in before, and is erased.
    UnavailableError
        It was handed in before, and the record does not answer now.
    """
    if not (receipt.repeated or wait_s):
        return None
    try:
        comment = await wait_for_decision(
            state["store"], state["hints"], site, receipt.comment_id, wait_s
        )
    except NotFoundError:
        if receipt.repeated:
            raise ConflictError("This key stands for a comment that has been erased.") from None
        return None
    except UnavailableError as error:
        if receipt.repeated:
            raise UnavailableError("Redis does not answer now.") from error
        return None  # it is accepted, whatever has happened to the record since
    pending = comment.status is Status.PENDING
    return None if pending and not receipt.repeated else comment


def answer(
    caller: Caller, receipt: submission.Receipt, comment: Comment | None, wait_s: int
) -> Response:
    """Answer 202 with a receipt, or 200 with the comment: to a page, with no more than its status.

    Scores and reasons would tell who posts spam from a page how to do it better.
    """
    links = links_of(receipt.comment_id, caller.key.scopes)
    if comment is None:
        accepted = Receipt(id=receipt.comment_id, status=Status.PENDING, version=1, links=links)
        return _json(accepted, 202)
    applied = wait_s and comment.status is not Status.PENDING
    headers = {"Preference-Applied": f"wait={wait_s}"} if applied else {}
    if caller.is_page:
        known = Receipt(id=comment.id, status=comment.status, version=comment.version, links=links)
        return _json(known, 200, headers)
    record = dict(CommentRecord.model_validate(comment))
    return _json(LinkedComment(**record, links=links), 200, headers)


def _json(
    model: Receipt | LinkedComment, status: int, headers: dict[str, str] | None = None
) -> Response:
    return Response(
        model.model_dump_json(),
        status,
        {"Location": model.links.self, **(headers or {})},
        "application/json",
    )
