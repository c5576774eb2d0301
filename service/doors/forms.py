"""The plain form: a comment from an HTML page, without any script.

    <form method="post" action="https://comments.example/forms/SITE/comments">
      <input type="hidden" name="thread_url" value="https://news.example/the-page">
      <textarea name="comment" required></textarea>
      <input name="name"> <input type="email" name="email"> <input type="url" name="url">
      <p class="out-of-sight"><input name="subject" tabindex="-1" autocomplete="off"></p>
      <button>Post</button>
    </form>

The reader comes back to ``thread_url`` with ``?greenroom=approved|waiting|refused&comment=<id>``
added to it. What cannot be taken is answered with a page that has all they typed in a form.
"""

from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from service.api.answers import find_outcome
from service.api.bodies import require_media_type
from service.api.dependencies import client_address
from service.api.origins import sending_origin
from service.api.problems import may_answer
from service.api.state import AppState, State
from service.domain.audit import Actor, ActorKind
from service.domain.errors import ForbiddenError, GreenroomError, NotFoundError
from service.domain.sites import Site
from service.doors import posts
from service.doors.challenges import Challenges
from service.doors.form_tokens import FormTokens
from service.doors.posts import FormPost, Typed
from service.doors.refusals import refuse
from service.doors.rendering import FOLDER, Assets
from service.doors.returning import RESULTS, Result, own_origin, page_of, with_result
from service.moderation.submission import Submission

WAIT_S = 2.0
"""How long a reader's browser waits for a decision before it is told that there is none yet."""

URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"

router = APIRouter(tags=["forms"])

_SCHEMA = {"schema": FormPost.model_json_schema()}
_PAGE = {"description": "A page that says what is wrong, with a form that has all that was typed"}


@router.post(
    "/forms/{site}/comments",
    status_code=303,
    response_class=RedirectResponse,
    responses={
        status: {**_PAGE, "content": {"text/html": {}}} for status in (403, 404, 422, 429, 503)
    },
    openapi_extra={"requestBody": {"content": {URLENCODED: _SCHEMA, MULTIPART: _SCHEMA}}},
)
async def post_form(site: str, request: Request, state: State) -> Response:
    """Take a comment from a plain form of one of the site's pages; it needs no key."""
    require_media_type(request, URLENCODED, MULTIPART)
    typed = await posts.read_typed(request)
    try:
        found = await _find_site(request, state, site)
        return await _take(request, state, found, typed)
    except GreenroomError as error:
        return await refuse(request, state, site, typed, error)


@router.get("/forms/{site}/challenge", responses=may_answer(404, 422, 503))
async def give_challenge(site: str, state: State) -> dict[str, Any]:
    """Give a challenge for ALTCHA's widget, for sites whose form asks for proof of work."""
    if await state["lookups"].site(site) is None:
        raise NotFoundError("There is no such site.")
    return _challenges(state).issue(site)


def mount_assets(app: FastAPI) -> None:
    """Serve the style sheet of forms."""
    app.mount("/forms/assets", Assets(directory=FOLDER / "assets"), name="form-assets")


async def _find_site(request: Request, state: AppState, name: str) -> Site:
    """Find the site, if the form that was sent is on one of its pages, or on ours."""
    site = await state["lookups"].site(name)
    if site is None:
        raise NotFoundError("There is no such site.")
    own = own_origin(request, state["settings"])
    if sending_origin(request.headers) not in (*site.origins, own):
        raise ForbiddenError("This was sent from a page that is not one of the site's.")
    return site


async def _take(request: Request, state: AppState, site: Site, typed: Typed) -> Response:
    """Hand in what was typed, and send the reader back."""
    post = posts.check(typed)
    challenge = _solved(state, site, post)
    page = page_of(post.thread_url, site, own_origin(request, state["settings"]))
    address = client_address(request)
    draft = posts.draft_of(post, site.name, page, address, state["pseudonyms"])
    await state["posts"].check_address(f"form:{site.name}", address)
    await state["posts"].check_author(draft, site.name)
    submission = Submission(
        site=site.name,
        draft=draft,
        actor=Actor(ActorKind.SITE, "form"),
        idempotency_key=challenge or _once(state, site, post),
    )
    result, comment_id = await _submit(state, submission)
    return RedirectResponse(with_result(page, result, comment_id), 303)


async def _submit(state: AppState, submission: Submission) -> tuple[Result, str]:
    receipt = await state["intake"].submit(submission)
    state["metrics"].count_receipt(submission.site, receipt)
    if submission.draft.signals:
        # Software that fell into the trap is answered like everybody, and learns nothing.
        return Result.WAITING, receipt.comment_id
    comment = await find_outcome(state, submission.site, receipt, WAIT_S)
    return RESULTS[comment.status] if comment else Result.WAITING, receipt.comment_id


def _solved(state: AppState, site: Site, post: FormPost) -> str | None:
    """Name the challenge that was solved, where the site asks for one: it is good for one post."""
    if not site.proof_of_work:
        return None
    return f"challenge:{_challenges(state).check(site.name, post.altcha)}"


def _challenges(state: AppState) -> Challenges:
    return Challenges(state["settings"].secret.get_secret_value())


def _once(state: AppState, site: Site, post: FormPost) -> str | None:
    tokens = FormTokens(state["settings"].secret.get_secret_value())
    form = tokens.read(site.name, post.form_token) if post.form_token else None
    return posts.once_key(form, post) if form else None
