"""The demo site of a first start."""

import pytest

from service.domain.errors import ConflictError
from service.domain.sites import KeyKind, Role, Scope
from service.moderation.first_start import create_demo_site
from service.moderation.keys import authenticate
from service.moderation.moderators import check_password
from service.store.redis import Store

ORIGIN = "http://127.0.0.1:8000"


async def test_what_the_owner_is_told_opens_the_demo_site(store: Store) -> None:
    told = await create_demo_site(store, ORIGIN)
    demo = await store.sites.get(told.site)
    assert demo is not None
    assert demo.origins == (ORIGIN,)

    publishable = await authenticate(store, told.submit_key)
    assert (publishable.kind, publishable.scopes) == (
        KeyKind.PUBLISHABLE,
        frozenset({Scope.SUBMIT}),
    )
    secret = await authenticate(store, told.secret_key)
    assert (secret.site, secret.scopes) == (told.site, frozenset(Scope))

    editor = await check_password(store, told.site, told.user, told.password)
    assert editor is not None
    assert editor.role is Role.ADMIN


async def test_a_second_start_makes_no_second_one_and_gives_nothing_away(store: Store) -> None:
    told = await create_demo_site(store, ORIGIN)
    with pytest.raises(ConflictError):
        await create_demo_site(store, ORIGIN)
    assert len(await store.api_keys.of_site(told.site)) == 2
    assert await check_password(store, told.site, told.user, told.password)


async def test_two_installations_share_no_password(store: Store) -> None:
    first = await create_demo_site(store, ORIGIN)
    await store.connection.call("FLUSHALL")
    assert (await create_demo_site(store, ORIGIN)).password != first.password
