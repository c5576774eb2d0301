"""Entries of a site's list, as tests want them."""

from service.domain.words import Word, WordAction, WordPlace


def word(
    phrase: str,
    action: str = "hold",
    match: str = "word",
    created_at: int = 1,
    expires_at: int | None = None,
) -> Word:
    return Word(
        phrase=phrase,
        action=WordAction(action),
        match=WordPlace(match),
        created_at=created_at,
        by="alice",
        expires_at=expires_at,
    )
