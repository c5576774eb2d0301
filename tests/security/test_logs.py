"""Nothing that a reader wrote, who they are or what opens a door is ever logged, by any process."""

from pathlib import Path

import httpx2

from tests.supervision.test_up import Up, up

WORD = "zyzzyva"
MAIL = "dora.unlogged@reader.example"
ADDRESS = "203.0.113.77"
KEY = "gr_sec_000000000000_unloggedunlogged"
PASSWORD = "unlogged horse battery"  # pragma: allowlist secret
MARKERS = (WORD, MAIL, ADDRESS, KEY, PASSWORD)

COMMENT = {
    "text": f"What a lovely article, {WORD}.",
    "thread": {"id": WORD, "url": f"https://courier.example/{WORD}", "title": WORD},
    "author": {"id": WORD, "name": WORD, "email": MAIL},
    "external_id": WORD,
    "ip": ADDRESS,
}


def speak(running: Up) -> None:
    """Say it all in every way: as it should be, and as it should not."""
    for sent in (
        COMMENT,
        COMMENT | {"external_id": "other", "colour": WORD},
        COMMENT | {"external_id": 17, "lang": WORD * 9},
        COMMENT | {"text": WORD * 5_000},
        f"{{{WORD}",
    ):
        running.call("POST", "/v1/comments", sent)
    running.call("POST", "/v1/scores", {"texts": [WORD], "explain": True})
    running.call("GET", f"/v1/threads/{WORD}/comments?{WORD}={MAIL}")
    running.call("POST", "/v1/erasures", {"email": MAIL})
    running.call("GET", f"/{WORD}?key={KEY}")
    _as_strangers(running.demo()["url"])


def _as_strangers(url: str) -> None:
    with httpx2.Client(base_url=url) as client:
        bearer = {"Authorization": f"Bearer {KEY}"}
        client.get("/v1/reviews", headers=bearer)
        client.post("/v1/moderations", json={"input": WORD}, headers=bearer)
        client.post(f"/v1alpha1/comments:analyze?key={KEY}", json={"comment": {"text": WORD}})
        client.post("/1.1/verify-key", data={"key": KEY, "blog": WORD})
        form = {"comment": WORD, "email": MAIL, "name": WORD, "thread_url": f"{url}/{WORD}"}
        client.post("/forms/demo/comments", data=form, headers={"Origin": url})
        typed = {"site": "demo", "name": MAIL, "password": PASSWORD}
        client.post("/console/sign-in", data=typed, headers={"Origin": url})


def test_whatever_is_said_stands_in_no_log(tmp_path: Path) -> None:
    with up(tmp_path) as running:
        speak(running)
        assert running.status_of_new_comment() == "approved"
        demo = running.demo()
    said = "\n".join(line for line in running.lines if " | " in line)
    assert said.count('"event":"request"') >= 15
    secret = [demo["submit_key"], demo["secret_key"], demo["login"]["password"]]
    assert [marker for marker in (*MARKERS, *secret) if marker in said] == []
