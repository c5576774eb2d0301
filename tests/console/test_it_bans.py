"""/console/bans, and the form on the page of a comment."""

import re

from service.domain.authors import Ban
from service.domain.comments import Author, Comment
from service.domain.statuses import Status
from service.store.redis import Store
from tests.console.browsers import Browser
from tests.console.waiting import hold, judge
from tests.drafts import accept, draft, found

PAGE = "/console/bans"
DAY_MS = 24 * 3600 * 1000


def page_of(comment: Comment) -> str:
    return f"/console/comments/{comment.id}"


async def eves(store: Store) -> Comment:
    return await hold(
        store, "courier", "hmm, shoes.", author=Author(id="eve", name="Eve"), email_hash="e1"
    )


async def bans(store: Store) -> list[Ban]:
    return await store.authors.bans("courier")


async def test_an_author_is_banned_by_all_that_is_known_of_them_and_the_ban_lifted(
    alice: Browser, store: Store
) -> None:
    comment = await eves(store)
    await alice.get(page_of(comment))
    answer = await alice.press(PAGE, days="7", reason="Sells shoes")
    page = (await alice.follow(answer)).text
    assert "Banned. What they write from now on is rejected." in page
    assert "Banned by" in page
    assert "Sells shoes" in page
    made = await bans(store)
    assert {ban.kind for ban in made} == {"author", "email"}
    assert all(0 <= (ban.until or 0) - ban.at - 7 * DAY_MS < 60_000 for ban in made)

    later = await accept(store, "courier", draft("A fine piece.", author=Author(id="eve")))
    await judge(store, "courier")
    assert (await found(store, "courier", later.id)).status is Status.REJECTED

    await alice.get(page_of(comment))
    listed = re.findall(r'name="ban" value="([^"]+)"', alice.seen)
    assert sorted(listed) == sorted(ban.id for ban in made)
    token = alice.form(f"{PAGE}/lift")
    answer = await alice.post_pairs(
        f"{PAGE}/lift",
        [("form_token", token["form_token"]), ("back", token["back"])]
        + [("ban", ban_id) for ban_id in listed],
    )
    page = (await alice.follow(answer)).text
    assert "Lifted. What was rejected stays so." in page
    assert await bans(store) == []


async def test_the_list_says_who_why_by_whom_and_until_when(alice: Browser, store: Store) -> None:
    assert "Nobody is banned." in (await alice.get(PAGE)).text
    await store.authors.ban("courier", Ban(identity="author:eve", by="doris", at=1, reason="Shoes"))
    past = Ban(identity="email:1f", by="alice", at=2, until=3)
    await store.authors.ban("courier", past)
    page = (await alice.get(PAGE)).text
    for told in ("Account <bdi>eve</bdi>", "Shoes", "doris", "until it is lifted", "over"):
        assert told in page
    assert "1f" not in re.sub(r'(id|value|describedby)="[^"]*"', "", page)
    answer = await alice.press(f"{PAGE}/lift", ban=past.id)
    assert "Account <bdi>eve</bdi>" in (await alice.follow(answer)).text
    answer = await alice.press(f"{PAGE}/lift", ban=past.id)  # somebody else was faster
    assert "Lifted." in (await alice.follow(answer)).text
    assert [ban.identity for ban in await bans(store)] == ["author:eve"]


async def test_who_is_known_by_nothing_cannot_be_banned(alice: Browser, store: Store) -> None:
    comment = await hold(
        store, "courier", "hmm", author=Author(), email_hash=None, address_hash=None
    )
    await alice.get(page_of(comment))
    assert f'action="{PAGE}"' not in alice.seen


async def test_bans_are_for_leads_and_of_ones_own_site(
    doris: Browser, bob: Browser, alice: Browser, store: Store
) -> None:
    comment = await eves(store)
    for somebody in (doris, bob):
        await somebody.get(page_of(comment) if somebody is doris else "/console")
        assert f'action="{PAGE}"' not in somebody.seen
        token = somebody.form("/console/sign-out")["form_token"]
        answer = await somebody.post(PAGE, form_token=token, id=comment.id)
        assert answer.status_code == 403
        assert (await somebody.get(PAGE)).status_code == 403
    for wrong in ({"days": "0"}, {"days": "x"}, {"reason": "x" * 2_000}):
        await alice.get(page_of(comment))
        assert (await alice.press(PAGE, **wrong)).status_code == 422
    assert await bans(store) == []
