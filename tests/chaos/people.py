"""Those who post, and those who decide, whatever happens; each writes down what they were told."""

import asyncio
import random
import uuid
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any

import httpx2

from tests.chaos.ledgers import Ledger

WORDS = [
    "harbour",
    "moon",
    "council",
    "bread",
    "window",
    "garden",
    "river",
    "bridge",
    "letter",
    "winter",
    "market",
    "school",
    "train",
    "paper",
    "summer",
    "street",
    "island",
    "doctor",
    "kitchen",
    "mountain",
    "forest",
    "bicycle",
    "library",
    "morning",
]
ACTIONS = {"approve": "approved", "reject": "rejected", "spam": "spam"}
PATIENCE = 40
"""How often somebody tries again before they give up."""


def some_text(chance: random.Random) -> str:
    """Write a comment like no other; a third of them are for a person to read."""
    said = " ".join(chance.sample(WORDS, 8))
    insult = chance.choice(("", "", "You are a complete idiot. "))
    return f"{insult}{said} {uuid.UUID(int=chance.getrandbits(128))}"


class Person:
    """Somebody with a key, who tries again when they are not answered."""

    def __init__(self, url: str, key: str, ledger: Ledger, seed: int) -> None:
        headers = {"Authorization": f"Bearer {key}"}
        self._client = httpx2.AsyncClient(base_url=url, headers=headers, timeout=4)
        self._ledger = ledger
        self._chance = random.Random(seed)

    async def insist(
        self, path: str, body: object, headers: dict[str, str] | None = None
    ) -> httpx2.Response | None:
        """Post until it is answered other than by “later”; None when patience has run out."""
        for _ in range(PATIENCE):
            with suppress(httpx2.HTTPError):
                answer = await self._client.post(path, json=body, headers=headers)
                self._ledger.answers[str(answer.status_code)] += 1
                if answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
                    return answer
                assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE, answer.text
                assert answer.headers["Retry-After"]
            await asyncio.sleep(0.25)
        return None

    async def close(self) -> None:
        await self._client.aclose()


async def post_comments(person: Person, per_s: float, going_on: Callable[[], bool]) -> None:
    """Post comments, each under a key of its own, until it is enough."""
    ledger, chance = person._ledger, person._chance
    while going_on():
        text = some_text(chance)
        body = {
            "text": text,
            "thread": {"id": f"t-{chance.randrange(20)}"},
            "author": {"name": "Dora"},
        }
        key = {"Idempotency-Key": uuid.UUID(int=chance.getrandbits(128)).hex}
        answer = await person.insist("/v1/comments", body, key)
        if answer is None:
            ledger.unknown.add(text)
        else:
            assert answer.status_code in (200, 202), answer.text
            ledger.accepted[answer.json()["id"]] = text
        await asyncio.sleep(chance.expovariate(per_s))


async def decide_comments(person: Person, name: str, going_on: Callable[[], bool]) -> None:
    """Claim what awaits a person, decide it, and claim again."""
    while going_on():
        answer = await person.insist("/v1/reviews/claims", {"count": 3})
        items: list[dict[str, Any]] = answer.json()["items"] if answer is not None else []
        for item in items:
            person._ledger.claimed.setdefault(item["id"], set()).add(name)
        for item in items:
            await _decide(person, item)
        await asyncio.sleep(0.2)


async def _decide(person: Person, item: dict[str, Any]) -> None:
    ledger, action = person._ledger, person._chance.choice(tuple(ACTIONS))
    body = {"action": action, "version": item["version"]}
    answer = await person.insist(f"/v1/comments/{item['id']}/decisions", body)
    if answer is None or answer.status_code in (HTTPStatus.CONFLICT, HTTPStatus.NOT_FOUND):
        # A decision whose answer was lost is in the way of its own repetition; a comment that no
        # replica had confirmed, nor its sender been answered, may be gone after a failover.
        ledger.unsure.add(item["id"])
    else:
        assert answer.status_code == HTTPStatus.OK, answer.text
        ledger.decided[item["id"]] = ACTIONS[action]
