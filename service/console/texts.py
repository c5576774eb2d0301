"""Showing what strangers wrote: all of it, and none of what it does to a page."""

import re

LEAD = 700
"""So many characters of a long text are shown at once."""

LEAD_LINES = 12

_GAP = re.compile("\n{5,}")
"""More empty lines than anybody needs to part one thing from another."""

_UNSEEN = re.compile(
    "(["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters
    "\u00ad\u180e\u200b\u2060-\u2064\ufeff"  # spaces and hyphens of no width
    "\u202a-\u202e\u2066-\u206f"  # that turn the direction of others around
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # annotations and tags
    r"])\1*"
)
"""Not the joiners and the direction marks: Persian, Hebrew and emoji need those."""


def make_visible(text: str) -> str:
    """Write invisible characters so that they are seen, and do nothing: ``⟦U+202E⟧``."""
    gaps_told = _GAP.sub(lambda gap: f"\n⟦{len(gap[0])} ↵⟧\n", text)
    return _UNSEEN.sub(_spell_out, gaps_told)


def fold(text: str) -> tuple[str, str]:
    """Cut a long text in two: what is shown at once, and the rest, empty for most."""
    lead = "".join(text.splitlines(keepends=True)[:LEAD_LINES])[:LEAD]
    if len(lead) == len(text):
        return text, ""
    between_words = lead.rfind(" ", len(lead) // 2) + 1
    cut = between_words or len(lead)
    return text[:cut], text[cut:]


def _spell_out(found: re.Match[str]) -> str:
    times = f"{len(found[0])} " if len(found[0]) > 1 else ""
    return f"⟦{times}U+{ord(found[1]):04X}⟧"
