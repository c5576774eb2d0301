"""Pictures of the console, for the README, and for eyes.

.venv/bin/python docs/screenshots.py            the three of the README, into docs/
.venv/bin/python docs/screenshots.py --all DIR  every page, narrow and wide, light and dark
"""

import argparse
import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping
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
from tests.console.busy import keep_busy
from tests.console.every_page import templates
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

    async def get(self, model_id: str) -> Scorer:
        """Give it, the only one."""
        assert model_id == self.scorer.model_id
        return self.scorer

    def shadow(self, _site: str) -> Scorer | None:
        """Give none."""
        return None


@asynccontextmanager
async def newsroom(*more: Draft) -> AsyncIterator[tuple[str, Newsroom, Mapping[str, str]]]:
    """Serve a furnished desk; give where, what is on it, and, if there is more, of what pages."""
    with tempfile.TemporaryDirectory(prefix="gr-") as folder:
        server = Server(Path(folder))
        server.start()
        try:
            redis = RedisSettings(url=server.url)
            settings = Settings(secret="a secret for pictures, 32 letters", redis=redis)
            scorer = load_own(settings)
            async with open_store(redis) as store, listening(settings, scorer) as url:
                room = await furnish(store, One(scorer), *more)
                yield url, room, await keep_busy(store, One(scorer), room) if more else {}
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


async def every_page(
    browser: Browser, url: str, room: Newsroom, ids: Mapping[str, str], folder: Path
) -> None:
    """Look at every page that the routes tell of, and at what else is seen on some of them."""
    paths = {name_of(path): path.format(**ids) for path in templates()} | {
        "queue-filtered": "/console?q=school&reason=score",
        "queue-empty": "/console?q=nothing-has-this",
        "queue-hostile": "/console?thread=hostile",
        "comment-reported": f"/console/comments/{room.comments[1].id}",
        "cards": f"/console/cards?id={room.edited.id}",
        "all": "/console/all?q=garden",
        "sign-in": "/console/sign-in?another=true",
        "words-refused": "/console/words?q=nothing-has-this",
        "wrong-not-found": "/console/nowhere",
        "wrong-unfit": "/console?order=none",
    }
    for theme in ("light", "dark"):
        for size in (WIDE, NARROW):
            page = await at_desk(browser, url, size, "ada", theme=theme)
            for name, path in paths.items():
                await page.goto(path)
                await shoot(page, folder, name, size, theme)
            await the_desk_in_use(page, folder, size, theme)
            await what_goes_wrong(page, folder, size, theme)
            page = await at_desk(browser, url, size, "marta", theme=theme)
            await page.goto("/console/policy")
            await shoot(page, folder, "wrong-role", size, theme)


def name_of(template: str) -> str:
    """Name a page's picture after its path."""
    words = [word for word in template.split("/")[2:] if not word.startswith("{")]
    return "-".join(words) + ("-one" if template.endswith("}") else "") or "queue"


async def the_desk_in_use(page: Page, folder: Path, size: tuple[int, int], theme: str) -> None:
    """Show what is there only while somebody works, and a trial of a policy."""
    await page.goto("/console")
    await page.locator(".is-ready").wait_for()
    for key in "jlxe":
        await page.keyboard.press(key)
    await page.locator(".toast p").wait_for()
    await shoot(page, folder, "queue-in-use", size, theme, whole=False)
    await page.keyboard.press("?")
    await shoot(page, folder, "queue-keys", size, theme, whole=False)
    await page.goto("/console/policy")
    await page.locator("[name='hold.toxicity']").fill("0.4")
    await page.get_by_role("button", name="Try it").click()
    await page.locator(".trial").wait_for()
    await shoot(page, folder, "policy-tried", size, theme)


async def what_goes_wrong(page: Page, folder: Path, size: tuple[int, int], theme: str) -> None:
    """Show a card that has changed, a page for others, and a name that nobody has."""
    await page.route("**/assets/*.js", lambda route: route.abort())
    await page.goto("/console")
    await page.evaluate("document.querySelector('.decide [name=version]').value = 1")
    await page.locator(".decide .approve").first.click()
    await page.locator("main .since").wait_for()
    await shoot(page, folder, "wrong-changed", size, theme)
    await page.goto("/console/sign-in?another=true")
    await page.locator("#name").fill("nobody")
    await page.locator("#password").fill("wrong")
    await page.locator(".sign-in button").last.click()
    await page.locator("[role=alert]").wait_for()
    await shoot(page, folder, "wrong-sign-in", size, theme)


async def shoot(
    page: Page, folder: Path, name: str, size: tuple[int, int], theme: str, *, whole: bool = True
) -> None:
    """Take a picture of a page, down to its end."""
    await page.screenshot(path=folder / f"{name}-{size[0]}-{theme}.png", full_page=whole)


def hostile() -> list[Draft]:
    """Write as those do who want to break the page."""
    thread = Thread(id="hostile", title=ZALGO + "t" * 300)
    return [draft(f"{n}\u202e" + "x" * 150, text, thread, n) for n, text in enumerate(HOSTILE)]


async def main(folder: Path | None) -> None:
    """Make pictures."""
    more = [] if folder is None else hostile()
    async with newsroom(*more) as (url, room, ids), async_playwright() as play:
        browser = await play.chromium.launch(
            executable_path=find_chromium(play), args=["--no-sandbox"]
        )
        if folder is None:
            await for_the_readme(browser, url, room)
        else:
            await every_page(browser, url, room, ids, folder)
        await browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="DIR")
    folder = parser.parse_args().all
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(folder))
