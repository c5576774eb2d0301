"""Folding: spellings of the same letters come together, by whichever way."""

from hypothesis import given
from hypothesis import strategies as st

from service.domain.lettering import fold


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_text_is_folded_like_any_other(text: str) -> None:
    assert "e" + fold(text) == fold("é" + text)
