"""Made-up labelled comments on disk, in the form that the trainer reads."""

import gzip
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import orjson

from classifier.labels import LABELS

KEYS = tuple("obscene" if label == "profanity" else label for label in LABELS)
THEMES = {
    "toxicity": "awful horrid vile rotten",
    "severe_toxicity": "abomination despicable loathsome",
    "insult": "fool dunce nitwit blockhead",
    "obscene": "drat blast dang crikey",
    "identity_attack": "outlanders foreigners newcomers",
    "threat": "thump wallop clobber",
    "sexually_explicit": "smooch canoodle",
    "spam": "bargain discount subscribe voucher",
}
_FILLER = tuple(
    "the garden was lovely today and we walked along the river with friends".split()  # noqa: SIM905
)


def make_row(text: str, source: str = "jigsaw_wiki", **changes: object) -> dict[str, Any]:
    row = {"text": text, "source": source, "license": "CC0-1.0", "lang": "en", "split": "train"}
    given = changes.pop("labels", {})
    return {**row, "labels": {**dict.fromkeys(KEYS), **given}, "meta": {}, **changes}  # type: ignore[dict-item]


def make_rows(n: int, source: str, random: Random) -> Iterable[dict[str, Any]]:
    for i in range(n):
        words = random.choices(_FILLER, k=random.randint(4, 12))
        labels = dict.fromkeys(KEYS, 0)
        for theme in random.sample(KEYS, k=random.choice([0, 0, 1, 2])):
            words.insert(random.randrange(len(words)), random.choice(THEMES[theme].split()))
            labels[theme] = 1
        if any(labels[key] for key in KEYS[:-1]):
            labels["toxicity"] = 1
        split = "dev" if i % 4 == 0 else "train"
        yield make_row(f"{' '.join(words)} {i}", source, labels=labels, split=split)


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(b"\n".join(map(orjson.dumps, rows)), mtime=0))


def write_data(folder: Path, rows: int = 600) -> Path:
    random = Random(0)
    for source in ("jigsaw_wiki", "reddit_misogyny", "ucc_globe_mail"):
        made = list(make_rows(rows, source, random))
        if source == "ucc_globe_mail":
            made = [{**row, "license": "CC BY-NC-SA 4.0"} for row in made]
        write_rows(folder / "train" / f"{source}.jsonl.gz", made)
    held = [
        {**row, "split": "eval", "meta": {"perspective": random.random()}}
        for row in make_rows(rows, "cat_wiki_context", random)
    ]
    write_rows(folder / "eval" / "cat_gn_perspective.jsonl.gz", held)
    return folder
