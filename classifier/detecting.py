"""py3langid's detector as a kernel: many texts in one call, thirty times as fast as one by one.

The library walks its automaton in Python, byte by byte, which takes longer than all the rest of
scoring. Its tables and its arithmetic are kept as they are; a test holds the two together.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.compiling import kernel, part

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_PIECE, _WHICH, _WITHIN = 16, 4, 15
"""Bytes that a piece of a row is for; the bits of a byte that say which piece, and where in it."""
_ROOM = 2
"""Slots for each byte, so that few features meet."""
_ONCE = np.float32(np.log1p(1))
"""What a feature weighs that is met once, as most are."""


class Tables(NamedTuple):
    """A detector's automaton and weights: 26 MB, of which few comments need much.

    The automaton is cut into pieces that its states share, which makes 37 MB 7.
    """

    moves: NDArray[np.int32]
    """Next states, by piece and byte; a piece is for 16 bytes, and most states share theirs."""
    pieces: NDArray[np.uint16]
    """For each state which piece of `moves` is for the first 16 bytes, the next, and so on."""
    features: NDArray[np.int32]
    """For each state the feature that it completes; negative: none."""
    weights: NDArray[np.float32]
    """Log-likelihoods, shape (features, languages)."""
    priors: NDArray[np.float32]


@dataclass(frozen=True)
class Detector:
    """A detector of languages that has been made ready."""

    languages: tuple[str, ...]
    """One name for each column; the first of two columns of one name has both's share."""
    tables: Tables

    @cached_property
    def twins(self) -> NDArray[np.int64]:
        """Give for each column the first one of the same name."""
        return np.array([self.languages.index(name) for name in self.languages])


def make_tables(identifier: "LanguageIdentifier") -> Tables:
    """Take over the tables of a detector of the library."""
    moves, pieces = np.unique(
        np.array(identifier.tk_nextmove, np.int32).reshape(-1, _PIECE),
        axis=0,
        return_inverse=True,
    )
    rows = pieces.astype(np.min_scalar_type(len(moves) - 1)).reshape(-1, 256 // _PIECE)
    return Tables(
        moves=moves,
        pieces=rows[np.array(identifier.tk_row, np.int32)],
        features=np.array(identifier.tk_output, np.int32),
        weights=np.ascontiguousarray(identifier.nb_ptc, np.float32),
        priors=np.array(identifier.nb_pc, np.float32),
    )


def name_languages(detector: Detector, texts: list[bytes]) -> tuple[list[str], list[float]]:
    """Name the likeliest language of each text, and how likely it is among all."""
    data = np.frombuffer(b"".join(texts), np.uint8)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    best, shares = find_likeliest(data, lengths, detector.tables, detector.twins)
    return [detector.languages[place] for place in best.tolist()], shares.tolist()


@kernel
def find_likeliest(
    data: NDArray[np.uint8], lengths: NDArray[np.int64], tables: Tables, twins: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Give the column of each text's likeliest language, and its probability."""
    best, shares = np.empty(len(lengths), np.int64), np.empty(len(lengths), np.float32)
    row, begin = np.empty(len(tables.priors), np.float32), 0
    for text, length in enumerate(lengths):
        features, counts = _count_features(data[begin : begin + length], tables)
        _add_up(tables, features, counts, row)
        _normalise(row, length, twins)
        best[text] = row.argmax()
        shares[text] = row[best[text]]
        begin += length
    return best, shares


@part
def _count_features(
    text: NDArray[np.uint8], tables: Tables
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Walk the automaton over a text; give the features met, and how often each was."""
    features, counts = np.empty(len(text), np.int32), np.empty(len(text), np.int32)
    n_slots = 64
    while n_slots < _ROOM * len(text):
        n_slots *= 2
    slots, last_slot = np.full(n_slots, -1, np.int32), np.uint32(n_slots - 1)
    state, n_found = np.uint32(0), 0
    for byte in text:
        # Unsigned places spare a check for places from the end.
        piece = tables.pieces[state, byte >> _WHICH]
        state = np.uint32(tables.moves[piece, byte & _WITHIN])
        feature = tables.features[state]
        if feature < 0:
            continue
        slot = np.uint32(feature) & last_slot
        while slots[slot] >= 0 and features[slots[slot]] != feature:
            slot = (slot + np.uint32(1)) & last_slot
        place = slots[slot]
        if place < 0:
            slots[slot], features[n_found], counts[n_found] = n_found, feature, 1
            n_found += 1
        else:
            counts[place] += 1
    return features[:n_found], counts[:n_found]


@part
def _add_up(
    tables: Tables, features: NDArray[np.int32], counts: NDArray[np.int32], row: NDArray[np.float32]
) -> None:
    """Add up the evidence for each language."""
    row[:] = 0
    if len(features):
        row[:] = tables.priors
    for place in range(len(features)):
        count = counts[place]
        weight = _ONCE if count == 1 else np.float32(np.log1p(count))
        weights = tables.weights[features[place]]
        for column in range(len(row)):
            row[column] += weight * weights[column]


@part
def _normalise(row: NDArray[np.float32], length: int, twins: NDArray[np.int64]) -> None:
    """Turn evidence into shares; the root of the length keeps long texts from being too sure."""
    most, root = row.max(), np.float32(np.sqrt(max(1, length)))
    for column in range(len(row)):
        row[column] = np.exp((row[column] - most) / root)
    row /= row.sum()
    for column in range(len(row)):
        if twins[column] != column:
            row[twins[column]] += row[column]
            row[column] = 0
