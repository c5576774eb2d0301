"""GET and POST /console/preferences."""

import httpx2
import pytest

from service.domain.comments import Comment
from service.settings import Settings
from tests.console.browsers import Browser
from tests.serving import serving


async def test_it_speaks_the_language_that_the_browser_wants(
    settings: Settings, people: None
) -> None:
    async with serving(settings) as client:
        for wanted, title in (
            ("fr-CA,fr;q=0.9,en;q=0.8", "Connexion"),
            ("de, en;q=0.5, fr;q=0.4", "Sign in"),
            ("de", "Sign in"),
            ("fr;q=x", "Sign in"),
            ("", "Sign in"),
        ):
            page = await client.get("/console/sign-in", headers={"Accept-Language": wanted})
            assert f"<title>{title} " in page.text


async def test_what_alice_chooses_is_kept_and_goes_before_what_her_browser_wants(
    alice: Browser, held: Comment
) -> None:
    await alice.get("/console/preferences")
    answer = await alice.press("/console/preferences", language="fr", theme="dark", pause_min="60")
    page = (await alice.follow(answer)).text
    assert "Enregistré dans ce navigateur." in page
    assert '<html lang="fr" data-theme="dark">' in page
    for chosen in ("language", "theme", "pause_min"):
        assert page.count("checked") == 5, chosen
    queue = (await alice.get("/console")).text
    assert "Probablement : toxicité." in queue
    assert f'name="id" value="{held.id}"' in queue
    await alice.press("/console/sign-out")
    assert "Connexion" in (await alice.get("/console/sign-in")).text


async def test_what_makes_no_sense_is_not_chosen(alice: Browser) -> None:
    await alice.get("/console/preferences")
    answer = await alice.press("/console/preferences", language="xx", theme="<b>")
    assert '<html lang="en" data-theme="system">' in (await alice.follow(answer)).text
    alice.client.cookies.set("greenroom-language", "../../etc", domain="comments.example")
    assert (await alice.get("/console")).status_code == 200


async def test_no_script_can_read_what_is_kept(alice: Browser) -> None:
    await alice.get("/console/preferences")
    answer = await alice.press("/console/preferences", veil="off")
    kept = [value for name, value in answer.headers.multi_items() if name == "set-cookie"]
    assert len(kept) == 5
    assert all("HttpOnly" in value and "Secure" in value for value in kept)
    assert any(value.startswith("greenroom-veil=off;") for value in kept)


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_charlie_has_no_desk_to_change(charlie: Browser, theme: str) -> None:
    answer: httpx2.Response = await charlie.post("/console/preferences", theme=theme)
    assert answer.headers["Location"].startswith("/console/sign-in")
    assert "set-cookie" not in answer.headers
