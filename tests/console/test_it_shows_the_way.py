"""GET /."""

from tests.console.browsers import Browser


async def test_who_knows_only_the_address_comes_to_the_console(alice: Browser) -> None:
    page = await alice.follow(await alice.get("/"))
    assert "Review queue" in page.text


async def test_a_stranger_is_asked_to_sign_in(charlie: Browser) -> None:
    page = await charlie.follow(await charlie.follow(await charlie.get("/")))
    assert "Sign in to decide on comments." in page.text
