"""What OpenAI's clients send for moderation."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from service.doors.messages import Message, can_be_kept

MOST_INPUTS = 1_000

Text = Annotated[str, AfterValidator(can_be_kept)]


class TextPart(Message):
    """A text, as one part of an input."""

    type: Literal["text"]
    text: Text


class ImageUrl(Message):
    """Where an image is."""

    url: str


class ImagePart(Message):
    """An image. It is understood, so that it can be refused in so many words."""

    type: Literal["image_url"]
    image_url: ImageUrl


Part = Annotated[TextPart | ImagePart, Field(discriminator="type")]
Texts = Annotated[Sequence[Text], Field(min_length=1, max_length=MOST_INPUTS)]
Parts = Annotated[Sequence[Part], Field(min_length=1, max_length=MOST_INPUTS)]


class ModerationRequest(Message):
    """Texts to be judged: one, several, or one in several parts."""

    input: Annotated[Text | Texts | Parts, Field(union_mode="left_to_right")]
    model: Annotated[str | None, Field(description="Any: the site's own model answers")] = None
