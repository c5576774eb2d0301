"""Coverage-guided fuzzing of everything that reads a stranger's text, by atheris.

    make fuzz SECONDS=600

Each input is read as a body, a text, HTML and a phrase. Whatever raises anything but our own
errors, or points outside of the text it was given, ends the run with the input that did it.
"""

import sys
from contextlib import suppress
from operator import attrgetter

import atheris

with atheris.instrument_imports(include=["service"]):
    from service.api.bodies import parse_json
    from service.api.drafts import NewComment
    from service.domain.errors import InvalidError
    from service.domain.lettering import read_letters, read_phrase
    from service.domain.words import Word
    from service.doors.challenges import Challenges
    from service.doors.perspective.texts import read_html, read_plain
    from service.moderation.matching import Matcher
    from service.moderation.signatures import signature_of

from pydantic import ValidationError

from classifier.artifacts import SHIPPED
from classifier.scorer import Scorer

SCORER = Scorer.load(SHIPPED)
CHALLENGES = Challenges("a secret for tests, of 32 or more")  # pragma: allowlist secret
MATCHER = Matcher(
    [Word(phrase=phrase, created_at=0, by="site:test") for phrase in ("idiot", "go away", "äöü")]
)


def read(data: bytes) -> None:
    """Read one input in every way."""
    _read_body(data)
    text = data.decode("utf-8", "replace").replace("\0", " ")
    _read_text(text)
    _read_passage(text)
    with suppress(InvalidError):
        CHALLENGES.check("courier", text)


def _read_body(data: bytes) -> None:
    with suppress(ValueError, ValidationError):  # both are answered with 422
        NewComment.model_validate(parse_json(data))


def _read_text(text: str) -> None:
    for match in MATCHER.find(text, at=1):
        assert all(0 <= begin < end <= len(text) for begin, end in match.spans), match
    read_letters(text, signs=True)
    read_phrase(text)
    signature_of(text)
    (scores,) = SCORER.score([text])
    assert ((scores >= 0) & (scores <= 1)).all(), scores
    for span in SCORER.explain(text):
        assert 0 <= span.begin < span.end <= len(text), span
    SCORER.is_trusted([text])
    SCORER.detect([text])
    SCORER.is_hedged(text, None)


def _read_passage(text: str) -> None:
    for passage in filter(attrgetter("text"), (read_plain(text), read_html(text))):
        whole = passage.place((0, len(passage.text)))
        assert 0 <= whole[0] <= whole[1] <= len(text.encode("utf-16-le")) // 2, whole


if __name__ == "__main__":
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()
