import shutil
import subprocess
import sys
from pathlib import Path

from classifier import compiling

KERNEL = """
from classifier.compiling import has_compiled, kernel
from classifier.parts import grow

@kernel
def grow_twice(number):
    return grow(grow(number))

print(grow_twice(1), has_compiled())
"""
PART = """
from classifier.compiling import part

@part
def grow(number):
    return number + STEP
"""


def test_machine_code_is_kept_until_a_file_changes_that_it_was_made_of(tmp_path: Path) -> None:
    folder = tmp_path / "classifier"
    folder.mkdir()
    shutil.copy(compiling.__file__, folder)
    (folder / "__init__.py").touch()
    (folder / "kernels.py").write_text(KERNEL)
    (folder / "parts.py").write_text(PART.replace("STEP", "1"))
    assert [run(tmp_path) for _ in range(2)] == ["3 True", "3 False"]
    (folder / "parts.py").write_text(PART.replace("STEP", "2"))
    assert run(tmp_path) == "5 True"


def run(folder: Path) -> str:
    command = [sys.executable, "-m", "classifier.kernels"]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=True
    ).stdout.strip()
