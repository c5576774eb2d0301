import re

from classifier.training.advertisements import LICENCE, make_corpus
from classifier.training.licences import is_permitted


def test_the_same_seed_writes_the_same_texts() -> None:
    assert make_corpus(0).texts == make_corpus(0).texts
    assert make_corpus(0).texts != make_corpus(1).texts


def test_texts_are_written_out_and_none_twice() -> None:
    texts = make_corpus(0).texts
    assert not [text for text in texts if re.search(r"[{}|]", text)]
    assert len(set(texts)) == len(texts) > 2_000


def test_only_spam_is_said_of_them_both_ways() -> None:
    corpus = make_corpus(0)
    spam = corpus.get("spam")
    assert min((spam == 0).sum(), (spam == 1).sum()) > 400
    assert (corpus.labels == corpus.labels).sum() == len(corpus)
    assert is_permitted(LICENCE, corpus.sources[0])
