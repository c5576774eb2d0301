"""The browser that tests drive."""

import shutil

import pytest
from playwright.async_api import Playwright


def find_chromium(play: Playwright) -> str:
    """Find the system's browser, or the one that Playwright brought."""
    path = shutil.which("chromium") or play.chromium.executable_path
    if shutil.which(path) is None:
        pytest.skip("there is no Chromium")
    return path
