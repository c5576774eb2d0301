"""A bar for work that comes in steps."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


@contextmanager
def show_steps() -> Iterator[Callable[[str, int, int], None]]:
    """Draw a bar; yield what moves it: the name of a step, how many are done, and of how many."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.description}")) as progress:
        bar = progress.add_task("")

        def show(name: str, done: int, total: int) -> None:
            progress.update(bar, description=name, completed=done, total=total)

        yield show
        progress.update(bar, description="done", completed=progress.tasks[0].total)
