"""A browser without scripts: it keeps cookies, and sends the forms that a page has."""

import re
from html import unescape
from urllib.parse import urlencode

import httpx2

from tests.serving import URL

PASSWORD = "correct horse battery"

_FORM = re.compile(r'<form[^>]*method="post" action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
_INPUT = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


class Browser:
    """Somebody at a browser, on the page they saw last."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self.client = client
        self.seen = ""

    async def get(self, path: str) -> httpx2.Response:
        return self._look_at(await self.client.get(path))

    async def post(
        self, path: str, headers: dict[str, str] | None = None, /, **fields: str
    ) -> httpx2.Response:
        """Send a form of our own making; nothing of the page is added."""
        sent = {"Origin": URL, "Sec-Fetch-Site": "same-origin"} if headers is None else headers
        return self._look_at(await self.client.post(path, data=fields, headers=sent))

    async def post_pairs(self, path: str, fields: list[tuple[str, str]]) -> httpx2.Response:
        """Send a form that has several fields of one name."""
        sent = {
            "Origin": URL,
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self._look_at(await self.client.post(path, content=urlencode(fields), headers=sent))

    async def press(self, path: str, **fields: str) -> httpx2.Response:
        """Send the first form of the page that goes to a path, as it stands there."""
        return await self.post(path, **(self.form(path) | fields))

    def form(self, path: str) -> dict[str, str]:
        inside = next(inside for action, inside in _FORM.findall(self.seen) if action == path)
        return {name: unescape(value) for name, value in _INPUT.findall(inside)}

    async def follow(self, answer: httpx2.Response) -> httpx2.Response:
        assert answer.status_code == 303, answer.text
        return await self.get(answer.headers["Location"])

    async def sign_in(self, site: str, name: str, password: str = PASSWORD) -> httpx2.Response:
        await self.get("/console/sign-in")
        return await self.press("/console/sign-in", site=site, name=name, password=password)

    @property
    def token(self) -> str | None:
        return self.client.cookies.get("__Host-greenroom")

    def _look_at(self, answer: httpx2.Response) -> httpx2.Response:
        if answer.status_code != 303:
            self.seen = answer.text
        return answer
