"""The README tells the truth: its examples are run as they are written."""

import json
import re
import subprocess

from tests.docs.conftest import README, ROOT, House, examples_of


def test_submitted_comment_is_answered_with_its_decision(house: House) -> None:
    comment = json.loads(house.run("submit"))
    assert comment["status"] == "approved"
    assert comment["reasons"]
    assert "ada@example.org" not in json.dumps(comment)


def test_reviews_are_listed(house: House) -> None:
    page = json.loads(house.run("moderate"))
    assert set(page) == {"items", "counts", "next_cursor"}


def test_replay_counts_what_became_of_a_file(house: House) -> None:
    rows = [{"id": f"r-{n}", "text": f"A kind word, the {n}th"} for n in range(20)]
    file = house.folder / "comments.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    table = house.run("replay")
    assert re.search(r"\ball\s+20\b", table)


def test_own_site_gets_its_keys(house: House) -> None:
    secret, publishable = house.run("own-site").splitlines()[-2:]
    assert secret.startswith("gr_sec_")
    assert publishable.startswith("gr_pub_")


def test_every_example_that_names_a_test_has_one() -> None:
    assert set(examples_of("README.md")) == {"submit", "moderate", "replay", "own-site"}


def test_make_knows_every_target_that_is_named() -> None:
    targets = set(re.findall(r"^make ([a-z]+)", README, re.MULTILINE))
    assert targets
    for target in sorted(targets):
        subprocess.run(["make", "--dry-run", target], cwd=ROOT, check=True, capture_output=True)


def test_every_link_to_a_file_leads_somewhere() -> None:
    links = re.findall(r"\]\((?!https?://)([^)#]+)", README)
    assert links
    for link in links:
        assert (ROOT / link).exists(), link
