"""The model card, written from what was measured."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from classifier.intervals import estimate_share
from classifier.markdown import show_interval, tabulate
from classifier.scorer import LEAST_QUALITY
from classifier.training.advertisements import EACH, SOURCE, count_lines
from classifier.training.licences import DOUBTFUL

_CARD = """\
# Model card: {model_id}

Written by the trainer and the evaluator from their own measurements; do not edit.

## What it is

A linear model over hashed character and word n-grams that gives each comment eight probabilities:
{labels}.

It is meant to help the moderators of a newsroom or a blog decide what needs a person, and to
approve or reject only what is clear. It is not a judge of people, is not meant for text other
than comments, and knows nothing of context: a thread, a joke between friends, a quotation.

## What it learnt from

{rows} comments under licences that allow commercial use. Among them are advertisements, and
harmless comments in the same words, that we wrote ourselves ({written}).
Left out although permitted at first sight: {doubtful}.

{sources}

## Thresholds

Chosen on comments held back from training: mostly Wikipedia discussions, and for false alarms the
news comments. `hold` finds {wanted} of what it should, unless that would hold too many ordinary
news comments; `reject` is where the precision is at least 95 % at the lower end of its confidence
interval, and hardly any news comment stands. A `reject` of 1 means: never by itself.

{thresholds}

{notes}

The scores are calibrated on Wikipedia discussions, in which about a fifth of the comments here are
toxic. On another site their meaning shifts with its own share of toxic comments: show bands rather
than percentages until the site has decisions of its own.

## Where it fails

- Word order and stance are beyond it: quoting, negating or condemning an insult looks like one. A
  flag of its own, by quotation marks and by cues in English, German, Portuguese, French and
  Spanish, sends such comments to a person.
- Contempt without bad words is mostly missed, and swearing without a target is mostly held.
- Groups of people: the words of a published list of group terms are all the same to it, and count
  for {identity_weight:.0%} of what other words do, except in identity_attack. Names of groups that
  are not on the list carry full weight.
- Opinion pages: mildly hostile comments are told from healthy ones only a little better than by
  chance.
- Advertising without the usual words looks like any comment. Rules for links, repetition and the
  age of accounts must do that work. The advertisements that we wrote know the trades of today; they
  were written after a look at the blog comments below, whose figure is flattered by that.
- Languages: how well toxicity is told in each that was learnt, on held-back comments:

{languages}

  All but English are tweets. A comment in another language, or in words that were never met, is
  marked: its scores mean little. So is one in a language where the lower end above is below
  {quality}.
"""

_LANGUAGES = {"en": "English", "de": "German", "pt": "Portuguese", "fr": "French", "ar": "Arabic"}


def write_card(path: Path, model_id: str, manifest: Mapping[str, Any], measured: str = "") -> None:
    """Write MODEL_CARD.md beside the manifest, and what an evaluation has measured behind it."""
    (path / "MODEL_CARD.md").write_text(_describe(manifest, model_id) + measured, "utf-8")


def _describe(manifest: Mapping[str, Any], model_id: str) -> str:
    return _CARD.format(
        model_id=model_id,
        labels=", ".join(manifest["labels"]),
        rows=f"{manifest['training_rows']:,}",
        written=f"{SOURCE}, {EACH} or fewer from each of {count_lines()} lines",
        identity_weight=manifest["identity_weight"],
        doubtful="; ".join(f"{source} ({reason})" for source, reason in DOUBTFUL.items()),
        sources=tabulate(
            ("source", "licence", "language", "rows"), map(dict.values, manifest["sources"])
        ),
        wanted="80 %",
        thresholds=tabulate(
            (
                "label",
                "hold",
                "reject",
                "positives",
                "recall at hold",
                "precision at hold",
                "news held",
            ),
            [(label, *_describe_threshold(one)) for label, one in manifest["development"].items()],
        ),
        notes="\n".join(f"- {label}: {note}" for label, note in manifest["notes"].items()),
        languages=tabulate(
            ("language", "rows", "positive", "AUC"),
            [
                (_LANGUAGES.get(code, code), one["rows"], one["positives"], show_interval(one))
                for code, one in manifest["languages"].items()
            ],
        ),
        quality=LEAST_QUALITY,
    )


def _describe_threshold(seen: Mapping[str, Any]) -> Iterator[object]:
    """Tell what was seen at a threshold, with intervals: positives are few."""
    yield from (seen["hold"], seen["reject"], seen["positives"])
    recall, precision = seen["recall_at_hold"], seen["precision_at_hold"]
    yield estimate_share(recall, seen["positives"])
    yield estimate_share(precision, recall * seen["positives"] / precision) if precision else None
    yield seen["news_held"]
