"""Runs every benchmark, one after the other, and writes what they print into docs/benchmarks.md.

    python benchmarks/report.py [NAME ...]

With names, runs only those and leaves the rest of the page as it is. Wants a machine that has
nothing else to do, and half an hour.
"""

import ast
import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
NAMES = (
    "intake",
    "latency",
    "doors",
    "rescoring",
    "review_queue",
    "queue_page",
    "bulk_decision",
    "words",
    "memory",
    "growth",
    "footprint",
)
HEAD = """# Benchmarks

What `make bench` prints. Each measures against something else in the same run; the ratio is the
figure to trust, since two runs of anything on a shared machine differ by a tenth or more. Nothing
here is a test: no test depends on the time that something takes.
"""


def described(name: str) -> tuple[str, str]:
    """Give the first line of a benchmark's description, and the rest without the command."""
    text = ast.get_docstring(ast.parse((HERE / f"{name}.py").read_text())) or ""
    title, _, rest = text.partition("\n\n")
    paragraphs = [p for p in rest.split("\n\n") if not p.lstrip().startswith("python ")]
    return title.rstrip("."), "\n\n".join(paragraphs)


def run(name: str) -> str:
    """Run a benchmark and write its section."""
    print(f"{name} …", flush=True)
    done = subprocess.run(
        [sys.executable, str(HERE / f"{name}.py")], stdout=subprocess.PIPE, text=True, check=False
    )
    title, text = described(name)
    told = done.stdout.rstrip() + (
        "" if done.returncode == 0 else f"\nended with {done.returncode}"
    )
    print(told, flush=True)
    where = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    when = f"{datetime.now(UTC):%Y-%m-%d}"
    command = f"python benchmarks/{name}.py"
    return f"## {title}\n\n`{command}`, {when}, {where}.\n\n{text}\n\n```text\n{told}\n```\n"


def sections() -> dict[str, str]:
    """Read the sections that the page has, by name."""
    page = PAGE.read_text() if PAGE.exists() else ""
    parts = re.split(r"^(?=## )", page, flags=re.MULTILINE)[1:]
    named = ((re.search(r"`python benchmarks/(\w+)\.py`", part), part) for part in parts)
    return {found[1]: part for found, part in named if found}


def main(chosen: list[str]) -> None:
    """Run what was chosen, or all, and write the page after each."""
    written = sections()
    for name in chosen or NAMES:
        written[name] = run(name)
        PAGE.write_text(
            "\n".join([HEAD, *(written[n].rstrip() + "\n" for n in NAMES if n in written)])
        )


if __name__ == "__main__":
    main(sys.argv[1:])
