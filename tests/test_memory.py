"""What loading took is given back."""

import subprocess
import sys
import textwrap

LOADING = """
    import re
    from numba import njit
    from classifier.artifacts import SHIPPED
    from classifier.scorer import Scorer
    from service.memory import give_back

    def of_the_compiler():
        in_it, kilobytes = False, 0
        for line in open("/proc/self/smaps"):
            if re.match("[0-9a-f]+-", line):
                in_it = "llvmlite" in line
            elif in_it and line.startswith("Rss:"):
                kilobytes += int(line.split()[1])
        return kilobytes

    scorer = Scorer.load(SHIPPED)
    before, score = of_the_compiler(), scorer.score(["You are an idiot."]).tolist()
    give_back()
    after = of_the_compiler()
    assert after < before / 4, (before, after)
    assert scorer.score(["You are an idiot."]).tolist() == score
    assert njit(lambda n: n + 1)(1) == 2
    """


def test_the_compiler_takes_little_once_kernels_are_loaded_and_still_compiles() -> None:
    code = textwrap.dedent(LOADING)
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")
