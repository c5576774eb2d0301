"""Alice's account: a name, a role, and a password that is kept as an Argon2 hash."""

import pytest
from argon2 import PasswordHasher

from service.domain.errors import ConflictError, InvalidError, NotFoundError
from service.domain.sites import Role, Site
from service.moderation.moderators import (
    change_role,
    check_password,
    create_moderator,
    remove_moderator,
)
from service.store.redis import Store
from tests.servers import Server

PASSWORD = "correct horse battery"


async def test_alice_signs_in_with_her_password_and_nothing_else(store: Store, site: Site) -> None:
    alice = await create_moderator(store, "courier", "alice", PASSWORD, Role.LEAD)
    assert await check_password(store, "courier", "alice", PASSWORD) == alice
    assert alice.role is Role.LEAD
    for wrong in ("", PASSWORD.upper(), PASSWORD + " ", alice.password_hash):
        assert await check_password(store, "courier", "alice", wrong) is None


async def test_alice_is_nobody_on_another_site(store: Store, site: Site) -> None:
    await create_moderator(store, "courier", "alice", PASSWORD)
    assert await check_password(store, "charlies-site", "alice", PASSWORD) is None


async def test_the_password_is_kept_as_an_argon2id_hash(
    store: Store, site: Site, redis_server: Server
) -> None:
    await create_moderator(store, "courier", "alice", PASSWORD)
    kept = redis_server.redis.hget("gr:{courier}:moderators", "alice")
    assert "$argon2id$" in str(kept)
    assert PASSWORD not in str(kept)


async def test_an_unknown_name_costs_the_same_work_as_a_wrong_password(
    store: Store, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    alice = await create_moderator(store, "courier", "alice", PASSWORD)
    verify = PasswordHasher.verify

    def watched(hasher: PasswordHasher, hashed: str, password: str) -> bool:
        checked.append(hashed)
        return verify(hasher, hashed, password)

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    assert await check_password(store, "courier", "alice", "wrong") is None
    assert await check_password(store, "courier", "charlie", "wrong") is None
    assert checked[0] == alice.password_hash
    parameters = [hashed.split("$")[:4] for hashed in checked]
    assert parameters[0] == parameters[1]


async def test_not_even_the_password_of_nobody_signs_nobody_in(store: Store, site: Site) -> None:
    assert await check_password(store, "courier", "charlie", "nobody") is None


@pytest.mark.parametrize("password", ["", "short", "x" * 11])
async def test_a_short_password_is_refused(store: Store, site: Site, password: str) -> None:
    with pytest.raises(InvalidError) as caught:
        await create_moderator(store, "courier", "alice", password)
    assert [problem.field for problem in caught.value.problems] == ["password"]
    assert await store.moderators.of_site("courier") == []


async def test_a_name_that_is_taken_keeps_its_password(store: Store, site: Site) -> None:
    alice = await create_moderator(store, "courier", "alice", PASSWORD)
    with pytest.raises(ConflictError):
        await create_moderator(store, "courier", "alice", "charlie was here")
    assert await store.moderators.of_site("courier") == [alice]


async def test_nobody_moderates_a_site_that_is_not_there(store: Store) -> None:
    with pytest.raises(NotFoundError):
        await create_moderator(store, "courier", "alice", PASSWORD)


async def test_a_removed_moderator_cannot_sign_in(store: Store, site: Site) -> None:
    await create_moderator(store, "courier", "alice", PASSWORD)
    await remove_moderator(store, "courier", "alice")
    assert await check_password(store, "courier", "alice", PASSWORD) is None
    with pytest.raises(NotFoundError):
        await remove_moderator(store, "courier", "alice")


async def test_a_role_is_changed_and_the_password_stays(store: Store, site: Site) -> None:
    await create_moderator(store, "courier", "alice", PASSWORD)
    assert (await change_role(store, "courier", "alice", Role.LEAD)).role is Role.LEAD
    alice = await check_password(store, "courier", "alice", PASSWORD)
    assert alice is not None
    assert alice.role is Role.LEAD
    with pytest.raises(NotFoundError):
        await change_role(store, "courier", "nobody", Role.LEAD)


async def test_the_last_admin_stays_one(store: Store, site: Site) -> None:
    await create_moderator(store, "courier", "alice", PASSWORD, Role.ADMIN)
    with pytest.raises(ConflictError):
        await change_role(store, "courier", "alice", Role.LEAD)
    await create_moderator(store, "courier", "bob", PASSWORD, Role.ADMIN)
    assert (await change_role(store, "courier", "alice", Role.LEAD)).role is Role.LEAD
