"""The children's output, as people see it on a terminal."""

import pytest

from service.supervision.printing import in_plain


def test_a_line_of_the_log_is_said_in_plain_words() -> None:
    line = (
        '{"method": "GET", "route": "/demo", "status": 200, "event": "request", '
        '"request_id": "01a2", "level": "info", "timestamp": "2026-11-25T19:14:28.262216Z"}'
    )
    assert in_plain(line) == "19:14:28 request method=GET route=/demo status=200"

    louder = line.replace("info", "warning")
    assert in_plain(louder) == "19:14:28 warning request method=GET route=/demo status=200"


@pytest.mark.parametrize(
    "line",
    ["Ready to accept connections", "", "17", "[]", "{", '{"event": "x"}', '{"timestamp": 3}'],
)
def test_any_other_line_stays_as_it_is(line: str) -> None:
    assert in_plain(line) == line
