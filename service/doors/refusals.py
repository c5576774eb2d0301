"""The page for a comment that could not be taken: what is wrong, and all that was typed."""

from fastapi import Request, Response

from service.api.errors import headers_of, note, problem_of
from service.api.state import AppState
from service.domain import errors
from service.doors.form_tokens import FormTokens
from service.doors.posts import HONEYPOT, Typed
from service.doors.rendering import make_templates, page
from service.doors.returning import own_origin

SHOWN_FIELDS = {"comment": "Comment", "name": "Name", "email": "Email", "url": "Website"}
"""Those that readers see; what is wrong with another is the page's fault, not theirs."""

_EXPLANATIONS: dict[type, str] = {
    errors.InvalidError: "Please look at what you wrote, and send it again.",
    errors.ForbiddenError: "It came from a page that this site does not know. "
    "You can send it from here.",
    errors.NotFoundError: "There is no site of this name here.",
    errors.ConflictError: "It has been sent before.",
    errors.UnknownOutcomeError: "It may have arrived. Send it again to be sure: "
    "it will not be posted twice.",
    errors.UnavailableError: "Comments cannot be taken just now. Send it again in a moment.",
    errors.GreenroomError: "Something is not right. Send it again in a moment.",
}
"""What readers are told."""

_templates = make_templates()


async def refuse(
    request: Request, state: AppState, site: str, typed: Typed, error: errors.GreenroomError
) -> Response:
    """Answer with the page."""
    problem = problem_of(error)
    note(request, problem)
    tokens = FormTokens(state["settings"].secret.get_secret_value())
    known = bool(tokens.read(site, typed["form_token"]))
    html = _templates.get_template("refused.html").render(
        action=request.url.path,
        summary=explain(error, repeatable=known),
        errors={p.field: p.message for p in problem.errors if p.field in SHOWN_FIELDS},
        faults=[p for p in problem.errors if p.field not in SHOWN_FIELDS],
        labels=SHOWN_FIELDS,
        typed={**typed, HONEYPOT: ""} if known else {**typed, "form_token": tokens.issue(site)},
    )
    answer = page(html, problem.status, form_targets=await _targets(request, state, site))
    answer.headers.update(headers_of(error))
    return answer


def explain(error: errors.GreenroomError, *, repeatable: bool) -> str:
    """Say to a reader what has happened and what to do."""
    if isinstance(error, errors.UnknownOutcomeError) and not repeatable:
        return "It may have arrived. Look at the page before you send it again."
    if isinstance(error, errors.TooManyError):
        return f"Many comments came from here. Send it again in {error.retry_after_s} seconds."
    kinds = type(error).__mro__
    return next(_EXPLANATIONS[kind] for kind in kinds if kind in _EXPLANATIONS)


async def _targets(request: Request, state: AppState, site: str) -> tuple[str, ...]:
    """Name the origins the form of this page may lead back to."""
    own = own_origin(request, state["settings"])
    try:
        found = await state["lookups"].site(site)
    except errors.UnavailableError:
        return (own,)
    return (own, *(found.origins if found else ()))
