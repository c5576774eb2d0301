"""Advertisements as they are left under articles, made from parts that we wrote ourselves.

The permitted data know only two kinds of spam: comments under music videos, and text messages of
twenty years ago. These sentences add the trades that plague blogs, and, so that their words alone
decide nothing, the same words in harmless comments.

The sentences are in ``advertising/advertisements.txt`` and ``advertising/harmless.txt``, and what
their ``{names}`` stand for in ``advertising/parts.toml``.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

import numpy as np

from classifier.labels import LABELS
from classifier.training.corpora import Corpus

SOURCE, LICENCE = "greenroom_advertisements", "CC0-1.0 (written for this model)"
EACH = 40
"""Most texts from every line: some have little to vary."""

_FOLDER = Path(__file__).with_name("advertising")


def make_corpus(seed: int) -> Corpus:
    """Write texts to learn from, labelled as spam or not, and as nothing else."""
    texts, is_spam = zip(*_write(Random(seed)), strict=True)  # noqa: S311 - reproducible
    labels = np.full((len(texts), len(LABELS)), np.nan, np.float32)
    labels[:, LABELS.index("spam")] = is_spam
    said = (np.full(len(texts), value) for value in (SOURCE, LICENCE, "en", "train"))
    return Corpus(list(texts), labels, *said)


def count_lines() -> int:
    """Count the lines that the texts are written from."""
    return sum(len(_read_lines(name)) for name in ("advertisements", "harmless"))


def _write(random: Random) -> Iterator[tuple[str, bool]]:
    parts = tomllib.loads((_FOLDER / "parts.toml").read_text("utf-8"))
    for name, is_spam in (("advertisements", True), ("harmless", False)):
        for line in _read_lines(name):
            # In order, so that the same seed always writes the same texts.
            for text in dict.fromkeys(_fill(line, parts, random) for _ in range(EACH)):
                yield text, is_spam


def _read_lines(name: str) -> list[str]:
    return (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines()


def _fill(line: str, parts: Mapping[str, Sequence[str]], random: Random) -> str:
    """Replace the names of parts, one after the other, until none is left."""
    while "{" in line:
        before, _, rest = line.partition("{")
        name, _, after = rest.partition("}")
        line = f"{before}{random.choice(parts[name])}{after}"
    return line
