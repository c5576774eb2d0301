"""Whether a comment's worst words are quoted, reported or negated rather than meant.

n-grams know nothing of stance: ``It is wrong to call anyone a moron`` scores like an insult. This
flag says that a person should look before the comment is rejected. It reads English cues.
"""

import re
from collections.abc import Sequence

from classifier.explanations import Span

_QUOTED = re.compile(
    r'"[^"]+"|\u201c[^\u201d]+\u201d|\u201e[^\u201c]+\u201c|\u00ab[^\u00bb]+\u00bb'
    r"|(?<!\w)['\u2018][^'\u2019]+['\u2019](?!\w)|^>.*$",
    re.MULTILINE,
)
_CUES = re.compile(
    r"\b(?:not|never|nobody|no one|don'?t|doesn'?t|didn'?t|isn'?t|aren'?t|shouldn'?t|stop|without"
    r"|wrong|unacceptable|apologi[sz]\w*|condemn\w*|call(?:s|ed|ing)?|sa(?:y|ys|id|ying)|told"
    r"|writ(?:e|es|ing)|wrote|shout(?:s|ed|ing)?|scream(?:s|ed|ing)?|quot(?:e|es|ed|ing)"
    r"|word|term|slur)\b",
    re.IGNORECASE,
)
_REACH = 60  # characters between a cue and the word that it is about
_END_OF_SENTENCE = re.compile(r"[.!?]\s")
_WORST = 2


def is_hedged(text: str, spans: Sequence[Span]) -> bool:
    """Tell whether one of the worst words is quoted, or follows a cue in the same sentence.

    Parameters
    ----------
    text : str
    spans : sequence of Span
        Its words' contributions to one label, largest first.
    """
    worst = [span for span in spans if span.contribution > 0][:_WORST]
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    return any(
        any(begin <= span.begin and span.end <= end for begin, end in quoted)
        or _CUES.search(_read_before(text, span))
        for span in worst
    )


def _read_before(text: str, span: Span) -> str:
    before = text[max(0, span.begin - _REACH) : span.begin]
    return _END_OF_SENTENCE.split(before)[-1]
