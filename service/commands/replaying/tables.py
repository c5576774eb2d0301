"""The table at the end of a replay: how many of each kind came to which end."""

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE
from rich.table import Table

from service.commands.replaying.posting import LOST, PENDING, Fate

ALWAYS = ("approved", "held", "rejected", "spam", PENDING, LOST)
"""Columns that stand there even when empty: a zero is what a replay is run for."""
TOTAL = ("all", "")


def tabulate(fates: Sequence[Fate]) -> Table:
    """Count by source, label and status; a comment with two labels counts in both lines."""
    counts = _count(fates)
    columns = [*ALWAYS, *sorted(counts[TOTAL].keys() - set(ALWAYS))]
    table = Table("source", "label", box=SIMPLE, padding=(0, 1, 0, 0))
    for name in ("comments", *columns):
        table.add_column(name, justify="right")
    for line in sorted(counts, key=lambda line: (line == TOTAL, line)):
        numbers = [counts[line].total(), *(counts[line][column] for column in columns)]
        table.add_row(*line, *(f"{number:,}" for number in numbers))
    return table


def _count(fates: Iterable[Fate]) -> dict[tuple[str, str], Counter[str]]:
    counts: dict[tuple[str, str], Counter[str]] = {TOTAL: Counter()}
    for fate in fates:
        counts[TOTAL][fate.status] += 1
        for label in fate.row.labels:
            counts.setdefault((fate.row.source, label), Counter())[fate.status] += 1
    return counts
