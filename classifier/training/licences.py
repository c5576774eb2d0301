"""Which sources the shipped model may learn from."""

PERMITTED = ("CC0", "CC BY-SA", "CC BY", "MIT", "Apache-2.0")
"""Licences that allow commercial use, as the data's own licence notes begin."""

DOUBTFUL = {
    "detox_sentences_silver": "machine-made labels, from a repository without a licence file",
}
"""Sources that stay out although their licence note reads well, with the reason."""

_DOUBTS = ("-nc", " nc", "unclear", "no licence", "not verified", "third party", "research")


def is_permitted(licence: str, source: str, licences: tuple[str, ...] = PERMITTED) -> bool:
    """Tell whether a row may train the shipped model.

    A note that begins well but voices a doubt ("no licence file", "not verified here") does not
    count, nor does a name that only looks like a permitted one ("MIT-style").
    """
    note = licence.lower()
    if source in DOUBTFUL or any(doubt in note for doubt in _DOUBTS):
        return False
    return any(_begins_with(note, name.lower()) for name in licences)


def _begins_with(note: str, name: str) -> bool:
    rest = note.removeprefix(name)
    return rest != note and not rest.lower().startswith(("-style", "-like"))
