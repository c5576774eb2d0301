"""How a person likes their desk: kept by their browser, and so known before they sign in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Self

from fastapi import Request, Response

from service.console.words import LANGUAGES

CHOICES: Mapping[str, tuple[str, ...]] = {
    "language": LANGUAGES,
    "theme": ("system", "light", "dark"),
    "veil": ("off", "severe", "all"),
    "keys": ("on", "off"),
    "pause_min": ("0", "30", "60", "90"),
}

SEVERE = ("severe_toxicity", "threat", "identity_attack", "sexually_explicit")
"""Labels of what hurts most. All that is held for its scores would be nearly all that is held."""

_COOKIE = "greenroom-"
_YEAR_S = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Preferences:
    """What somebody chose, or else what suits most."""

    language: str = LANGUAGES[0]
    theme: str = "system"
    veil: str = "severe"
    """Which offensive text is blurred until it is asked for."""
    keys: str = "on"
    """Whether single letters do things: who dictates, or slips, wants them off."""
    pause_min: str = "0"
    """After how many minutes at work a break is suggested; 0: never."""

    @classmethod
    def of(cls, request: Request) -> Self:
        """Read what a browser has kept; without that, it says which language it is for."""
        spoken = _spoken(request.headers.get("accept-language", ""))
        kept = {name: request.cookies.get(_COOKIE + name, "") for name in CHOICES}
        return cls(language=spoken).changed(kept)

    def veiled(self, offences: Sequence[str]) -> Sequence[str]:
        """Choose from what is offensive in a text that for which it is to be blurred."""
        if self.veil == "off":
            return ()
        return [label for label in offences if self.veil == "all" or label in SEVERE]

    def changed(self, form: Mapping[str, str]) -> Self:
        """Take what a form says; what it leaves out, or makes no sense, stays as it was."""
        known = {name: form[name] for name, all_ in CHOICES.items() if form.get(name) in all_}
        return replace(self, **known)

    def keep(self, response: Response, *, secure: bool) -> None:
        """Have a browser keep them."""
        for field in fields(self):
            response.set_cookie(
                _COOKIE + field.name,
                getattr(self, field.name),
                path="/console",
                max_age=_YEAR_S,
                secure=secure,
                httponly=True,
                samesite="lax",
            )


def _spoken(accepted: str) -> str:
    """Choose the language that a browser wants most of those we speak: ``fr-CA, en;q=0.5``."""
    weighed = [_weigh(part) for part in accepted[:500].split(",")]
    known = [(weight, language) for weight, language in weighed if language in LANGUAGES]
    return max(known, key=lambda pair: pair[0])[1] if known else LANGUAGES[0]


def _weigh(part: str) -> tuple[float, str]:
    tag, _, weight = part.partition(";q=")
    try:
        return float(weight or 1), tag.strip().partition("-")[0].lower()
    except ValueError:
        return 0.0, ""
