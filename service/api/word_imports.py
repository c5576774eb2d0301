"""Putting a whole file on a site's list of words, line by line."""

import json
from collections.abc import Sequence
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from pydantic import Field, ValidationError

from service.api.bodies import parse_json, require_media_type
from service.api.dependencies import SiteAdministrator
from service.api.errors import as_invalid
from service.api.problems import FieldError, may_answer
from service.api.schemas import Shown
from service.api.state import State
from service.api.words import AddedWords, SentWord, WordOptions
from service.domain.errors import FieldProblem, InvalidError
from service.moderation.words import add_words

router = APIRouter(tags=["words"])

MOST_LINES = 50_000
PLAIN, NDJSON = "text/plain", "application/x-ndjson"
_SHOW_AT_MOST = 100

_BODY = {
    "required": True,
    "content": {
        PLAIN: {"schema": {"type": "string", "description": "One phrase a line, UTF-8"}},
        NDJSON: {"schema": {"type": "string", "description": "One entry a line, as JSON"}},
    },
}


class RefusedLine(Shown):
    """A line that is not on the list, and why."""

    line: int = Field(description="Counted from 1")
    errors: Sequence[FieldError]


class Imported(AddedWords):
    """What became of the list, and of the lines that make no sense."""

    refused: int = Field(description="Lines that are not on the list")
    first_refused: Sequence[RefusedLine] = Field(description=f"The first {_SHOW_AT_MOST} of them")


@router.post(
    "/v1/words/import",
    responses=may_answer(401, 403, 413, 415, 422, 503),
    openapi_extra={"requestBody": _BODY},
)
async def import_words(
    request: Request,
    caller: SiteAdministrator,
    state: State,
    options: Annotated[WordOptions, Query()],
) -> Imported:
    """Put every line of a file on the list, up to 50,000; a bad line does not lose the others.

    The query says what goes for lines that do not say it themselves. If no answer comes, send the
    file again: what is on the list already stays what it is.
    """
    media_type = require_media_type(request, PLAIN, NDJSON)
    body = await request.body()
    # Beside the loop: it takes a second.
    good, bad = await to_thread.run_sync(_read, body, media_type, options)
    listed = [word.as_word(caller.actor.id) for word in good]
    added, changed = await add_words(state["store"], caller.site, listed)
    return Imported(
        added=added, changed=changed, refused=len(bad), first_refused=bad[:_SHOW_AT_MOST]
    )


def _read(
    body: bytes, media_type: str, options: WordOptions
) -> tuple[list[SentWord], list[RefusedLine]]:
    lines = [(at, line) for at, line in enumerate(body.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise InvalidError(FieldProblem("body", f"Send at most {MOST_LINES:,} lines at once."))
    good: list[SentWord] = []
    bad: list[RefusedLine] = []
    shared = options.model_dump(exclude_unset=True, mode="json")
    for at, line in lines:
        try:
            good.append(_read_line(line, media_type, shared))
        except InvalidError as error:
            problems = [FieldError.model_validate(problem) for problem in error.problems]
            bad.append(RefusedLine(line=at, errors=problems))
    return good, bad


def _read_line(line: bytes, media_type: str, shared: dict[str, object]) -> SentWord:
    try:
        row = parse_json(line) if media_type == NDJSON else {"phrase": line.decode().strip()}
        return SentWord.model_validate(shared | row if isinstance(row, dict) else row)
    except UnicodeDecodeError as error:
        raise InvalidError(FieldProblem("body", "This is not UTF-8.")) from error
    except json.JSONDecodeError as error:
        raise InvalidError(FieldProblem("body", "This is not JSON.")) from error
    except ValidationError as error:
        raise as_invalid(error) from error
