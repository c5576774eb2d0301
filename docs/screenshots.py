"""Pictures of the console, for the README, and for eyes.

.venv/bin/python docs/screenshots.py            the three of the README, into docs/
.venv/bin/python docs/screenshots.py --all DIR  every page, narrow and wide, light and dark
"""

import argparse
import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from service.artifacts import load_own
from service.domain.comments import Draft, Thread
from service.moderation.models import Scorer
from service.settings import RedisSettings, Settings
from service.store.redis import open_store
from tests.chromium import find_chromium
from tests.console.browsers import PASSWORD
from tests.console.hostile import HOSTILE, ZALGO
from tests.console.newsroom import Newsroom, draft, furnish
from tests.servers import Server
from tests.serving import listening

DOCS = Path(__file__).parent
WIDE, NARROW = (1280, 860), (360, 740)


@dataclass(frozen=True)
class One:
    """The model that ships, on every site."""

    scorer: Scorer

    def deciding(self, _site: str) -> Scorer:
        """Give it."""
        return self.scorer

    def shadow(self, _site: str) -> Scorer | None:
        """Give none."""
        return None


@asynccontextmanager
async def newsroom(*more: Draft) -> AsyncIterator[tuple[str, Newsroom]]:
    """Serve a furnished desk; give where, and what is on it."""
    with tempfile.TemporaryDirectory(prefix="gr-") as folder:
        server = Server(Path(folder))
        server.start()
        try:
            redis = RedisSettings(url=server.url)
            settings = Settings(secret="a secret for pictures, 32 letters", redis=redis)
            scorer = load_own(settings)
            async with open_store(redis) as store, listening(settings, scorer) as url:
                yield url, await furnish(store, One(scorer), *more)
        finally:
            server.close()


async def at_desk(
    browser: Browser, url: str, size: tuple[int, int] = WIDE, name: str = "ines", **more: str
) -> Page:
    """Sit down at the desk, in a browser of one's own; more are preferences."""
    width, height = size
    context = await browser.new_context(
        base_url=url, viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    await context.add_cookies(
        [
            {"name": f"greenroom-{name}", "value": value, "url": f"{url}/console"}
            for name, value in more.items()
        ]
    )
    page = await context.new_page()
    await page.goto("/console/sign-in")
    await page.locator("#name").fill(name)
    await page.locator("#password").fill(PASSWORD)
    await page.locator(".sign-in button").last.click()
    await page.locator(".is-ready").wait_for()
    return page


async def for_the_readme(browser: Browser, url: str, room: Newsroom) -> None:
    """Make the three."""
    page = await at_desk(browser, url)
    await page.screenshot(path=DOCS / "queue.png")
    page = await at_desk(browser, url, theme="dark")
    await page.goto(f"/console/comments/{room.edited.id}")
    await page.screenshot(path=DOCS / "comment.png")
    page = await at_desk(browser, url, NARROW, language="fr")
    await page.screenshot(path=DOCS / "telephone.png")


async def every_page(browser: Browser, url: str, room: Newsroom, folder: Path) -> None:
    """Look at everything."""
    paths = {
        "queue": "/console",
        "filtered": "/console?q=school&reason=score",
        "empty": "/console?q=nothing-has-this",
        "comment": f"/console/comments/{room.edited.id}",
        "reported": f"/console/comments/{room.comments[1].id}",
        "all": "/console/all?q=garden",
        "insights": "/console/insights",
        "policy": "/console/policy",
        "versions": "/console/policy/versions",
        "words": "/console/words",
        "rescorings": "/console/rescorings",
        "preferences": "/console/preferences",
        "sign-in": "/console/sign-in?another=true",
        "missing": "/console/nowhere",
        "hostile": "/console?thread=hostile",
    }
    for theme in ("light", "dark"):
        for size in (WIDE, NARROW):
            page = await at_desk(browser, url, size, "ada", theme=theme)
            for name, path in paths.items():
                await page.goto(path)
                if name == "queue":
                    await page.keyboard.press("j")
                    await page.keyboard.press("a")
                    await page.keyboard.press("x")
                    await page.locator(".toast p").wait_for()
                target = folder / f"{name}-{size[0]}-{theme}.png"
                await page.screenshot(path=target, full_page=True)


def hostile() -> list[Draft]:
    """Write as those do who want to break the page."""
    thread = Thread(id="hostile", title=ZALGO + "t" * 300)
    return [draft(f"{n}\u202e" + "x" * 150, text, thread, n) for n, text in enumerate(HOSTILE)]


async def main(folder: Path | None) -> None:
    """Make pictures."""
    more = [] if folder is None else hostile()
    async with newsroom(*more) as (url, room), async_playwright() as play:
        browser = await play.chromium.launch(
            executable_path=find_chromium(play), args=["--no-sandbox"]
        )
        if folder is None:
            await for_the_readme(browser, url, room)
        else:
            await every_page(browser, url, room, folder)
        await browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="DIR")
    folder = parser.parse_args().all
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(folder))
