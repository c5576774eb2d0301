"""Names of sites and people, and the life of a key."""

import pytest

from service.domain.errors import InvalidError
from service.domain.sites import ApiKey, KeyKind, Scope, check_name


@pytest.mark.parametrize("name", ["a", "courier", "the-courier", "7", "x" * 63])
def test_a_name_that_can_stand_in_a_url_and_in_a_key_is_good(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize(
    "name",
    ["", "Courier", "-a", "a-", "a b", "a{b}", "a:b", "é", "x" * 64, "a\n", "../a", "a_b", "*"],
)
def test_any_other_name_is_refused_and_the_field_is_named(name: str) -> None:
    with pytest.raises(InvalidError) as caught:
        check_name(name, "site")
    assert [problem.field for problem in caught.value.problems] == ["site"]


@pytest.mark.parametrize(
    ("expires_at", "revoked_at", "is_live"),
    [
        (None, None, True),
        (1_001, None, True),
        (1_000, None, False),
        (None, 1, False),
        (1_001, 1, False),
    ],
)
def test_a_key_lives_until_it_expires_or_is_revoked(
    *, expires_at: int | None, revoked_at: int | None, is_live: bool
) -> None:
    key = ApiKey(
        id="k",
        kind=KeyKind.SECRET,
        site="courier",
        scopes=frozenset({Scope.SUBMIT}),
        digest="",
        created_at=0,
        expires_at=expires_at,
        revoked_at=revoked_at,
    )
    assert key.is_live(1_000) is is_live
