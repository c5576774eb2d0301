"""The URL that a reader comes back to."""

import pytest

from service.domain.errors import InvalidError
from service.domain.sites import Site
from service.doors.returning import Result, page_of, with_result

SITE = Site(name="courier", title="The Courier", origins=("https://courier.example",))
OWN = "https://comments.example"


@pytest.mark.parametrize(
    ("url", "back"),
    [
        (
            "https://courier.example",
            "https://courier.example?greenroom=waiting&comment=7#comment-7",
        ),
        (
            "https://courier.example/a?",
            "https://courier.example/a?greenroom=waiting&comment=7#comment-7",
        ),
        (
            "https://courier.example/a?p=1&q=a%20b+c&x&p=2#top",
            "https://courier.example/a?p=1&q=a%20b+c&x&p=2&greenroom=waiting&comment=7#comment-7",
        ),
        (
            "https://courier.example/a?p=1&greenroom=approved&comment=6#comment-6",
            "https://courier.example/a?p=1&greenroom=waiting&comment=7#comment-7",
        ),
        (
            "https://courier.example/a?comment=theirs",
            "https://courier.example/a?comment=theirs&greenroom=waiting&comment=7#comment-7",
        ),
        (f"{OWN}/demo", f"{OWN}/demo?greenroom=waiting&comment=7#comment-7"),
        (
            "https://COURIER.example/A",
            "https://COURIER.example/A?greenroom=waiting&comment=7#comment-7",
        ),
    ],
)
def test_the_result_is_added_to_whatever_else_is_there(url: str, back: str) -> None:
    assert with_result(page_of(url, SITE, OWN), Result.WAITING, "7") == back


@pytest.mark.parametrize("url", ["https://evil.example", "https://courier.example:444/", "/a", ""])
def test_there_is_no_way_to_anybody_else(url: str) -> None:
    with pytest.raises(InvalidError):
        page_of(url, SITE, OWN)
