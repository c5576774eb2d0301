"""What nearly every request asks for: whose key this is, and what its site is like."""

from functools import partial

from service.domain.pseudonyms import Pseudonyms
from service.domain.sites import ApiKey, SigningSecret, Site
from service.moderation.keys import authenticate
from service.moderation.remembering import Memory
from service.moderation.short_keys import authenticate_short
from service.store.redis import Store


class Lookups:
    """Keys and sites, as they were at most a second ago."""

    def __init__(self, store: Store, pseudonyms: Pseudonyms) -> None:
        self.key: Memory[ApiKey] = Memory(partial(authenticate, store))
        """By the key that a caller presents; raises `UnauthenticatedError` too."""
        self.short_key: Memory[ApiKey] = Memory(partial(authenticate_short, store, pseudonyms))
        """By the short key that a caller presents; raises `UnauthenticatedError` too."""
        self.site: Memory[Site | None] = Memory(store.sites.get)
        """By its name."""
        self.coral_secrets: Memory[tuple[SigningSecret, ...]] = Memory(store.coral_secrets.of_site)
        """By the site that they are of."""
