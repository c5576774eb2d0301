"""/console/sign-in and /console/sign-out."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, ValidationError

from service.api.dependencies import client_address
from service.api.errors import headers_of, note, problem_of
from service.api.schemas import Sent
from service.api.state import AppState, State
from service.console.rendering import page
from service.console.returning import HOME, SIGN_IN, Said, go, ours
from service.console.routes import PageRoute
from service.console.visitors import Cookie, Form, SentForm
from service.console.visitors import Sent as SentByVisitor
from service.domain import errors
from service.domain.sites import ALL_SITES
from service.moderation import sessions
from service.moderation.sessions import Login

router = APIRouter(prefix=HOME, route_class=PageRoute)


class TypedLogin(Sent):
    """What was typed; nothing that is longer is a name or a password."""

    site: Annotated[str, Field(min_length=1, max_length=63)]
    name: Annotated[str, Field(min_length=1, max_length=63)]
    password: Annotated[str, Field(min_length=1, max_length=1_000)]


@router.get("/sign-in")
async def show_sign_in(
    state: State,
    cookie: Cookie,
    back: Annotated[str | None, Query(max_length=1_000)] = None,
    said: Said | None = None,
) -> Response:
    """Show the form; who has signed in already needs none."""
    if cookie.token and await sessions.current(state["store"], cookie.token):
        return go(ours(back))
    return await _form(state, {"back": ours(back)}, said=said)


@router.post("/sign-in")
async def post_sign_in(request: Request, state: State, cookie: Cookie, form: SentForm) -> Response:
    """Begin a session, under a token that nobody can have known before."""
    try:
        login = await _read(request, state, form)
        token = await sessions.sign_in(state["store"], state["sign_ins"], login)
        if cookie.token:
            await sessions.sign_out(state["store"], cookie.token)
    except (ValidationError, errors.GreenroomError) as error:
        return await _refuse(request, state, form, error)
    answer = go(ours(form.get("back")))
    cookie.give(answer, token)
    return answer


@router.post("/sign-out")
async def post_sign_out(state: State, cookie: Cookie, sent: SentByVisitor) -> Response:
    """End the session, here and in the browser."""
    await state["store"].sessions.end(sent.who.session)
    answer = go(SIGN_IN, said=Said.SIGNED_OUT)
    cookie.take(answer)
    return answer


async def _read(request: Request, state: AppState, form: Form) -> Login:
    """Read who it is; the site may go without saying."""
    sites = await state["store"].sites.names()
    site = form.get("site", "") if len(sites) != 1 else sites[0]
    typed = TypedLogin(
        site=site.strip(), name=form.get("name", "").strip(), password=form.get("password", "")
    )
    address = client_address(request)
    return Login(
        site=typed.site,
        name=typed.name,
        password=typed.password,
        address=state["pseudonyms"].of_address(ALL_SITES, address) if address else "unknown",
    )


async def _refuse(
    request: Request, state: AppState, form: Form, error: ValidationError | errors.GreenroomError
) -> Response:
    """Show the form again, and say no more than one must."""
    told: errors.GreenroomError = (
        errors.ForbiddenError("Nobody has such a name or password.")
        if isinstance(error, ValidationError | errors.UnauthenticatedError)
        else error
    )
    problem = problem_of(told)
    note(request, problem)
    wait_min = -(-told.retry_after_s // 60) if isinstance(told, errors.TooManyError) else 0
    typed = {**form, "back": ours(form.get("back")), "password": ""}
    answer = await _form(state, typed, problem.status, wait_min=wait_min)
    answer.headers.update(headers_of(told))
    return answer


async def _form(
    state: AppState,
    typed: Form,
    status: int = 200,
    *,
    said: Said | None = None,
    wait_min: int = 0,
) -> Response:
    try:
        sites = len(await state["store"].sites.names())
    except errors.UnavailableError:
        sites, status = 2, 503
    return page(
        "sign_in.html",
        status,
        typed=typed,
        sites=sites,
        said=said,
        wait_min=wait_min,
        action=SIGN_IN,
        home=HOME,
    )
