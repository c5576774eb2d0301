"""Keyed hashes: the same for the same person on one site, and of no use anywhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.pseudonyms import Pseudonyms

OURS = Pseudonyms("one secret")


def test_case_and_spaces_of_an_email_make_no_difference() -> None:
    assert OURS.of_email("courier", " Bob@Example.org ") == OURS.of_email(
        "courier", "bob@example.org"
    )


def test_sites_cannot_join_what_they_know() -> None:
    assert OURS.of_email("courier", "bob@example.org") != OURS.of_email("other", "bob@example.org")
    assert OURS.of_address("courier", "192.0.2.1") != OURS.of_address("other", "192.0.2.1")


def test_one_value_hashed_for_two_purposes_gives_two_hashes() -> None:
    value = "192.0.2.1"
    hashes = {
        OURS.of_email("courier", value),
        OURS.of_address("courier", value),
        OURS.of_body("courier", value.encode()),
    }
    assert len(hashes) == 3


def test_another_installation_hashes_differently() -> None:
    theirs = Pseudonyms("another secret")
    assert theirs.of_email("courier", "b@x") != OURS.of_email("courier", "b@x")


def test_one_household_shares_its_ipv6_network() -> None:
    first = OURS.of_address("courier", "2001:db8:0:1::1")
    assert OURS.of_address("courier", "2001:db8:0:1:ffff::2") == first
    assert OURS.of_address("courier", "2001:db8:0:2::1") != first


def test_an_ipv4_address_is_the_same_when_it_comes_mapped_into_ipv6() -> None:
    assert OURS.of_address("courier", "::ffff:192.0.2.1") == OURS.of_address("courier", "192.0.2.1")


def test_ipv4_neighbours_are_told_apart() -> None:
    assert OURS.of_address("courier", "192.0.2.1") != OURS.of_address("courier", "192.0.2.2")


@pytest.mark.parametrize("address", ["", "localhost", "192.0.2.1:80"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="does not appear to be"):
        OURS.of_address("courier", address)


@given(st.ip_addresses())
def test_no_hash_shows_the_address_it_stands_for(address: object) -> None:
    hashed = OURS.of_address("courier", str(address))
    assert len(hashed) == 22
    assert str(address) not in hashed
