"""Comments to sparse features, as a scikit-learn transformer over the serving kernels."""

from collections.abc import Iterable
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from classifier.alphabets import build_alphabet
from classifier.compiling import kernel
from classifier.folded import Codes, Folded
from classifier.folding import fold
from classifier.grams import BLOCKS, Buckets, count_buckets, list_grams, make_room
from classifier.identities import build_terms
from classifier.masking import NO_TERMS
from classifier.tallies import count_all, find_slot, make_tallies, open_table, value_of

_BATCH = 20_000  # texts that are hashed in one go: bounds the memory


class CommentVectorizer(TransformerMixin, BaseEstimator):
    """Hash the character and word n-grams of folded comments.

    Values are ``1 + log(count)``; characters and words are normalised each by itself, and each have
    half of the buckets.
    Inverse document frequencies multiply the columns *after* that, so that they can be folded into
    the weights of a linear model and cost nothing when scoring.

    Parameters
    ----------
    bits : int, default=20
        Logarithm of the number of buckets. Buckets of their own for n-grams about identity come on
        top, see ``classifier.grams.count_buckets``.
    mask_identities : bool, default=True
        Whether words that name groups of people are replaced by a placeholder.

    Attributes
    ----------
    alphabet_ : Alphabet
    terms_ : ndarray of uint64
    idf_ : ndarray of float32, shape (count_buckets(bits),)
    """

    def __init__(self, *, bits: int = 20, mask_identities: bool = True) -> None:
        self.bits = bits
        self.mask_identities = mask_identities

    def fit(self, X: Iterable[str], y: object = None) -> Self:  # noqa: N803
        """Learn the inverse document frequencies of `X`."""
        self.fit_transform(X, y)
        return self

    def fit_transform(self, X: Iterable[str], y: object = None) -> csr_array:  # noqa: ARG002, N803
        """Learn the inverse document frequencies of `X` and transform it."""
        self.alphabet_ = build_alphabet()
        self.terms_ = build_terms(self.alphabet_) if self.mask_identities else NO_TERMS
        counts = self._hash(X)
        frequencies = np.bincount(counts.indices, minlength=counts.shape[1])
        self.idf_ = (1 + np.log((1 + counts.shape[0]) / (1 + frequencies))).astype(np.float32)
        return self._weight(counts)

    def transform(self, X: Iterable[str]) -> csr_array:  # noqa: N803
        """Transform comments.

        Returns
        -------
        csr_array of float32, shape (n_texts, count_buckets(bits))
        """
        check_is_fitted(self)
        return self._weight(self._hash(X))

    def _hash(self, texts: Iterable[str]) -> csr_array:
        listed = list(texts)
        batches = [listed[begin : begin + _BATCH] for begin in range(0, len(listed), _BATCH)]
        return vstack([self._hash_batch(batch) for batch in batches or [[]]], format="csr")

    def _hash_batch(self, texts: list[str]) -> csr_array:
        folded = fold(texts, self.alphabet_, self.terms_)
        matrix = csr_array(
            vectorise_grams(folded, self.bits), shape=(len(texts), count_buckets(self.bits))
        )
        matrix.sum_duplicates()
        return matrix

    def _weight(self, counts: csr_array) -> csr_array:
        counts.data *= self.idf_[counts.indices]
        return counts

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


def dampen_identities(features: csr_array, bits: int, share: float) -> csr_array:
    """Return the features with all that is known of groups of people scaled down to a share."""
    about = features.indices >= (1 << bits)
    data: NDArray[np.float32] = np.where(about, np.float32(share), np.float32(1)) * features.data
    return csr_array((data, features.indices, features.indptr), shape=features.shape)


def split_words(features: csr_array, bits: int) -> tuple[csr_array, csr_array]:
    """Split features into those of characters and those of words, in the same columns as before."""
    own = count_buckets(bits) - (1 << bits)
    is_word = np.where(
        features.indices < (1 << bits),
        features.indices >= (1 << bits) // 2,
        features.indices >= (1 << bits) + own // 2,
    )
    return _keep(features, ~is_word), _keep(features, is_word)


def _keep(features: csr_array, kept: NDArray[np.bool_]) -> csr_array:
    ends = np.concatenate([[0], np.cumsum(kept, dtype=np.int32)])[features.indptr]
    return csr_array(
        (features.data[kept], features.indices[kept], ends.astype(np.int32)), shape=features.shape
    )


@kernel
def vectorise_grams(folded: Folded, bits: int) -> tuple[NDArray[np.float32], Buckets, Codes]:
    """Build the rows of the training matrix, with each whole text in one piece.

    Returns
    -------
    data, indices, indptr : ndarray
        A matrix in compressed sparse rows, in which a bucket may stand twice in a row: once from
        each block.
    """
    n_texts = len(folded.bounds) - 1
    data = np.empty(5 * len(folded.codes), np.float32)
    indices = np.empty(len(data), np.int32)
    indptr = np.zeros(n_texts + 1, np.int32)
    grams = make_room(np.max(np.diff(folded.bounds)) if n_texts else 0)
    tallies = make_tallies(len(grams.buckets))
    end = 0
    for text in range(n_texts):
        begin, stop = folded.bounds[text], folded.bounds[text + 1]
        for block in range(BLOCKS):
            n_grams = list_grams(folded, begin, stop, block, bits, grams)
            if n_grams == 0:
                continue
            stamp, last_slot = open_table(tallies, n_grams)
            unit = 1 / count_all(tallies, grams.buckets[:n_grams], stamp, last_slot)
            for bucket in grams.buckets[:n_grams]:
                slot = find_slot(tallies, stamp | np.uint64(bucket), last_slot)
                if tallies.counts[slot]:  # not written yet
                    data[end] = value_of(tallies.counts[slot]) * unit
                    indices[end] = bucket
                    end += 1
                    tallies.counts[slot] = 0
        indptr[text + 1] = end
    return data[:end], indices[:end], indptr
