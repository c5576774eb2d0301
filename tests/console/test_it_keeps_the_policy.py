"""/console/policy: administrators change what decides, without a script."""

import re
from html import unescape

import pytest

from service.domain.policy import Mode, Policy, Threshold
from service.domain.sites import Site
from service.moderation.policies import change_policy
from service.store.redis import Store
from tests.console.browsers import Browser
from tests.people import ALICE

PAGE = "/console/policy"
_FIELD = re.compile(
    r'<input id="[^"]*" name="([^"]+)"[^>]*? value="([^"]*)"'
    r'|<input type="radio" name="([^"]+)" value="([^"]*)" checked>'
    r'|<textarea[^>]* name="([^"]+)"[^>]*>\n([^<]*)</textarea>'
)


def typed(browser: Browser) -> dict[str, str]:
    """Read what stands in the form, as a browser would send it."""
    rows = (found.groups() for found in _FIELD.finditer(browser.seen))
    pairs = (tuple(part for part in row if part is not None) for row in rows)
    return {name: unescape(value) for name, value in pairs}


async def test_a_form_sent_as_it_is_changes_nothing_and_makes_no_version(
    ada: Browser, store: Store
) -> None:
    odd = Policy(
        mode=Mode.POST,
        allowed_domains=("news.example", "b.example"),
        languages=("en",),
        window_s=90.0,
        audit_share=0.07,
        trusted_rejection_rate=0.125,
        thresholds={"spam": Threshold(hold=0.1234), "threat": Threshold(hold=0.5, reject=0.75)},
    )
    await change_policy(store, "courier", odd, ALICE, seen=1)
    before = await store.policies.current("courier")
    await ada.get(PAGE)
    answer = await ada.press(PAGE, **typed(ada))
    assert "Nothing was saved: all of this is in force" in (await ada.follow(answer)).text
    assert await store.policies.current("courier") == before
    answer = await ada.press(PAGE, **(typed(ada) | {"max_links": "9"}))
    assert "Saved." in (await ada.follow(answer)).text
    after = await store.policies.current("courier")
    assert (after.version, after.by) == (3, "ada")
    assert differing(before, after) == {"max_links"}


async def test_ada_changes_a_figure_and_a_threshold(ada: Browser, store: Store) -> None:
    await ada.get(PAGE)
    changes = {"max_links": "7", "hold.toxicity": "0,4", "audit_share": "2.5"}
    await ada.follow(await ada.press(PAGE, **(typed(ada) | changes)))
    policy = await store.policies.current("courier")
    assert differing(Policy(), policy) == {"max_links", "audit_share", "thresholds"}
    assert (policy.max_links, policy.audit_share) == (7, 0.025)
    assert policy.thresholds == {"toxicity": Threshold(hold=0.4)}


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("max_links", "-1", "Type something from 0 to 1000."),
        ("audit_share", "101", "Type something from 0 to 100."),
        ("window_s", "soon", "Type a number."),
        ("window_s", "nan", "Type something from 1 to 10080."),
        ("hold.toxicity", "1.5", "Type something from 0 to 1."),
        ("allowed_domains", "https://x", "Write each domain as news.example"),
        ("languages", "English!", "Write codes of languages"),
        ("mode", "never", "That makes no sense here."),
    ],
)
async def test_what_makes_no_sense_is_told_at_its_field_and_kept_as_typed(
    ada: Browser, store: Store, field: str, value: str, told: str
) -> None:
    await ada.get(PAGE)
    answer = await ada.press(PAGE, **(typed(ada) | {field: value, "max_length": "1234"}))
    assert answer.status_code == 422
    assert told in answer.text
    assert f'id="wrong-{field}"' in answer.text
    assert typed(ada)["max_length"] == "1234"
    assert (await store.policies.current("courier")).version == 1


async def test_refusing_without_holding_is_told_where_it_is_missing(ada: Browser) -> None:
    await ada.get(PAGE)
    answer = await ada.press(PAGE, **(typed(ada) | {"reject.toxicity": "0.5"}))
    assert answer.status_code == 422
    assert 'id="wrong-hold.toxicity">Say from where on it is held, too.' in answer.text


async def test_refusing_below_holding_is_told(ada: Browser) -> None:
    await ada.get(PAGE)
    limits = {"hold.toxicity": "0.8", "reject.toxicity": "0.7"}
    answer = await ada.press(PAGE, **(typed(ada) | limits))
    assert "cannot be below" in answer.text
    assert typed(ada)["reject.toxicity"] == "0.7"


async def test_who_comes_late_is_shown_both_and_may_insist(ada: Browser, store: Store) -> None:
    await ada.get(PAGE)
    await change_policy(store, "courier", Policy(max_links=9, max_length=777), ALICE, seen=1)
    answer = await ada.press(PAGE, **(typed(ada) | {"max_links": "3"}))
    assert answer.status_code == 409
    assert "version 2 is in force, by alice" in answer.text
    assert "<del>777 characters</del>" in answer.text
    assert (await store.policies.current("courier")).max_links == 9
    await ada.follow(await ada.press(PAGE, **typed(ada)))
    kept = await store.policies.current("courier")
    assert (kept.version, kept.max_links) == (3, 3)


async def test_leads_read_it_and_moderators_do_not(
    alice: Browser, bob: Browser, store: Store, site: Site
) -> None:
    page = await alice.get(PAGE)
    assert page.status_code == 200
    assert '<fieldset class="all" disabled>' in page.text
    token = alice.form("/console/sign-out")["form_token"]
    for path in (PAGE, f"{PAGE}/trials", f"{PAGE}/restore"):
        sent = {"form_token": token, "seen": "1", "version": "1"}
        assert (await alice.post(path, **sent)).status_code == 403
    assert (await bob.get(PAGE)).status_code == 403
    assert PAGE not in (await bob.get("/console")).text
    assert (await store.policies.current(site.name)).version == 1


def differing(one: Policy, other: Policy) -> set[str]:
    told = ("version", "by", "at")
    names = (name for name in Policy.__dataclass_fields__ if name not in told)
    return {name for name in names if getattr(one, name) != getattr(other, name)}
