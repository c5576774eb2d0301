"""Which language a comment is in, as far as a few words tell."""

import unicodedata
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version

import numpy as np

from classifier.compiling import cache_folder
from classifier.detecting import Detector, Tables, find_likeliest, make_tables, name_languages
from classifier.mapping import Arrays, mapped

_CODES = """
ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nl no pl pt ro ru sk sl
sq sr sv sw ta th tl tr uk ur vi zh
"""
LANGUAGES = tuple(_CODES.split())
"""ISO 639 codes of what is told apart: languages that sites are written in.

The detector knows three times as many. Most of the others are neighbours of these, and only take
short comments away from them.
"""

LEAST_WORDS = 4
LEAST_LETTERS = 8
"""Letters that will do instead in scripts that put no spaces between words."""

LEAST_PROBABILITY = 0.6
LONGEST = 300
"""Characters that are looked at: more cost time and tell nothing new."""

_FIRST_UNSPACED = "\u0e00"
_NO_WORDS = ("@", "#", "http://", "https://", "www.")


def detect(text: str) -> str | None:
    """Name the language of a comment by its ISO 639 code; None if it is too short or unclear."""
    return detect_all([text])[0]


def detect_all(texts: Sequence[str]) -> list[str | None]:
    """Name the language of each comment, as `detect` does, in one call of the kernel."""
    told = [_worth_reading(text) for text in texts]
    places = [place for place, text in enumerate(told) if text]
    languages: list[str | None] = [None] * len(texts)
    if places:
        readable = [_as_bytes(told[place]) for place in places]
        for place, name, probability in zip(
            places, *name_languages(load_detector(), readable), strict=True
        ):
            languages[place] = name if probability >= LEAST_PROBABILITY else None
    return languages


@cache
def load_detector() -> Detector:
    """Load the detector; it keeps no state, so that any number of threads may share it."""
    of = (version("py3langid"), LANGUAGES, Tables._fields)
    name = f"languages-{sha256(repr(of).encode()).hexdigest()[:12]}"
    arrays = dict(mapped(cache_folder(find_likeliest) / name, unpack))
    languages = tuple(arrays.pop("languages").tolist())
    return Detector(languages, Tables(**arrays))


def unpack() -> Arrays:
    """Unpack the library's tables, which takes a second or two and 200 MB."""
    # Imported only here: where the tables are kept, the library is not needed.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    languages = np.array(identifier.nb_classes)
    return {"languages": languages, **make_tables(identifier)._asdict()}


def _worth_reading(text: str) -> str:
    """Give what of a comment tells its language; nothing if that is too little."""
    cut = text[:LONGEST]
    words = cut.split()
    if any(mark in cut for mark in _NO_WORDS):
        words = [word for word in words if not word.startswith(_NO_WORDS)]
    if len(words) < LEAST_WORDS and _count_unspaced(words) < LEAST_LETTERS:
        return ""
    return " ".join(words)


def _as_bytes(text: str) -> bytes:
    """Write a text the way the detector learnt to read."""
    lowered = text.lower() if text.isupper() else text
    return unicodedata.normalize("NFC", lowered).encode("utf-8", "surrogatepass")


def _count_unspaced(words: list[str]) -> int:
    return sum(letter >= _FIRST_UNSPACED and letter.isalpha() for word in words for letter in word)
