"""The words on screen: one catalogue for each language, and nothing else that speaks."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "languages"


class Words:
    """The catalogue of one language; in templates it is called by the key of what to say."""

    def __init__(self, entries: Mapping[str, object]) -> None:
        self._entries = dict(_flatten(entries))

    def __call__(self, key: str, otherwise: str | None = None, **values: object) -> str:
        """Say something; what the catalogue does not have is said otherwise.

        Raises
        ------
        KeyError
            The catalogue has nothing under the key, and nothing else is to be said.
        """
        if otherwise is not None and key not in self:
            return otherwise
        return self._entries[key].format(**values)

    def count(self, key: str, n: int) -> str:
        """Say something of one thing or of several."""
        return self(f"{key}.{'one' if n == 1 else 'other'}", n=f"{n:,}")

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def under(self, key: str) -> list[str]:
        """List all that stands under a heading."""
        return [text for name, text in self._entries.items() if name.startswith(f"{key}.")]


@cache
def read_words(language: str) -> Words:
    """Read the catalogue of a language."""
    return Words(tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8")))


def _flatten(entries: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in entries.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{name}.")
        else:
            yield prefix + name, str(value)
