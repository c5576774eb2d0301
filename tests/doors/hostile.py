"""Bodies in JSON that nobody means well with."""

from hypothesis import strategies as st

MARK = "<b>x9</b>"
"""What no answer may have in it as it is."""

_texts = st.one_of(
    st.text(max_size=30),
    st.text(alphabet=st.characters(), max_size=8),  # halves of surrogate pairs among them
    st.sampled_from(
        [MARK, f'"}}{MARK}', "\0", "\ud800", "\u202e", "<!--", "&#xffffff;", "a" * 999]
    ),
)
_values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    _texts,
    st.just("PLAIN_TEXT"),
    st.just("HTML"),
    st.just("text"),
)


def bodies(*names: str) -> st.SearchStrategy[object]:
    """Draw any JSON, with names in it that mean something, and others."""
    known = st.one_of(st.sampled_from(names), _texts)
    return st.recursive(
        _values,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.dictionaries(known, inner, max_size=6),
        ),
        max_leaves=20,
    )
