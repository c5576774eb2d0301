"""The words on screen: one catalogue for each language, and nothing else that speaks."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "languages"
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
"""Those there is a catalogue for; the first is spoken to whoever asks for none of them."""


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
        is_one = str(n) in self("singular").split()
        return self(f"{key}.{'one' if is_one else 'other'}", n=self.number(n))

    def number(self, n: int) -> str:
        """Write a number, its thousands apart."""
        return f"{n:,}".replace(",", self("thousands"))

    def figure(self, figure: float) -> str:
        """Write a number between whole ones, two places of it."""
        return f"{figure:.2f}".replace(".", self("decimal"))

    def share(self, share: float) -> str:
        """Write a share in per cent."""
        return self("percent", n=f"{share:.1%}".rstrip("%").replace(".", self("decimal")))

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def under(self, key: str) -> dict[str, str]:
        """Give all that stands under a heading, by what it is called there."""
        prefix = f"{key}."
        return {
            name.removeprefix(prefix): text
            for name, text in self._entries.items()
            if name.startswith(prefix)
        }


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
