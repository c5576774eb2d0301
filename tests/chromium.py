"""The browser that tests drive: started once for all of them, since its start takes longest."""

import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest
from playwright.async_api import Browser, Playwright, async_playwright

_LISTENING = "DevTools listening on "


def find_chromium(play: Playwright) -> str:
    """Find the system's browser, or the one that Playwright brought."""
    path = shutil.which("chromium") or play.chromium.executable_path
    if shutil.which(path) is None:
        pytest.skip("there is no Chromium")
    return path


@contextmanager
def running_chromium() -> Iterator[str]:
    """Run the system's browser; give where it can be driven from."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("there is no Chromium")
    with tempfile.TemporaryDirectory(prefix="gr-", ignore_cleanup_errors=True) as profile:
        command = [
            *(path, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
            *("--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"),
        ]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            line = next(line for line in process.stderr if line.startswith(_LISTENING))
            try:
                yield line.removeprefix(_LISTENING).strip()
            finally:
                process.terminate()


@asynccontextmanager
async def driving(chromium: str) -> AsyncIterator[Browser]:
    """Drive a browser that runs."""
    async with async_playwright() as play:
        browser = await play.chromium.connect_over_cdp(chromium)
        try:
            yield browser
        finally:
            for context in browser.contexts[1:]:
                await context.close()
            await browser.close()
