"""Pieces of a text: together they are the text, whatever is marked in it."""

from hypothesis import given
from hypothesis import strategies as st

from service.console.highlights import Mark, Piece, cut, fold_pieces, marks_of
from service.domain.comments import Author, Comment
from service.domain.statuses import Status
from service.domain.verdicts import Reason, ReasonCode
from tests.drafts import THREAD

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


def test_what_a_check_found_is_marked_as_its_own_and_not_as_the_site_s_words() -> None:
    links = Reason(
        code=ReasonCode.TOO_MANY_LINKS, detail="Links: 2; the limit is 1.", spans=((0, 8),)
    )
    word = Reason(code=ReasonCode.SUSPECT_WORD, detail="idiot", spans=((9, 14),), entry="w1")
    comment = Comment(
        id="1",
        site="courier",
        thread=THREAD,
        author=Author(name="Dora"),
        text="a.b, c.d idiot",
        status=Status.HELD,
        version=2,
        revision="r",
        created_at=0,
        received_at=0,
        reasons=(links, word),
    )
    assert marks_of(comment, (), ()) == [Mark(0, 8, "too_many_links"), Mark(9, 14, "word_list")]
