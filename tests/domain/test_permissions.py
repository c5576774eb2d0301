"""Moderators, leads and admins: what each may do."""

import pytest

from service.domain.errors import RoleError
from service.domain.permissions import (
    LEAST_ROLE,
    Permission,
    may,
    permissions_of,
    require,
)
from service.domain.sites import Role


def test_every_permission_has_its_least_role() -> None:
    assert LEAST_ROLE.keys() == set(Permission)


def test_each_role_may_all_that_the_one_below_it_may_and_more() -> None:
    moderator, lead, admin = (set(permissions_of(role)) for role in Role)
    assert moderator < lead < admin == set(Permission)


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (Permission.DECIDE, {Role.MODERATOR, Role.LEAD, Role.ADMIN}),
        (Permission.NOTE, {Role.MODERATOR, Role.LEAD, Role.ADMIN}),
        (Permission.DECIDE_BY_FILTER, {Role.LEAD, Role.ADMIN}),
        (Permission.UNDO_OTHERS, {Role.LEAD, Role.ADMIN}),
        (Permission.WORDS, {Role.LEAD, Role.ADMIN}),
        (Permission.READ_POLICY, {Role.LEAD, Role.ADMIN}),
        (Permission.POLICY, {Role.ADMIN}),
        (Permission.MODERATORS, {Role.ADMIN}),
    ],
)
def test_who_may_what(permission: Permission, roles: set[Role]) -> None:
    assert {role for role in Role if may(role, permission)} == roles


def test_who_may_not_is_told_which_role_it_needs() -> None:
    require(Role.LEAD, Permission.BANS)
    with pytest.raises(RoleError, match="“lead”"):
        require(Role.MODERATOR, Permission.BANS)
