"""What names a text, and what an error tells."""

from service.domain.comments import revision_of
from service.domain.errors import FieldProblem, InvalidError


def test_a_revision_names_the_text_to_the_last_space_and_the_same_in_every_release() -> None:
    assert revision_of("A fine piece.") == "afba85a12912888d"
    assert revision_of("A fine piece. ") != revision_of("A fine piece.")


def test_an_invalid_error_names_every_field_that_is_wrong() -> None:
    error = InvalidError(FieldProblem("text", "is empty"), FieldProblem("lang", "is unknown"))
    assert str(error) == "text: is empty; lang: is unknown"
