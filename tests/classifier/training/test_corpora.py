from pathlib import Path

import numpy as np
import pytest

from classifier.training.corpora import Corpus, clean_labels, count_sources, read_corpus
from tests.classifier.data import make_row, write_rows


def read(folder: Path, *rows: dict[str, object]) -> Corpus:
    write_rows(folder / "rows.jsonl.gz", rows)
    return read_corpus(folder.glob("*.jsonl.gz"))


def both_ways(source: str, label: str, n: int = 25) -> list[dict[str, object]]:
    return [
        make_row(f"{source} {value} {i}", source, labels={"toxicity": value, label: value})
        for value in (0, 1)
        for i in range(n)
    ]


def test_null_is_not_zero(tmp_path: Path) -> None:
    corpus = read(tmp_path, make_row("x", labels={"toxicity": 1, "obscene": 0}))
    assert corpus.get("toxicity").tolist() == [1]
    assert corpus.get("profanity").tolist() == [0]
    assert np.isnan(corpus.get("insult")).all()


@pytest.mark.parametrize(("share", "expected"), [(0.0, 0), (0.49, 0), (0.5, 1), (1, 1)])
def test_half_of_the_raters_make_a_label(tmp_path: Path, share: float, expected: int) -> None:
    assert read(tmp_path, make_row("x", labels={"toxicity": share})).get("toxicity") == [expected]


def test_no_rows_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="data folder"):
        read_corpus(tmp_path.glob("*.jsonl.gz"))


def test_insulting_but_not_toxic_is_forgotten(tmp_path: Path) -> None:
    rows = [*both_ways("a", "insult"), make_row("odd", "a", labels={"toxicity": 0, "insult": 1})]
    cleaned = clean_labels(read(tmp_path, *rows))
    assert np.isnan(cleaned.get("toxicity")[-1])
    assert cleaned.get("insult")[-1] == 1


def test_silence_about_a_harmless_comment_means_no_where_a_source_says_both(tmp_path: Path) -> None:
    harmless = make_row("nice", "a", labels={"toxicity": 0})
    toxic = make_row("bad", "a", labels={"toxicity": 1})
    cleaned = clean_labels(read(tmp_path, *both_ways("a", "insult"), harmless, toxic))
    assert cleaned.get("insult")[-2] == 0
    assert np.isnan(cleaned.get("insult")[-1])
    assert np.isnan(cleaned.get("spam")).all()


def test_silence_means_nothing_where_a_source_hardly_says_both(tmp_path: Path) -> None:
    harmless = make_row("nice", "a", labels={"toxicity": 0})
    cleaned = clean_labels(read(tmp_path, *both_ways("a", "insult", n=5), harmless))
    assert np.isnan(cleaned.get("insult")[-1])


def test_a_source_that_only_says_yes_teaches_nothing(tmp_path: Path) -> None:
    only_yes = [make_row(f"{i}", "b", labels={"toxicity": 1, "insult": 1}) for i in range(30)]
    cleaned = clean_labels(read(tmp_path, *both_ways("a", "insult"), *only_yes))
    assert np.isnan(cleaned.labels[-30:]).all()
    assert not np.isnan(cleaned.get("toxicity")[:50]).any()


def test_cleaning_leaves_the_original_alone(tmp_path: Path) -> None:
    corpus = read(tmp_path, *both_ways("a", "insult"), make_row("n", "a", labels={"toxicity": 0}))
    before = corpus.labels.copy()
    clean_labels(corpus)
    np.testing.assert_array_equal(corpus.labels, before)


def test_sources_are_counted_by_licence_and_language(tmp_path: Path) -> None:
    corpus = read(tmp_path, make_row("x"), make_row("y"), make_row("z", "other", lang="de"))
    assert count_sources(corpus) == [
        {"source": "jigsaw_wiki", "licence": "CC0-1.0", "language": "en", "rows": 2},
        {"source": "other", "licence": "CC0-1.0", "language": "de", "rows": 1},
    ]


def test_corpora_are_joined_column_by_column(tmp_path: Path) -> None:
    corpus = read(tmp_path, make_row("x", labels={"spam": 1}), make_row("y", "other", lang="de"))
    joined = corpus.extend(corpus.select(np.array([1])))
    assert joined.texts == ["x", "y", "y"]
    assert joined.sources.tolist() == ["jigsaw_wiki", "other", "other"]
    assert joined.languages.tolist() == ["en", "de", "de"]
    assert joined.get("spam")[0] == 1
