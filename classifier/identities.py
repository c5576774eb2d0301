"""Words that name groups of people, which must not decide a score by themselves.

Each of them folds to one placeholder. Only identity_attack learns from n-grams with the placeholder
as from any others; to every other label they count for less (see ``classifier.training.fitting``).

The words are the single-word descriptors of gender, nationality, race and ethnicity, religion and
sexual orientation in HolisticBias 1.1 (Smith et al. 2022, "I'm sorry to hear that", EMNLP), less
those the list calls dispreferred and those whose everyday sense is another ("ace", "stud", "pan"),
with their plurals.
"""

import numpy as np
from numpy.typing import NDArray

from classifier.alphabets import Alphabet
from classifier.folding import fold
from classifier.masking import NO_TERMS, hash_word

TERMS = tuple(
    """
    female male cis cisgender androgynous butch effeminate feminine femme masculine womanly
    agender androgyne bigender demigender enby genderfluid genderless genderqueer neutrois
    nonbinary tomboy lgbt lgbtq queer hermaphrodite intersex endosex transsexual trans
    transfeminine transgender transmasculine chinese cuban dominican salvadoran guatemalan
    indian mexican chicana chicano filipina filipino korean american vietnamese asian desi
    african black hispanic latin latinx latine latina latino aboriginal indigenous european
    white caucasian arab aapi bipoc agnostic amish atheist buddhist catholic cheondoist
    christian confucianist druze evangelical hasidic hindu humanist irreligious jain jewish
    lutheran methodist mormon muslim pagan protestant rasta rastafari rastafarian satanist
    scientologist shia shintoist sikh spiritualist sunni taoist wiccan unitarian zoroastrian
    asexual aromantic bisexual demisexual gay homosexual lesbian pansexual polyamorous straight
    hetero heterosexual
    """.split()  # noqa: SIM905 - a list of quoted words would run over five screens
)

_N_SLOTS = 1024


def build_terms(alphabet: Alphabet) -> NDArray[np.uint64]:
    """Build the hash table of the words and their plurals, as `fold` needs it."""
    table = np.zeros(_N_SLOTS, np.uint64)
    for word in sorted({*TERMS, *(f"{term}s" for term in TERMS)}):
        hashed = _hash_folded(word, alphabet)
        slot = (hashed >> 32) & (_N_SLOTS - 1)
        while table[slot]:
            slot = (slot + 1) & (_N_SLOTS - 1)
        table[slot] = hashed
    return table


def _hash_folded(word: str, alphabet: Alphabet) -> int:
    codes = fold([word], alphabet, NO_TERMS).codes
    return int(hash_word(codes[1:-1]))
