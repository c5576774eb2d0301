"""The model card, written from what was measured."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from classifier.licences import DOUBTFUL
from classifier.scorer import LEAST_QUALITY

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

{rows} comments under licences that allow commercial use. Left out although permitted at first
sight: {doubtful}.

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

- Word order and stance are beyond it: quoting, negating or condemning an insult looks like one.
- Contempt without bad words is mostly missed, and swearing without a target is mostly held.
- Groups of people: words from a published list of group terms count for nothing, except in
  identity_attack. Names of groups that are not on the list still carry weight.
- Opinion pages: mildly hostile comments are told from healthy ones only a little better than by
  chance.
- Advertising without the usual words looks like any comment. Rules for links, repetition and the
  age of accounts must do that work.
- Languages: how well toxicity is told in each that was learnt, on held-back comments:

{languages}

  All but English are tweets. A comment in another language, or in words that were never met, is
  marked: its scores mean little. So is one in a language where the lower end above is below
  {quality}.
"""

_MEASURED = """
## Measured

On comments not learnt from, beside {package}, which did learn from the Wikipedia and Twitter
comments that several of these sets are cut from. Recipe and thresholds were chosen by the
Wikipedia, Reddit and news sets, so our figures on those are a little flattered. In brackets, 95 %
intervals.

{benchmarks}

Ordinary news comments: {alarms} of the healthy ones are flagged at the score that finds 80 % of the
toxic Wikipedia comments; {held} are held by at least one label.

Decided without a person, with at most 1 % toxic among the approved and 5 % good among the rejected,
on a mix with {toxic}: {decided} ({package}: {decided_package}).

Recall of toxic comments whose worst words are disguised, at 5 % false alarms:

{disguises}

Sentences of one kind each, at the thresholds above; hedged are those whose worst words seem
quoted, reported or negated, which should go to a person:

{slices}

Comments in words that the model has met; the scores of others mean little:

{familiarity}

Template sentences with terms of identity, toxicity: {identity} over all; the worst terms, telling
their own benign sentences from their toxic ones: {worst}.
"""

_LANGUAGES = {"en": "English", "de": "German", "pt": "Portuguese", "fr": "French", "ar": "Arabic"}
_WORST_TERMS = 5


def write_card(
    path: Path, manifest: Mapping[str, Any], figures: Mapping[str, Any] | None = None
) -> None:
    """Write MODEL_CARD.md beside the manifest; with an evaluation's figures, those too."""
    card = _describe(manifest, figures["model_id"] if figures else manifest["model_id"])
    measured = _describe_figures(figures) if figures else ""
    (path / "MODEL_CARD.md").write_text(card + measured, "utf-8")


def _describe(manifest: Mapping[str, Any], model_id: str) -> str:
    names = ("hold", "reject", "positives", "recall_at_hold", "precision_at_hold", "news_held")
    development = manifest["development"]
    return _CARD.format(
        model_id=model_id,
        labels=", ".join(manifest["labels"]),
        rows=f"{manifest['training_rows']:,}",
        doubtful="; ".join(f"{source} ({reason})" for source, reason in DOUBTFUL.items()),
        sources=_tabulate(
            ("source", "licence", "language", "rows"), map(dict.values, manifest["sources"])
        ),
        wanted="80 %",
        thresholds=_tabulate(
            ("label", *(name.replace("_", " ") for name in names)),
            [(label, *(one[name] for name in names)) for label, one in development.items()],
        ),
        notes="\n".join(f"- {label}: {note}" for label, note in manifest["notes"].items()),
        languages=_tabulate(
            ("language", "rows", "positive", "AUC"),
            [
                (_LANGUAGES.get(code, code), one["rows"], one["positives"], _interval(one))
                for code, one in manifest["languages"].items()
            ],
        ),
        quality=LEAST_QUALITY,
    )


def _describe_figures(figures: Mapping[str, Any]) -> str:
    alarms, automation = figures["false_alarms"], figures["automation"]
    terms = figures["identity"]["toxicity"]["terms"]
    worst = sorted(terms, key=lambda term: float(terms[term]["subgroup"]))[:_WORST_TERMS]
    return _MEASURED.format(
        package=figures["package"],
        benchmarks=_tabulate(
            ("comments", "label", "rows", "positive", "ours", "package", "Perspective"),
            [
                (
                    one["name"],
                    one["label"],
                    one["rows"],
                    one["positives"],
                    *(_interval(one["auc"].get(who)) for who in ("ours", "package", "perspective")),
                )
                for one in figures["benchmarks"]
            ],
        ),
        alarms=_interval(alarms["at_80_percent_recall"]["ours"]),
        held=_interval(alarms["held_by_any_label"]),
        toxic=f"{automation['toxic']:.1%} toxic",
        decided=f"{automation['ours']['decided']:.1%}",
        decided_package=f"{automation['package']['decided']:.1%}",
        disguises=_tabulate(
            ("disguise", "ours", "package"),
            [
                (kind, *(_interval(figures["disguises"][who][kind]) for who in ("ours", "package")))
                for kind in figures["disguises"]["ours"]
            ],
        ),
        slices=_tabulate(
            ("kind", "should be held", "held", "rejected", "hedged"),
            [
                (
                    one["name"],
                    "yes" if one["wanted"] else "no",
                    _interval(one["held"]),
                    f"{one['rejected']:.0%}",
                    f"{one['hedged']:.0%}",
                )
                for one in figures["slices"]
            ],
        ),
        familiarity=_tabulate(
            ("comments", "share"),
            [(name, f"{share:.1%}") for name, share in figures["familiarity"].items()],
        ),
        identity=_interval(figures["identity"]["toxicity"]["overall"]),
        worst=", ".join(f"{term} {terms[term]['subgroup']:.2f}" for term in worst),
    )


def _tabulate(head: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join("" if cell is None else str(cell) for cell in line) + " |"
        for line in lines
    )


def _interval(figure: Mapping[str, float] | None) -> str:
    if figure is None:
        return ""
    return f"{figure['value']:.3f} ({figure['low']:.3f} to {figure['high']:.3f})"
