"""The sets of comments that the report measures on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.labels import LABELS
from classifier.training.corpora import Corpus, clean_labels, read_corpus, read_rows

ALL = "all development rows"
NEWS = "news comments"
TALK = "Wikipedia comments"
PERSPECTIVE = "Wikipedia talk, natural mix"
_PERSPECTIVE_FILE = "eval/cat_gn_perspective.jsonl.gz"

_SETS = {
    TALK: ("jigsaw_wiki", LABELS[:6]),
    NEWS: ("ucc_globe_mail", ("toxicity",)),
    "news and blog insults": ("impermium_insults", ("insult",)),
    "Reddit": ("ruddit", ("toxicity",)),
    "YouTube under news": ("youtoxic_youtube", ("toxicity",)),
    "talk to chat-bots": ("convabuse", ("sexually_explicit",)),
    "hate forum": ("stormfront", ("identity_attack",)),
    "video comments": ("youtube_spam", ("spam",)),
    "comments of other videos": ("youtube_spam_extra", ("spam",)),
    "blog comments": ("datacamp_blog_spam", ("spam",)),
    "Reddit advertising": ("reddit_ads_rule", ("spam",)),
    "text messages": ("sms_spam", ("spam",)),
    "German tweets": ("multi_germeval2018_de", ("toxicity",)),
    "German Facebook": ("multi_germeval2021_de", ("toxicity",)),
    "Portuguese tweets": ("multi_told_br_pt", ("toxicity",)),
    "Portuguese Instagram": ("multi_hatebr_pt", ("toxicity",)),
    "French tweets": ("multi_mlma_fr", ("toxicity",)),
    "Arabic tweets": ("multi_mlma_ar", ("toxicity",)),
    "Finnish forum": ("multi_turku_fi", ("toxicity",)),
}


@dataclass(frozen=True, eq=False)
class Benchmark:
    """Comments that the model has not learnt from, and what one label should say of them."""

    name: str
    label: str
    texts: list[str]
    labels: NDArray[np.float32]
    perspective: NDArray[np.float64] | None = None


def read_benchmarks(data: Path, manifest: Mapping[str, Any]) -> list[Benchmark]:
    """Read every set there is data for: of sources that were trained on, the development rows."""
    corpus = clean_labels(read_corpus((data / "train").glob("*.jsonl.gz")))
    trained = [source["source"] for source in manifest["sources"]]
    unseen = corpus.select((corpus.splits == "dev") | ~np.isin(corpus.sources, trained))
    benchmarks = [
        _select(name, label, unseen.select(unseen.sources == source))
        for name, (source, labels) in _SETS.items()
        for label in labels
    ]
    held_back = corpus.select((corpus.splits == "dev") & np.isin(corpus.sources, trained))
    everything = [_select(ALL, label, held_back) for label in ("toxicity", "spam")]
    both = [one for one in everything + benchmarks if len(np.unique(one.labels)) > 1]
    return [*both, *_read_perspective(data / _PERSPECTIVE_FILE)]


def _select(name: str, label: str, rows: Corpus) -> Benchmark:
    known = rows.select(~np.isnan(rows.get(label)))
    return Benchmark(name, label, known.texts, known.get(label))


def _read_perspective(path: Path) -> Iterator[Benchmark]:
    if path.exists():
        scores = [row["meta"]["perspective"] for row in read_rows([path])]
        benchmark = _select(PERSPECTIVE, "toxicity", read_corpus([path]))
        yield replace(benchmark, perspective=np.array(scores))
