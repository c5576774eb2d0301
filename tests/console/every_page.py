"""Every page that the console has, as its routes tell, and a site that has something on each."""

import time
from collections.abc import Mapping

from fastapi.routing import APIRoute

from service.console import pages
from service.domain.authors import Ban
from service.domain.comments import Author
from service.domain.policy import Policy
from service.domain.reports import Report, ReportReason
from service.domain.rescorings import Apply
from service.domain.statuses import Action, Status
from service.domain.words import Word
from service.moderation.deciding import Decision, Seen, decide_all
from service.moderation.editing import Edit, edit
from service.moderation.noting import add_note
from service.moderation.registry import Wish, cast_shadow
from service.moderation.reporting import report_comment
from service.moderation.reviewing_again import answer_again
from service.moderation.words import add_words
from service.store.redis import Store
from tests.bells import CountingBell
from tests.console.waiting import hold, hold_all, judge
from tests.drafts import found
from tests.moderation.rescored import order, work_off
from tests.packages import imported
from tests.people import ALICE, BOB, CHARLIE

NO_PAGES = {"/console/events", "/console/rescorings/{rescoring_id}/changes"}
"""What browsers get of the console that is not shown as a page: a stream, and a file."""

CHAIRS = "Buy the finest of all garden chairs from my uncle, today and tomorrow only."


def templates() -> list[str]:
    """List the paths of all pages, with names in braces where ids stand."""
    routes = [route for module in pages.MODULES for route in module.router.routes]
    own = [route for route in routes if isinstance(route, APIRoute)]
    return sorted({one.path for one in own if "GET" in (one.methods or ())} - NO_PAGES)


async def furnish(store: Store) -> Mapping[str, str]:
    """Have something of everything on the pages; gives the ids that stand in their paths."""
    await store.authors.ban("courier", Ban(identity="author:eve", by="alice", at=1, reason="Shoes"))
    return {
        "comment_id": await _talk(store),
        "rescoring_id": await _rescore(store),
        "model_id": await _shadow(store),
    }


async def _talk(store: Store) -> str:
    """Have comments wait; gives the one that most is known of."""
    parent = await hold(store, "courier", "hmm, an awful piece, and not the first.")
    reply = await hold(store, "courier", "Then hmm to you.", parent_id=parent.id)
    for _ in range(3):
        await hold(store, "courier", CHAIRS, author=Author(name="Sale"))
    report = Report(reporter="r1", reason=ReportReason.ABUSE, at=1)
    await report_comment(store, "courier", reply.id, report, BOB)
    await add_note(store, "courier", reply.id, "doris", "I have written to her.")
    version = (await found(store, "courier", reply.id)).version
    edited = Edit(text="Then hmm to you, too.", actor=BOB, version=version)
    await edit(store, CountingBell(), "courier", reply.id, edited)
    await judge(store, "courier")
    assert (await found(store, "courier", reply.id)).status is Status.HELD
    return reply.id


async def _rescore(store: Store) -> str:
    """Have everything judged again, by a policy that differs; gives the rescoring."""
    await _differ(store)
    now = int(time.time() * 1000)
    await add_words(store, "courier", [Word(phrase="chairs", created_at=now, by="ada")])
    return (await work_off(store, await order(store, Apply.NONE))).id


async def _differ(store: Store) -> None:
    """Have one comment wait for a second opinion, and two people disagree on another."""
    both = await hold_all(store, "courier", ["hmm, one of them.", "hmm, and quite another."])
    policy = await store.policies.current("courier")
    loose = Policy(version=policy.version + 1, second_review_share=1.0)
    await store.policies.put("courier", loose)
    rejection = Decision(action=Action.REJECT, actor=CHARLIE)
    await decide_all(store, "courier", [Seen(one.id, one.version) for one in both], rejection)
    one = both[0]
    await answer_again(store, "courier", one.id, one.version + 1, Action.APPROVE, "doris")


async def _shadow(store: Store) -> str:
    """Have a model that judges unseen; gives it."""
    model = await imported(store, "harsh")
    await cast_shadow(store, Wish("courier", ALICE), model)
    return model
