"""Whether a key is good, what it is worth, and whether it is still in use."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from service.api.state import State
from service.domain.errors import FieldProblem, InvalidError
from service.doors.akismet.answers import AkismetRoute
from service.doors.akismet.bodies import read_call

router = APIRouter(tags=["akismet"], route_class=AkismetRoute, include_in_schema=False)


@router.post("/1.1/verify-key")
async def verify_key(request: Request, state: State) -> Response:
    """Say whether a key is good."""
    await read_call(request, state)
    return PlainTextResponse("valid")


@router.post("/1.1/get-subscription")
async def get_subscription(request: Request, state: State) -> Response:
    """Say what a key is worth; WordPress's plugin keeps no key that nothing is said of."""
    await read_call(request, state)
    return JSONResponse(
        {
            "account_id": False,
            "status": "active",
            "account_name": "Greenroom",
            "account_type": "greenroom",
            "next_billing_date": False,
            "limit_reached": False,
        }
    )


@router.post("/1.1/deactivate")
async def deactivate(request: Request, state: State) -> Response:
    """Note that a blog signs off. The key stays good: to end it is up to those who made it."""
    call = await read_call(request, state)
    key, month = call.caller.key, datetime.now(UTC).strftime("%Y-%m")
    await state["store"].usage.sign_off(key.site, key.id, month, call.blog)
    return PlainTextResponse("deactivated")


@router.post("/1.1/token")
async def get_token() -> Response:
    """Refuse: a token opens Akismet's own pages of statistics, of which there are none here."""
    raise InvalidError(FieldProblem("token", "There are no tokens here."))


@router.post("/1.1/verify-wpcom-key")
async def find_account() -> Response:
    """Refuse: it asks for an account with WordPress.com, as Jetpack's users have."""
    raise InvalidError(FieldProblem("user_id", "There are no accounts here."))


@router.get("/1.1/test")
async def test_connection() -> Response:
    """Say that we are there; WordPress's plugin warns its readers where this is not answered."""
    return PlainTextResponse("connected")


@router.get("/1.2/compatible-plugins")
async def list_plugins() -> Response:
    """Recommend nothing. WordPress's plugin asks again and again if this is an error."""
    return JSONResponse([])
