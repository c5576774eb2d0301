"""What a long list of words costs: 50 entries against 50,000, in one run, over the same comments.

    python benchmarks/words.py

The comments have 220 characters on average; one word in fifty is on both lists, in one case of four
disguised. Prints the time for each comment, best of fifteen rounds, and the ratio, to be under 2.
"""

import random
import time
from collections.abc import Sequence

from service.domain.words import Word, WordPlace
from service.moderation.matching import Matcher

FEW, MANY, COMMENTS, ROUNDS = 50, 50_000, 500, 15
LONGEST_PHRASE = 3
SYLLABLES = [a + b for a in ("b", "c", "f", "gr", "l", "m", "st", "t", "w") for b in "aeiou"]
DISGUISES = str.maketrans("aeio", "4310")


def invent(chance: random.Random, shortest: int, longest: int) -> str:
    """Make up a word of so many syllables."""
    return "".join(chance.choices(SYLLABLES, k=chance.randint(shortest, longest)))


def write_list(chance: random.Random) -> list[Word]:
    """Make up phrases, one in ten to be found inside of words."""
    phrases: set[str] = set()
    while len(phrases) < MANY:
        count = chance.randint(1, LONGEST_PHRASE)
        phrases.add(" ".join(invent(chance, 3, 5) for _ in range(count)))
    places = chance.choices(list(WordPlace), weights=(9, 1), k=MANY)
    return [
        Word(phrase=phrase, match=place, created_at=0, by="benchmark")
        for phrase, place in zip(sorted(phrases), places, strict=True)
    ]


def write_comment(chance: random.Random, listed: Sequence[Word]) -> str:
    """Make up a comment."""
    words = [
        chance.choice(listed).phrase if chance.random() < 1 / 50 else invent(chance, 1, 2)
        for _ in range(42)
    ]
    text = " ".join(words).capitalize() + chance.choice(".!?")
    return text.translate(DISGUISES) if chance.random() < 1 / 4 else text


def measure(matcher: Matcher, comments: Sequence[str]) -> tuple[float, int]:
    """Give µs for one comment, and how many entries were found in all."""
    began = time.process_time()
    found = sum(len(matcher.find(comment, 0)) for comment in comments)
    return (time.process_time() - began) / len(comments) * 1e6, found


def main() -> None:
    """Measure both in turn, so that what else the machine does hits both, and print."""
    chance = random.Random(50)
    listed = write_list(chance)
    chance.shuffle(listed)
    comments = [write_comment(chance, listed[:FEW]) for _ in range(COMMENTS)]
    print(f"{sum(map(len, comments)) / COMMENTS:.0f} characters a comment")
    matchers = {count: Matcher(listed[:count]) for count in (FEW, MANY)}
    rounds = [[measure(matcher, comments) for matcher in matchers.values()] for _ in range(ROUNDS)]
    best = [min(results) for results in zip(*rounds, strict=True)]
    for count, (cost, found) in zip(matchers, best, strict=True):
        print(f"{count:>6,} entries: {cost:6.1f} µs a comment, {found:,} found")
    print(f"ratio {best[1][0] / best[0][0]:.2f}")


if __name__ == "__main__":
    main()
