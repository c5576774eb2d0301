"""/console/policy/versions: what was in force, what differs, and back to it."""

from service.domain.policy import Policy
from service.moderation.policies import change_policy
from service.store.redis import Store
from tests.console.browsers import Browser
from tests.people import ALICE

PAGE = "/console/policy/versions"
RESTORE = "/console/policy/restore"


async def furnish(store: Store) -> None:
    for seen, links in enumerate((5, 6, 7), start=1):
        await change_policy(store, "courier", Policy(max_links=links), ALICE, seen=seen)


async def test_the_last_two_are_compared_unless_others_are_asked_for(
    alice: Browser, store: Store
) -> None:
    await furnish(store)
    text = (await alice.get(PAGE)).text
    assert "From version 3 to version 4" in text
    assert "<del>6</del>" in text
    assert "<ins>7</ins>" in text
    text = (await alice.get(f"{PAGE}?from=1&to=3")).text
    assert "<del>2</del>" in text
    assert "<ins>6</ins>" in text
    assert "do not differ" in (await alice.get(f"{PAGE}?from=2&to=2")).text
    assert "not on record" in (await alice.get(f"{PAGE}?from=2&to=99")).text


async def test_a_site_that_has_one_version_has_nothing_to_compare(alice: Browser) -> None:
    text = (await alice.get(PAGE)).text
    assert "There is one version so far" in text
    for told in ("do not differ", "Compare", 'type="radio"'):
        assert told not in text, told


async def test_ada_puts_an_earlier_one_in_force_again(ada: Browser, store: Store) -> None:
    await furnish(store)
    await ada.get(PAGE)
    answer = await ada.press(RESTORE, version="2")
    assert "in force again" in (await ada.follow(answer)).text
    now = await store.policies.current("courier")
    assert (now.version, now.max_links, now.by) == (5, 5, "ada")


async def test_nothing_is_restored_over_what_ada_has_not_seen(ada: Browser, store: Store) -> None:
    await furnish(store)
    await ada.get(PAGE)
    await change_policy(store, "courier", Policy(max_links=8), ALICE, seen=4)
    answer = await ada.press(RESTORE, version="2")
    assert "Nothing was changed" in (await ada.follow(answer)).text
    assert (await store.policies.current("courier")).max_links == 8


async def test_a_version_that_never_was_is_not_found(ada: Browser) -> None:
    for version in ("9", "x", "-1", "1" * 40):
        await ada.get(PAGE)
        assert (await ada.press(RESTORE, version=version)).status_code == 404
