"""The two kinds of models: what callers send, and what they are shown."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator
from pydantic_core import PydanticCustomError


class Sent(BaseModel):
    """What a caller sends: no field that is not known, no text that cannot be kept.

    JSON can spell half of a surrogate pair, which no encoding can write down again, and NUL, which
    ends a string for half of the world's software.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _can_be_kept(cls, value: Any) -> Any:  # noqa: ANN401 - it comes from outside
        for text in _texts_in(value):
            if "\0" in text:
                raise PydanticCustomError("nul", "NUL characters are not text.")
            if not is_encodable(text):
                raise PydanticCustomError("surrogate", "Half of a surrogate pair is not text.")
        return value


class Shown(BaseModel):
    """What a caller is shown, taken from the domain's objects by the names of their fields."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


def is_encodable(text: str) -> bool:
    """Tell whether a text can be written down."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _texts_in(value: object) -> Iterator[str]:
    """Give the strings of a field; the fields of models in it look after theirs."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts_in(item)
