# ruff: noqa: RUF001 - look-alikes are wanted here
"""Texts to try the kernels on: prose, disguises, and whatever Unicode holds."""

from hypothesis import strategies as st

_WORDS = st.sampled_from(
    [
        *[
            "you",
            "are",
            "an",
            "idiot",
            "1d10t",
            "a$$hole",
            "b!tch",
            "gay",
            "muslims",
            "i",
            "d",
            "t",
            "o",
            "x",
            "@user",
            "U.S.A.",
            "e.g.",
        ],
        *["fuuuuck", "100k", "café", "naïve", "ß", "ﬁ", "ẞ", "¨", "สวั", "한국"],
        *["https://a.co/b", "www.x.com", ".net", "0800-123 (45) 67", "2.000", "123456789"],
        *["мир", "іdіоt", "ｉｄ", "\u200bzero\u200bwidth", "🅸"],
    ]
)
_GAPS = st.sampled_from([" ", "  ", ".", "-", "\n", "\u00a0", "", "! ", ", ", "_"])


def any_text() -> st.SearchStrategy[str]:
    """Return prose of odd words, or any code points at all, lone surrogates included."""
    prose = st.lists(st.tuples(_WORDS, _GAPS), max_size=30).map(
        lambda pairs: "".join(word + gap for word, gap in pairs)
    )
    return st.one_of(prose, st.text(st.characters(codec=None), max_size=60))
