"""The report as one page of HTML that needs nothing from elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 68rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; margin: 1rem 0 } caption { text-align: left; font-weight: 600 }
td, th { padding: .2rem .8rem; border-bottom: 1px solid #ccc; text-align: left }
td { font-variant-numeric: tabular-nums } svg { max-width: 100%; height: auto }
"""

Rows = Iterable[Sequence[object]]


def render_page(figures: Mapping[str, Any], pictures: Iterable[str]) -> str:
    """Render all figures and pictures."""
    parts = [
        _render_benchmarks(figures),
        _render_false_alarms(figures["false_alarms"]),
        _render_automation(figures["automation"]),
        _render_precision(figures),
        _render_kinds(
            "Recall of toxic comments whose worst words are disguised, at 5 % false alarms",
            "disguise",
            figures["disguises"],
        ),
        _render_kinds(
            "Recall of short toxic comments inside harmless texts, at 5 % false alarms",
            "harmless characters around them",
            figures["long_texts"]["recall"],
        ),
        _render_kinds(
            "Harmless texts flagged at the score that finds 80 % of short toxic comments",
            "characters",
            figures["long_texts"]["flagged"],
        ),
        _render_lengths(figures["held_by_length"]),
        *(_render_identity(who, bias) for who, bias in figures["identity"].items()),
        _render_slices(figures["slices"]),
        _render_figures("Comments in words that the model has met", figures["familiarity"]),
        _render_figures("Calibration error on Wikipedia comments", figures["calibration"]),
        _render_table("Speed on one core", ("what", "measured"), [
            (name.replace("_", " "), f"{value:,.1f}") for name, value in figures["speed"].items()
        ]),
        *pictures,
    ]  # fmt: skip
    title = f"Greenroom model {escape(figures['model_id'])}"
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style><h1>{title}</h1>"
        f"<p>Beside {escape(figures['package'])}, which learnt from the Wikipedia and Twitter"
        " comments that most of these sets are cut from. Intervals are 95 %.</p>"
        f"{''.join(parts)}</html>\n"
    )


def _render_benchmarks(figures: Mapping[str, Any]) -> str:
    return _render_table(
        "Area under the ROC curve, on comments not learnt from",
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
    )


def _render_false_alarms(alarms: Mapping[str, Any]) -> str:
    at_recall = alarms["at_80_percent_recall"].items()
    rows = [(f"{who}, at 80 % recall on Wikipedia", _interval(share)) for who, share in at_recall]
    rows.append(("held by any label of ours", _interval(alarms["held_by_any_label"])))
    rows += [
        (f"held by {label}", _interval(share)) for label, share in alarms["held_by_label"].items()
    ]
    return _render_table("Ordinary news comments flagged", ("by", "share"), rows)


def _render_automation(automation: Mapping[str, Any]) -> str:
    names = ("decided", "approved", "rejected", "toxic_in_approved", "good_in_rejected")
    return _render_table(
        f"Decided without a person: {automation['rows']} comments, {automation['toxic']:.1%} toxic",
        ("by", *(name.replace("_", " ") for name in names)),
        [
            (who, *(_interval(automation[who][name]) for name in names))
            for who in ("ours", "package")
        ],
    )


def _render_precision(figures: Mapping[str, Any]) -> str:
    return _render_table(
        "Average precision, where Perspective's scores are known",
        ("comments", "ours", "package", "Perspective"),
        [
            (one["name"], *map(_interval, one["average_precision"].values()))
            for one in figures["benchmarks"]
            if "perspective" in one["average_precision"]
        ],
    )


def _render_kinds(caption: str, head: str, recalls: Mapping[str, Any]) -> str:
    return _render_table(
        caption,
        (head, "ours", "package"),
        [(kind, *(_interval(recalls[who][kind]) for who in recalls)) for kind in recalls["ours"]],
    )


def _render_lengths(held: Mapping[str, Any]) -> str:
    return _render_table(
        "Wikipedia comments held by any label, by their length",
        ("characters, more than", *held),
        [(step, *(_interval(held[who].get(step)) for who in held)) for step in held["harmless"]],
    )


def _render_identity(who: str, bias: Mapping[str, Any]) -> str:
    names = ("subgroup", "benign_here", "toxic_here", "flagged")
    return _render_table(
        f"Template sentences by term of identity, {who.replace('_', ' ')}: "
        f"{_interval(bias['overall'])} over all",
        ("term", *(name.replace("_", " ") for name in names)),
        [
            (term, *(_interval(measured[name]) for name in names))
            for term, measured in bias["terms"].items()
        ],
    )


def _render_slices(slices: Iterable[Mapping[str, Any]]) -> str:
    return _render_table(
        "Sentences of one kind each, at the model's own thresholds",
        ("kind", "should be held", "held", "rejected", "hedged"),
        [
            (
                one["name"],
                "yes" if one["wanted"] else "no",
                *(_interval(one[name]) for name in ("held", "rejected", "hedged")),
            )
            for one in slices
        ],
    )


def _render_figures(caption: str, figures: Mapping[str, Any]) -> str:
    rows = [(name, _interval(one)) for name, one in figures.items()]
    return _render_table(caption, ("of", "measured"), rows)


def _render_table(caption: str, head: Sequence[str], rows: Rows) -> str:
    body = "".join(_render_row("td", row) for row in rows)
    return f"<table><caption>{escape(caption)}</caption>{_render_row('th', head)}{body}</table>"


def _render_row(tag: str, cells: Sequence[object]) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(str(cell))}</{tag}>" for cell in cells) + "</tr>"


def _interval(figure: Mapping[str, float] | None) -> str:
    if figure is None:
        return ""
    return f"{figure['value']:.3f} ({figure['low']:.3f} to {figure['high']:.3f})"
