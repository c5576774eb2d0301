# ruff: noqa: RUF001 - look-alikes are the subject of this file
"""The letters of a text as a reader takes them, disguised or not, and where each of them stands.

What nobody sees is left out, what looks alike comes together, and a letter that is repeated stands
once: so each text and each phrase has a skeleton, by which phrases are looked up in linear time.
What that throws together is told apart afterwards, letter by letter (``likenesses.py``).
"""

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

NONE, MARK, SPACE = 0, 1, 2
"""What stands between two letters: nothing, a mark or more, white space."""

STAND_INS = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "t", "8": "b",
    "9": "g", "@": "a", "$": "s", "!": "il", "|": "il", "€": "e", "£": "l", "¢": "c",
}  # fmt: skip
"""Digits and signs, and the letters they are written for."""

# The classifier has the same letters, on another floor: a test holds the two together.
_VARIANTS = {
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
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0")
_APOSTROPHES = frozenset("'’ʼ`´＇")
_SIGNS = frozenset("@!|#*%&")
_VOWEL_POINTS, _ACCENTS, _OVERLAY = range(10, 100), range(200, 256), 1

_PLAIN = {like: letter for letter, group in _VARIANTS.items() for like in group} | {
    chr(first + place): chr(ord("a") + place) for first in _STYLED_ALPHABETS for place in range(26)
}
TWINS = {like: letter for letter, group in _OTHER_SCRIPTS.items() for like in group}
"""Letters of other scripts, and the Latin ones that they look like."""

_SKELETON = (
    TWINS
    | {sign: letters[0] for sign, letters in STAND_INS.items()}
    | {"l": "i", "ӏ": "i", "£": "i"}  # what 1 may stand for is one
)


@dataclass(slots=True)
class Letters:
    """The runs of a text: a letter, or the same one again and again with nothing in between."""

    letters: list[str] = field(default_factory=list)
    """What was written, folded: of ``looooser`` ``l oooo s e r``."""
    begins: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    """Where each stands, in code points of the text as it came."""
    gaps: list[int] = field(default_factory=list)
    """What stands before each, and after the last."""
    skeleton: str = ""
    """One character for each run."""
    signs: bool = False
    """Whether signs are among them."""

    def go_on_with(self, letter: str) -> bool:
        """Tell whether the last run may: signs make runs of their own, being letters or not."""
        return not self.signs or is_sign(letter) is is_sign(self.letters[-1][-1])

    def add(self, letter: str, at: int, gap: int) -> None:
        """Begin a run."""
        self.letters.append(letter)
        self.begins.append(at)
        self.ends.append(at + 1)
        self.gaps.append(gap)


def fold(text: str) -> str:
    """Bring spellings together: compatibility forms, accents, case, variants, invisibles."""
    if text.isascii():  # as most are; it takes a twentieth of the time
        return text.translate(_FOLDED_ASCII)
    return "".join(map(_fold, text))


def spell(phrase: str) -> str:
    """Write down what of a phrase counts, the same for all spellings that are not disguises."""
    runs = read_phrase(phrase)
    pairs = zip(runs.gaps, runs.letters, strict=False)
    return "".join(f" {letters}" if gap else letters for gap, letters in pairs).strip()


def read_phrase(phrase: str) -> Letters:
    """Take a phrase's letters down; its signs count, but for exclamation marks around it."""
    return read_letters(phrase.strip(" !¡") or phrase, signs=True)


def read_letters(text: str, *, signs: bool) -> Letters:
    """Take a text's letters down; signs and pictures are letters, too, or else stand between."""
    runs, gap = Letters(signs=signs), SPACE
    skeleton: list[str] = []
    for at, char in enumerate(text):
        glyphs = _glyphs(char, signs)
        if not (glyphs or gap):
            runs.ends[-1] = at + 1  # an accent goes with its letter
        for letter, key, between in glyphs:
            if between:
                gap = max(gap, between)
            elif not gap and skeleton[-1] == key and runs.go_on_with(letter):
                runs.letters[-1] += letter
                runs.ends[-1] = at + 1
            else:
                runs.add(letter, at, gap)
                skeleton.append(key)
                gap = NONE
    runs.gaps.append(SPACE)
    runs.skeleton = "".join(skeleton)
    return runs


def has_signs(text: str) -> bool:
    """Tell whether there is anything in a text that may be a letter, or stand between letters."""
    return any(map(_brings_sign, set(text)))


@lru_cache(maxsize=1 << 14)
def _brings_sign(char: str) -> bool:
    return any(map(is_sign, _fold(char)))


@lru_cache(maxsize=1 << 13)
def is_sign(char: str) -> bool:
    """Tell whether it is a sign or a picture: it may be a letter, or stand between letters."""
    return char in _SIGNS or unicodedata.category(char) in ("So", "Sm", "Sc")


@lru_cache(maxsize=1 << 14)
def _glyphs(char: str, signs: bool) -> tuple[tuple[str, str, int], ...]:  # noqa: FBT001 - cached
    """Give what a character is read as: letters, the skeleton's letters, and what is none."""
    return tuple((c, _SKELETON.get(c, c), _gap(c, signs)) for c in _fold(char))


def _gap(char: str, signs: bool) -> int:  # noqa: FBT001 - passed through
    if char.isspace() or char in _APOSTROPHES:  # “he'll” is not spelled-out hell
        return SPACE
    is_letter = unicodedata.category(char)[0] in "LNM" or (signs and is_sign(char))
    return NONE if is_letter else MARK


@lru_cache(maxsize=1 << 14)
def _fold(char: str) -> str:
    if char in _APOSTROPHES:
        return "'"
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    return "".join(_PLAIN.get(c, c) for c in folded if not _is_dropped(c))


def _is_dropped(char: str) -> bool:
    """Tell whether it is an accent or cannot be seen; vowel signs, as in Hindi, are letters."""
    if char in _INVISIBLE or "\ufe00" <= char <= "\ufe0f" or "\U0001f3fb" <= char <= "\U0001f3ff":
        return True
    category, rank = unicodedata.category(char), unicodedata.combining(char)
    if category == "Mn":
        return rank == _OVERLAY or rank in _VOWEL_POINTS or rank in _ACCENTS
    return category in ("Cf", "Me") or (category == "Cc" and not char.isspace())


_FOLDED_ASCII = {code: _fold(chr(code)) for code in range(128)}
