"""/console/sign-in and /console/sign-out, and from one site to another."""

import asyncio
from collections.abc import Mapping
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
from service.console.senders import Form, SentForm
from service.console.senders import Sent as SentByVisitor
from service.console.visitors import Cookie, SessionCookie, Sessions
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
    request: Request,
    state: State,
    open_sessions: Sessions,
    back: Annotated[str | None, Query(max_length=1_000)] = None,
    said: Said | None = None,
    *,
    another: bool = False,
) -> Response:
    """Show the form; who has signed in already needs none, but for another site."""
    if open_sessions and not another:
        return go(ours(back))
    return await _form(request, state, {"back": ours(back)}, said=said)


@router.post("/sign-in")
async def post_sign_in(request: Request, state: State, cookie: Cookie, form: SentForm) -> Response:
    """Begin a session, under a token that nobody can have known before."""
    try:
        login = await _read(request, state, form)
        token = await sessions.sign_in(state["store"], state["sign_ins"], login)
        others = await _end_sessions_of(state, cookie, login.site)
    except (ValidationError, errors.GreenroomError) as error:
        return await _refuse(request, state, form, error)
    answer = go(ours(form.get("back")))
    cookie.give(answer, [token, *others])
    return answer


@router.post("/site")
async def post_site(
    state: State, cookie: Cookie, sent: SentByVisitor, open_sessions: Sessions
) -> Response:
    """Go to another site that one has signed in to, or to sign in there."""
    wanted = sent.form.get("site", "")
    if wanted not in {who.site.name for who in open_sessions}:
        return go(SIGN_IN, another="true")
    tokens = await _by_site(state, cookie)
    answer = go(HOME)
    cookie.give(answer, sorted(tokens, key=lambda token: tokens[token] != wanted))
    return answer


@router.post("/sign-out")
async def post_sign_out(state: State, cookie: Cookie, sent: SentByVisitor) -> Response:
    """End the sessions at all sites, here and in the browser: nobody is left half signed in."""
    for who in (sent.desk.who, *sent.desk.others):
        await state["store"].sessions.end(who.session)
    answer = go(SIGN_IN, said=Said.SIGNED_OUT)
    cookie.take(answer)
    return answer


async def _by_site(state: AppState, cookie: SessionCookie) -> dict[str, str]:
    """Name the site of each live token of a browser, in their order."""
    found = await asyncio.gather(*(sessions.current(state["store"], t) for t in cookie.tokens))
    return {
        token: who.site.name
        for token, who in zip(cookie.tokens, found, strict=True)
        if who is not None
    }


async def _end_sessions_of(state: AppState, cookie: SessionCookie, site: str) -> list[str]:
    """End what a browser had at a site; gives its tokens for others, which go on."""
    tokens = await _by_site(state, cookie)
    for token, of in tokens.items():
        if of == site:
            await sessions.sign_out(state["store"], token)
    return [token for token, of in tokens.items() if of != site]


async def _read(request: Request, state: AppState, form: Form) -> Login:
    """Read who it is; the site may go without saying."""
    sites = await state["store"].sites.names()
    site = form.get("site", "") if len(sites) != 1 else sites[0]
    typed = TypedLogin(
        site=site.strip(), name=form.get("name", "").strip(), password=form.get("password", "")
    )
    return Login(
        site=typed.site,
        name=typed.name,
        password=typed.password,
        address=hashed_address(request, state),
    )


def hashed_address(request: Request, state: AppState) -> str:
    """Tell from where somebody calls, as a keyed hash."""
    address = client_address(request)
    return state["pseudonyms"].of_address(ALL_SITES, address) if address else "unknown"


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
    answer = await _form(request, state, typed, status=problem.status, wait_min=wait_min)
    answer.headers.update(headers_of(told))
    return answer


async def _form(
    request: Request,
    state: AppState,
    typed: Mapping[str, str],
    *,
    said: Said | None = None,
    status: int = 200,
    wait_min: int = 0,
) -> Response:
    try:
        sites = len(await state["store"].sites.names())
    except errors.UnavailableError:
        sites, status = 2, 503
    told = {"said": said, "wait_min": wait_min, "action": SIGN_IN}
    return page(request, "sign_in.html", status, typed=typed, sites=sites, **told)
