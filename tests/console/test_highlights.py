"""Pieces of a text: together they are the text, whatever is marked in it."""

from hypothesis import given
from hypothesis import strategies as st

from service.console.highlights import Mark, Piece, cut, fold_pieces

MARKS = st.lists(
    st.builds(Mark, st.integers(0, 60), st.integers(0, 60), st.sampled_from(["insult", "spam"]))
)


@given(st.text(max_size=50), MARKS, st.integers(0, 60))
def test_no_letter_is_lost_or_doubled(text: str, marks: list[Mark], at: int) -> None:
    pieces = cut(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    lead, rest = fold_pieces(pieces, at)
    assert "".join(piece.text for piece in lead) == text[:at]
    assert "".join(piece.text for piece in rest) == text[at:]


def test_a_place_that_two_labels_share_says_so() -> None:
    pieces = cut("you utter fool", [Mark(4, 14, "insult"), Mark(10, 14, "toxicity")])
    assert pieces == [
        Piece("you "),
        Piece("utter ", ("insult",)),
        Piece("fool", ("insult", "toxicity")),
    ]
