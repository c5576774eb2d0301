"""Which language a comment is in, as far as a few words tell."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

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
    words = [word for word in text[:LONGEST].split() if not word.startswith(_NO_WORDS)]
    if len(words) < LEAST_WORDS and _count_unspaced(words) < LEAST_LETTERS:
        return None
    language, probability = load_detector().classify(" ".join(words))
    return str(language) if probability >= LEAST_PROBABILITY else None


@cache
def load_detector() -> LanguageIdentifier:
    """Load the detector; it keeps no state, so that any number of threads may share it."""
    detector = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    detector.set_languages(LANGUAGES)
    return detector


def _count_unspaced(words: list[str]) -> int:
    return sum(letter >= _FIRST_UNSPACED and letter.isalpha() for word in words for letter in word)
