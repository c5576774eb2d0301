"""Bodies in JSON, as other services' clients send them: whatever they say the media type is."""

import json
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic.alias_generators import to_camel

from service.api.bodies import JSON, parse_json
from service.api.errors import as_invalid
from service.domain.errors import FieldProblem, InvalidError

Model = TypeVar("Model", bound=BaseModel)


class Message(BaseModel):
    """What a client of another service sends; fields that we do not know are passed over.

    Null is the same as nothing. A field has two spellings: ``doNotStore``, ``do_not_store``.
    """

    model_config = ConfigDict(
        frozen=True, extra="ignore", alias_generator=to_camel, validate_by_name=True
    )

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, value: object) -> object:
        if isinstance(value, dict):
            return {name: given for name, given in value.items() if given is not None}
        return value


async def read_message(request: Request, model: type[Model]) -> Model:
    """Read a body.

    Raises
    ------
    InvalidError
        It is not JSON, or no such message.
    """
    try:
        return model.model_validate(parse_json(await request.body()))
    except json.JSONDecodeError as error:
        raise InvalidError(FieldProblem("body", "This is not JSON.")) from error
    except ValidationError as error:
        raise as_invalid(error) from error


def body_of(model: type[BaseModel]) -> dict[str, Any]:
    """Describe a body for OpenAPI."""
    schema = model.model_json_schema()
    parts = schema.pop("$defs", {})
    content = {JSON: {"schema": _inlined(schema, parts)}}
    return {"requestBody": {"required": True, "content": content}}


def as_json(written: str) -> str:
    """Escape in JSON what could be taken for markup by whoever shows it as something else."""
    return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def can_be_kept(text: str) -> str:
    """Replace what is no text, one for one: NUL, and halves of surrogate pairs.

    Who refused them would help them through: many callers publish what they have no answer for.
    """
    kept = text.replace("\0", "\ufffd")
    return kept.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _inlined(part: Any, parts: dict[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(part, list):
        return [_inlined(inner, parts) for inner in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _inlined(parts[part["$ref"].rpartition("/")[2]], parts)
    return {name: _inlined(inner, parts) for name, inner in part.items()}
