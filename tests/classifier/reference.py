"""The fold and the n-grams once more, in plain Python, as slowly and as plainly as they can be."""

import math
import re
from collections import Counter
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from classifier.alphabets import DIGIT, DROPPED, FOREIGN, LETTER, POOLED, SPACE, TWIN, Alphabet
from classifier.folded import PLACEHOLDER, WORD
from classifier.folding import SPELT_OUT
from classifier.grams import BLOCKS, IDENTITY_SHARE
from classifier.labels import LABELS
from classifier.margins import N_LABELS, Model
from classifier.signs import LEAST_DIGITS, LINKS, NUMBER
from classifier.windows import SHORT, STRETCH, WINDOW

LEET = dict(zip("0134578@$!+|", "oieastbasitl", strict=True))
MULTIPLIER, WIDTH = 0x9E3779B97F4A7C15, (1 << 64) - 1
TERM_SEED, CHARACTER_SEED, WORD_SEED = 0x2545F4914F6CDD1D, 0x51A3F0D6C2B78E49, 0xC6A4A7935BD1E995
FACTORS = (
    0x9E3779B97F4A7C15,
    0xC2B2AE3D27D4EB4F,
    0x165667B19E3779F9,
    0xD1B54A32D192ED03,
    0xFF51AFD7ED558CCD,
)
LINK_SEED, NUMBER_SEED = 0x8CB92BA72F3D8DD7, 0xD6E8FEB86659FD93
WORDS = 1 << 63
LINK = re.compile("|".join(map(re.escape, LINKS)))
JOINTS = re.escape(NUMBER.strip("0123456789"))
LONG_NUMBER = re.compile(f"[0-9](?:[{JOINTS}]*[0-9]){{{LEAST_DIGITS - 1},}}")

Letters = list[tuple[str, int]]


class Reference:
    """Plain counterparts of the kernels, for one alphabet and one set of terms."""

    def __init__(self, alphabet: Alphabet, terms: NDArray[np.uint64]) -> None:
        self.alphabet = alphabet
        self.terms = {int(term) for term in terms if term}

    def kind(self, letter: str) -> int:
        code = ord(letter)
        return int(self.alphabet.kinds[self.alphabet.pages[code >> 8], code & 255])

    def is_word(self, letter: str) -> bool:
        return bool(self.kind(letter) & WORD) or letter == chr(PLACEHOLDER)

    def is_gap(self, letter: str) -> bool:
        return not self.kind(letter) & (LETTER | DIGIT)

    def fold(self, text: str) -> Letters:
        return self.mask(self.shorten(self.join(self.unleet(self.spell(text)))))

    def spell(self, text: str) -> Letters:
        kinds = [self.kind(letter) for letter in text]
        n_foreign = sum(bool(kind & FOREIGN) for kind in kinds)
        foreign = n_foreign > sum(kind & (LETTER | TWIN | FOREIGN) == LETTER for kind in kinds)
        letters: Letters = [(" ", 0)]
        for place, letter in enumerate(text):
            for spelled in self.spell_letter(letter, foreign):
                if spelled != " " or letters[-1][0] != " ":
                    letters.append((spelled, place))
        return letters if letters[-1][0] == " " else [*letters, (" ", len(text))]

    def spell_letter(self, letter: str, foreign: bool) -> str:  # noqa: FBT001
        code = ord(letter)
        page = self.alphabet.pages[code >> 8]
        spelling = int(self.alphabet.spellings[int(foreign), page, code & 255])
        if spelling == DROPPED:
            return ""
        if spelling < DROPPED:
            return chr(code + spelling)
        start = spelling - POOLED + 1
        length = self.alphabet.pool[start - 1]
        return "".join(map(chr, self.alphabet.pool[start : start + length]))

    def unleet(self, letters: Letters) -> Letters:
        result: Letters = []
        token: Letters = []
        for letter, place in letters:
            if self.kind(letter) & SPACE:
                result += [*self.unleet_token(token), (letter, place)]
                token = []
            else:
                token.append((letter, place))
        return result

    def unleet_token(self, token: Letters) -> Letters:
        kinds = [self.kind(letter) for letter, _ in token]
        n_letters = sum(bool(kind & LETTER) for kind in kinds)
        if 2 * n_letters <= sum(bool(kind & DIGIT) for kind in kinds):
            return token
        letters = [" ", *(letter for letter, _ in token), " "]
        for i in range(len(letters) - 2, 0, -1):
            before, sign, after = letters[i - 1 : i + 2]
            inner = self.is_word(after) and (self.is_word(before) or before in LEET)
            if sign in LEET and (sign.isdigit() or sign == "$" or inner):
                letters[i] = LEET[sign]
        return [(letter, place) for letter, (_, place) in zip(letters[1:-1], token, strict=True)]

    def join(self, letters: Letters) -> Letters:
        result: Letters = []
        i = 0
        while i < len(letters):
            last = i
            if i and self.kind(letters[i][0]) & LETTER and self.is_gap(letters[i - 1][0]):
                while last + 3 < len(letters) and self.goes_on(letters, last):
                    last += 2
            if last - i >= 2 * (SPELT_OUT - 1):
                result += letters[i : last + 1 : 2]
                i = last + 1
            else:
                result.append(letters[i])
                i += 1
        return result

    def goes_on(self, letters: Letters, last: int) -> bool:
        gap, letter, behind = (letter for letter, _ in letters[last + 1 : last + 4])
        single = self.is_gap(gap) and self.is_gap(behind)
        return single and bool(self.kind(letter) & LETTER)

    def shorten(self, letters: Letters) -> Letters:
        result: Letters = []
        for letter, place in letters:
            repeated = len(result) > 1 and result[-1][0] == result[-2][0] == letter
            if not repeated or self.kind(letter) & DIGIT:
                result.append((letter, place))
        return result

    def mask(self, letters: Letters) -> Letters:
        result: Letters = []
        for begin, end, is_word in self.split(letters):
            word = "".join(letter for letter, _ in letters[begin:end])
            if is_word and hash_letters(word, TERM_SEED) in self.terms:
                result.append((chr(PLACEHOLDER), letters[begin][1]))
            else:
                result += letters[begin:end]
        return result

    def split(self, letters: Letters) -> list[tuple[int, int, bool]]:
        runs: list[tuple[int, int, bool]] = []
        for i, (letter, _) in enumerate(letters):
            is_word = self.is_word(letter)
            if runs and is_word and runs[-1][2]:
                runs[-1] = (runs[-1][0], i + 1, True)
            else:
                runs.append((i, i + 1, is_word))
        return runs

    def count(self, letters: Letters, block: int, bits: int) -> Counter[int]:
        text = "".join(letter for letter, _ in letters)
        if block == 0:
            grams = list_ngrams(text)
            return Counter(find_bucket(hashed >> 1, gram, bits) for gram, hashed in grams)
        if block == BLOCKS - 1:
            return count_signs(text, bits)
        words = [text[begin:end] for begin, end, is_word in self.split(letters) if is_word]
        hashes = [hash_letters(word, WORD_SEED) for word in words]
        pairs = [
            (((one * MULTIPLIER & WIDTH) ^ two) * MULTIPLIER & WIDTH)
            for one, two in pairwise(hashes)
        ]
        both = [one + two for one, two in pairwise(words)]
        of_words = zip([*words, *both], [*hashes, *pairs], strict=True)
        return Counter(find_bucket(WORDS | hashed >> 1, gram, bits) for gram, hashed in of_words)

    def measure(self, text: str, model: Model) -> list[float]:
        letters = self.fold(text)
        margins = [-math.inf] * N_LABELS
        for begin, end, discount in cut("".join(letter for letter, _ in letters)):
            found = self.measure_window(letters[begin:end], model)
            for label in range(N_LABELS if not discount else LABELS.index("spam")):
                margins[label] = max(margins[label], found[label] - discount)
        return margins

    def measure_window(self, letters: Letters, model: Model) -> list[float]:
        weights = model.weights
        margins = [float(intercept) for intercept in model.intercepts]
        for block in range(BLOCKS):
            counts = self.count(letters, block, model.bits)
            values = {bucket: value_count(count) for bucket, count in counts.items()}
            length = math.sqrt(sum(value**2 for value in values.values()))
            for label in range(N_LABELS if counts else 0):
                total = sum(value * int(weights[row, label]) for row, value in values.items())
                margins[label] += total * float(model.scales[label]) / length
        return margins


def cut(text: str) -> list[tuple[int, int, float]]:
    windows = [(*window, 0.0) for window in cut_evenly(text, WINDOW, WINDOW // 2)]
    if len(text) <= SHORT:
        return windows
    stretches = cut_evenly(text, STRETCH, STRETCH - 1)
    discount = 0.5 + 0.5 * math.log(len(stretches))
    return windows + [(*stretch, discount) for stretch in stretches]


def cut_evenly(text: str, size: int, step: int) -> list[tuple[int, int]]:
    windows = [(0, 0)]
    begin = 0
    while windows[-1][1] < len(text):
        end = len(text)
        if end - begin > size:
            end = find_space(text, begin + size - 1, size // 2) + 1
        windows.append((begin, end))
        begin = find_space(text, min(begin + step, len(text) - 1), step // 2)
    return windows[1:]


def find_space(text: str, place: int, reach: int) -> int:
    found = text.rfind(" ", place - reach + 1, place + 1)
    return place if found < 0 else found


def count_signs(text: str, bits: int) -> Counter[int]:
    counts = {LINK_SEED: len(LINK.findall(text)), NUMBER_SEED: len(LONG_NUMBER.findall(text))}
    return Counter({find_bucket(seed >> 1, "", bits): n for seed, n in counts.items() if n})


def list_ngrams(text: str) -> list[tuple[str, int]]:
    spans = [(i, i + n) for i in range(len(text)) for n in (3, 4, 5) if i + n <= len(text)]
    grams = [text[begin:end] for begin, end in spans]
    within = [gram for gram in grams if " " not in gram[1:-1]]
    return [(gram, hash_characters(gram)) for gram in within]


def hash_characters(gram: str) -> int:
    products = (ord(letter) * factor for letter, factor in zip(gram, FACTORS, strict=False))
    return (CHARACTER_SEED + sum(products)) & WIDTH


def hash_letters(letters: str, seed: int) -> int:
    for letter in letters:
        seed = (seed ^ ord(letter)) * MULTIPLIER & WIDTH
    return seed


def find_bucket(hashed: int, gram: str, bits: int) -> int:
    if chr(PLACEHOLDER) in gram:
        return (1 << bits) + (hashed >> (64 - bits + IDENTITY_SHARE))
    return hashed >> (64 - bits)


def value_count(count: int) -> int:
    return round(256 * (1 + math.log(min(count, 255))))
