"""What each token of a text adds to the margins."""

import numpy as np

from classifier.compiling import kernel, part
from classifier.folded import BLANK, Codes, Folded
from classifier.grams import BLOCKS, list_grams, make_room
from classifier.margins import N_LABELS, Margins, Model
from classifier.tallies import (
    count_all,
    find_slot,
    make_tallies,
    open_table,
    value_of,
)


@kernel
def contribute(folded: Folded, begin: int, stop: int, model: Model) -> tuple[Codes, Margins]:
    """Divide the margins of a window among its tokens.

    Returns
    -------
    tokens : ndarray of int32, shape (stop - begin,)
        The token that each character is in; a space belongs to the token behind it.
    contributions : ndarray of float64, shape (n_tokens, N_LABELS)
        What the n-grams of each token add to the margins. What a bucket adds is divided evenly
        among its occurrences; one that begins in a token and ends in another counts half for each.
    """
    tokens = _number_tokens(folded.codes[begin:stop])
    contributions = np.zeros((tokens[-1] + 1, N_LABELS))
    grams = make_room(stop - begin)
    tallies = make_tallies(len(grams.buckets))
    for block in range(BLOCKS):
        n_grams = list_grams(folded, begin, stop, block, model.bits, grams)
        if n_grams == 0:
            continue
        stamp, last_slot = open_table(tallies, n_grams)
        unit = 1 / count_all(tallies, grams.buckets[:n_grams], stamp, last_slot)
        for place in range(n_grams):
            bucket = grams.buckets[place]
            count = tallies.counts[find_slot(tallies, stamp | np.uint64(bucket), last_slot)]
            share = value_of(count) * unit / count / 2
            first, last = grams.begins[place] - begin, grams.ends[place] - begin - 1
            last -= 1 if folded.codes[begin + last] == BLANK else 0
            for label in range(N_LABELS):
                weight = share * model.weights[bucket, label] * model.scales[label]
                contributions[tokens[first], label] += weight
                contributions[tokens[last], label] += weight
    return tokens, contributions


@part
def _number_tokens(codes: Codes) -> Codes:
    tokens, token = np.empty(len(codes), np.int32), 0
    for place, code in enumerate(codes):
        token += 1 if code == BLANK and place > 0 else 0
        tokens[place] = token
    return tokens
