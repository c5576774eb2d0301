"""Tables and figures of the model card."""

from collections.abc import Iterable, Mapping, Sequence


def tabulate(head: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Lay out a table; None is an empty cell."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join("" if cell is None else str(cell) for cell in line) + " |"
        for line in lines
    )


def show_interval(figure: Mapping[str, float] | None) -> str:
    """Show a figure with its 95 % interval; nothing for none."""
    if figure is None:
        return ""
    return f"{figure['value']:.3f} ({figure['low']:.3f} to {figure['high']:.3f})"
