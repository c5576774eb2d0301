# ruff: noqa: RUF001 - look-alikes are the subject of this file
"""How each code point is spelled before scoring: the table behind the fold.

The table is built once, by the trainer, and travels inside the artifact. A scorer therefore folds
exactly as its model was trained, whatever Unicode version its own Python knows.
"""

import unicodedata
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LETTER, DIGIT, SPACE, UNDERSCORE, TWIN, FOREIGN = 1, 2, 4, 8, 16, 32

DROPPED = 1 << 22  # a spelling above any difference of code points
POOLED = DROPPED + 1  # and above it: an offset into the pool

_PAGES = 0x110000 >> 8
_LONGEST_SPELLING = (
    4  # longer compatibility spellings (ligatures of whole phrases) stay as they are
)

# The list of words has the same letters, on another floor: a test holds the two together.
_LATIN_LIKE = {
    "a": "ɑɐᴀ", "b": "ʙɓ", "c": "ᴄ", "d": "ᴅđðɗ", "e": "ᴇǝɛ", "f": "ꜰƒ", "g": "ɡɢɠ", "h": "ʜħɥɦ",
    "i": "ɪı", "j": "ᴊ", "k": "ᴋƙ", "l": "ʟł", "m": "ᴍɯɱ", "n": "ɴŋ", "o": "ᴏøɔ", "p": "ᴘƥ",
    "r": "ʀɹ", "s": "ꜱʃʂ", "t": "ᴛŧʇƭ", "u": "ᴜ", "v": "ᴠʋ", "w": "ᴡ", "y": "ʏʎƴ", "z": "ᴢʐ",
    "ae": "æ", "oe": "œ",
}  # fmt: skip
_OTHER_SCRIPTS = {
    "a": "аα", "b": "вβь", "c": "с", "d": "ԁ", "e": "еεҽ", "f": "ғ", "g": "ց", "h": "нһհ",
    "i": "іι", "j": "јյ", "k": "кκ", "l": "ӏ", "m": "м", "n": "пηոռ", "o": "оοօσ", "p": "рρ",
    "q": "ԛզ", "r": "г", "s": "ѕ", "t": "тτ", "u": "υսμ", "v": "ѵν", "w": "ԝωѡ", "x": "хχ",
    "y": "уүγ", "z": "ζ",
}  # fmt: skip
_STYLED_ALPHABETS = (0x1F150, 0x1F170, 0x1F1E6)  # negative circled, negative squared, regional
_INVISIBLE_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"


class Alphabet(NamedTuple):
    """Spellings and kinds of all code points, as a two-stage table.

    Attributes
    ----------
    pages : ndarray of uint16, shape (4352,)
        Page of each block of 256 code points.
    spellings : ndarray of int32, shape (2, n_pages, 256)
        What to add to a code point to spell it, ``DROPPED``, or ``POOLED`` plus an offset into
        `pool`. The first half also turns look-alikes of other scripts into Latin letters; the
        second leaves them, for texts that are written in those scripts.
    kinds : ndarray of uint8, shape (n_pages, 256)
        Bits of ``LETTER``, ``DIGIT``, ``SPACE`` and ``UNDERSCORE``; of ``TWIN`` for letters of
        other scripts that look like Latin ones, and ``FOREIGN`` for the others of those scripts.
    pool : ndarray of int32
        Spellings of several code points, each preceded by its length.
    """

    pages: NDArray[np.uint16]
    spellings: NDArray[np.int32]
    kinds: NDArray[np.uint8]
    pool: NDArray[np.int32]


def build_alphabet() -> Alphabet:
    """Derive the table from this Python's Unicode database and the look-alikes above."""
    pool: list[int] = []
    known: dict[bytes, int] = {}
    pages = np.zeros(_PAGES, np.uint16)
    for number in range(_PAGES):
        page = _build_page(range(number << 8, (number + 1) << 8), pool)
        pages[number] = known.setdefault(page.tobytes(), len(known))
    table = np.frombuffer(b"".join(known), np.int32).reshape(-1, 3, 256)
    return Alphabet(
        pages,
        np.ascontiguousarray(table[:, :2].transpose(1, 0, 2)),
        np.ascontiguousarray(table[:, 2].astype(np.uint8)),
        np.array(pool, np.int32),
    )


def _build_page(block: range, pool: list[int]) -> NDArray[np.int32]:
    page = np.zeros((3, 256), np.int32)
    for column, code in enumerate(block):
        plain = _spell(chr(code))
        latin = "".join(_TO_LATIN.get(letter, letter) for letter in plain)
        page[0, column] = _encode(code, latin, pool)
        page[1, column] = _encode(code, plain, pool)
        page[2, column] = _classify(chr(code)) | (TWIN if latin != plain else 0)
    return page


def _spell(character: str) -> str:
    if character.isspace():
        return " "
    if character in _INVISIBLE_LETTERS or unicodedata.category(character) in {"Cc", "Cf"}:
        return ""
    if "\uac00" <= character <= "\ud7a3":  # Hangul syllables would fall apart into jamo
        return character
    folded = unicodedata.normalize("NFKD", character).casefold()
    marked = unicodedata.normalize("NFKD", folded)
    spelled = "".join(c for c in marked if unicodedata.category(c) not in {"Mn", "Me", "Cf"})
    if " " in spelled or len(spelled) > _LONGEST_SPELLING:  # spacing accents, whole phrases
        return character
    return "".join(_ALWAYS.get(c, c) for c in spelled)


def _encode(code: int, spelled: str, pool: list[int]) -> int:
    if not spelled:
        return DROPPED
    if len(spelled) == 1:
        return ord(spelled) - code
    offset = len(pool)
    pool.extend([len(spelled), *map(ord, spelled)])
    return POOLED + offset


def _classify(character: str) -> int:
    if character == "_":
        return UNDERSCORE
    if character.isspace():
        return SPACE
    category = unicodedata.category(character)
    if category.startswith("L") or category == "Mc":
        foreign = "\u0370" <= character <= "\u058f" and _spell(character) not in _TO_LATIN
        return LETTER | (FOREIGN if foreign else 0)
    return DIGIT if category.startswith("N") else 0


_ALWAYS = {like: letter for letter, group in _LATIN_LIKE.items() for like in group} | {
    chr(first + place): chr(ord("a") + place) for first in _STYLED_ALPHABETS for place in range(26)
}
_TO_LATIN = {like: letter for letter, group in _OTHER_SCRIPTS.items() for like in group}
