"""Keys: told once, known by their hash, good for what they were made for and as long."""

import dataclasses

import pytest

from service.domain.errors import (
    ForbiddenError,
    InvalidError,
    NotFoundError,
    UnauthenticatedError,
)
from service.domain.sites import ALL_SITES, KeyKind, Scope, Site
from service.moderation.keys import (
    KeyRequest,
    authenticate,
    issue_key,
    require_scope,
    revoke_key,
)
from service.store.redis import Store
from tests.servers import Server

BOBS = KeyRequest(site="courier", scopes=frozenset({Scope.SUBMIT, Scope.READ}), label="Bob's blog")


async def test_a_key_says_what_kind_it_is_and_opens_what_it_was_made_for(
    store: Store, site: Site
) -> None:
    presented, issued = await issue_key(store, BOBS)
    assert presented.startswith(f"gr_sec_{issued.id}_")
    key = await authenticate(store, presented)
    assert key == issued
    assert (key.site, key.scopes, key.label) == (BOBS.site, BOBS.scopes, BOBS.label)


async def test_the_key_itself_is_kept_nowhere(
    store: Store, site: Site, redis_server: Server
) -> None:
    presented, issued = await issue_key(store, BOBS)
    secret = presented.removeprefix(f"gr_sec_{issued.id}_")
    assert len(secret) >= 43  # 256 bits
    kept = redis_server.redis.hgetall(f"gr:key:{issued.id}")
    assert kept["site"] == "courier"
    assert secret not in str(kept)


async def test_no_two_keys_are_alike(store: Store, site: Site) -> None:
    assert len({(await issue_key(store, BOBS))[0] for _ in range(20)}) == 20


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: key + "x",
        lambda key: key[:-1],
        lambda key: key.replace("gr_sec", "gr_pub"),
        lambda key: key.replace("gr_", "sk_"),
        lambda key: key.rpartition("_")[0],
        lambda key: "gr_sec_unknown_" + key,
        lambda key: "gr_sec__",
        lambda key: "Bearer " + key,
        lambda key: "",
    ],
)
async def test_what_charlie_made_up_opens_nothing(store: Store, site: Site, spoil: object) -> None:
    presented, _ = await issue_key(store, BOBS)
    assert callable(spoil)
    with pytest.raises(UnauthenticatedError):
        await authenticate(store, spoil(presented))


async def test_a_key_with_underscores_in_its_secret_is_as_good_as_any(
    store: Store, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.token_urlsafe", lambda _size: "a_b__c-d_")
    presented, issued = await issue_key(store, BOBS)
    assert await authenticate(store, presented) == issued


async def test_a_key_dies_when_its_life_is_over(store: Store, site: Site) -> None:
    living, _ = await issue_key(store, dataclasses.replace(BOBS, life_s=60))
    dead, _ = await issue_key(store, dataclasses.replace(BOBS, life_s=0))
    assert (await authenticate(store, living)).expires_at is not None
    with pytest.raises(UnauthenticatedError):
        await authenticate(store, dead)


async def test_a_revoked_key_dies_at_once_stays_listed_and_the_first_time_counts(
    store: Store, site: Site
) -> None:
    presented, issued = await issue_key(store, BOBS)
    first = await revoke_key(store, issued.id)
    second = await revoke_key(store, issued.id)
    with pytest.raises(UnauthenticatedError):
        await authenticate(store, presented)
    assert first == second
    assert await store.api_keys.of_site("courier") == [first]


async def test_revoking_one_key_leaves_the_other_alone(store: Store, site: Site) -> None:
    (_, revoked), (kept, _) = [await issue_key(store, BOBS) for _ in range(2)]
    await revoke_key(store, revoked.id)
    assert (await authenticate(store, kept)).revoked_at is None


async def test_a_key_that_is_not_there_cannot_be_revoked(store: Store) -> None:
    with pytest.raises(NotFoundError):
        await revoke_key(store, "nobodys")


@pytest.mark.parametrize(
    ("kind", "whose", "scopes"),
    [
        (KeyKind.SECRET, "courier", set()),
        (KeyKind.PUBLISHABLE, "courier", {Scope.READ}),
        (KeyKind.PUBLISHABLE, "courier", {Scope.SUBMIT, Scope.MODERATE}),
        (KeyKind.SECRET, ALL_SITES, {Scope.MODERATE}),
        (KeyKind.SECRET, ALL_SITES, {Scope.ADMIN, Scope.READ}),
    ],
)
async def test_scopes_that_do_not_go_with_a_key_are_refused(
    store: Store, site: Site, kind: KeyKind, whose: str, scopes: set[Scope]
) -> None:
    request = KeyRequest(site=whose, kind=kind, scopes=frozenset(scopes))
    with pytest.raises(InvalidError) as caught:
        await issue_key(store, request)
    assert [problem.field for problem in caught.value.problems] == ["scopes"]


async def test_there_is_no_key_for_a_site_that_is_not_there(store: Store) -> None:
    with pytest.raises(NotFoundError):
        await issue_key(store, BOBS)


async def test_a_key_for_all_sites_needs_none(store: Store) -> None:
    request = KeyRequest(site=ALL_SITES, scopes=frozenset({Scope.ADMIN}))
    presented, issued = await issue_key(store, request)
    assert (await authenticate(store, presented)).site == ALL_SITES
    assert await store.api_keys.of_site(ALL_SITES) == [issued]


async def test_one_of_the_scopes_asked_for_is_enough_and_none_is_not(
    store: Store, site: Site
) -> None:
    _, key = await issue_key(store, BOBS)
    require_scope(key, [Scope.MODERATE, Scope.READ])
    with pytest.raises(ForbiddenError, match="moderate or admin"):
        require_scope(key, [Scope.MODERATE, Scope.ADMIN])
