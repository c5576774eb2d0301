"""What is sent in Alice's name by a page that is not ours, or was not shown to her."""

import pytest

from service.domain.comments import Comment
from service.domain.statuses import Status
from service.store.redis import Store
from tests.console.browsers import PASSWORD, Browser
from tests.drafts import found
from tests.serving import URL

ACTIONS = ("/console/decisions", "/console/undo", "/console/sign-out")
CHARLIES = "https://charlie.example"


def forged(comment: Comment) -> dict[str, str]:
    return {"id": comment.id, "version": str(comment.version), "action": "approve"}


@pytest.mark.parametrize("path", ACTIONS)
@pytest.mark.parametrize("token", [None, "", "x" * 43, "\u2603"])
async def test_it_refuses_a_form_without_the_token_of_the_session(
    alice: Browser, store: Store, held: Comment, path: str, token: str | None
) -> None:
    fields = forged(held) | ({} if token is None else {"form_token": token})
    answer = await alice.post(path, **fields)
    assert answer.status_code == 403
    assert "This did not come from a page of yours" in answer.text
    assert (await found(store, "courier", held.id)).status is Status.HELD
    assert (await alice.get("/console")).status_code == 200


async def test_it_refuses_the_token_of_bobs_session(
    alice: Browser, bob: Browser, store: Store, held: Comment
) -> None:
    await bob.get("/console")
    token = bob.form("/console/sign-out")["form_token"]
    answer = await alice.post("/console/decisions", form_token=token, **forged(held))
    assert answer.status_code == 403
    assert (await found(store, "courier", held.id)).status is Status.HELD


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": CHARLIES},
        {"Sec-Fetch-Site": "same-site", "Origin": "https://other.comments.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": URL},
        {"Origin": CHARLIES},
        {"Origin": "null"},
        {"Referer": f"{CHARLIES}/page"},
        {},
    ],
)
@pytest.mark.parametrize("path", [*ACTIONS, "/console/sign-in"])
async def test_it_refuses_what_another_page_sends_even_with_the_right_token(
    alice: Browser, store: Store, held: Comment, path: str, headers: dict[str, str]
) -> None:
    await alice.get("/console")
    fields = alice.form("/console/sign-out") | forged(held)
    fields |= {"site": "courier", "name": "alice", "password": PASSWORD}
    answer = await alice.post(path, headers, **fields)
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers
    assert (await found(store, "courier", held.id)).status is Status.HELD


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": URL}, {"Referer": f"{URL}/console"}]
)
async def test_it_takes_what_its_own_pages_send_however_the_browser_says_so(
    alice: Browser, held: Comment, headers: dict[str, str]
) -> None:
    await alice.get("/console")
    fields = alice.form("/console/decisions") | {"action": "approve"}
    answer = await alice.post("/console/decisions", headers, **fields)
    assert answer.status_code == 303


async def test_it_takes_forms_and_no_other_kind_of_body(alice: Browser) -> None:
    answer = await alice.client.post(
        "/console/decisions", json={"id": "x"}, headers={"Origin": URL}
    )
    assert answer.status_code == 415
    assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("path", [*ACTIONS, "/console/nowhere"])
async def test_it_shows_a_page_where_there_is_nothing_to_get(alice: Browser, path: str) -> None:
    answer = await alice.get(path)
    assert answer.status_code == 404
    assert "There is no such page or comment." in answer.text


async def test_every_page_trusts_nothing_and_is_kept_nowhere(alice: Browser, held: Comment) -> None:
    for path in ("/console", f"/console/comments/{held.id}", "/console/nowhere"):
        answer = await alice.get(path)
        assert answer.headers["Content-Security-Policy"] == (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
            "require-trusted-types-for 'script'; trusted-types desk"
        )
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        ours = answer.text.count('<script type="module" src="/console/assets/')
        assert answer.text.count("<script") == ours
        assert " style=" not in answer.text


async def test_the_console_is_no_part_of_the_api(alice: Browser) -> None:
    paths = (await alice.client.get("/openapi.json")).json()["paths"]
    assert [path for path in paths if path.startswith("/console")] == []
