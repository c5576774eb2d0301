"""A morning at a newsroom: comments as a paper on a coast gets them, for pictures and for eyes."""

import time
from dataclasses import dataclass

from service.domain.audit import Actor, ActorKind
from service.domain.comments import Author, Comment, Draft, Thread
from service.domain.policy import Policy
from service.domain.reports import Report, ReportReason
from service.domain.sites import Role
from service.domain.statuses import Action, Status
from service.moderation.deciding import Decision, Seen, decide
from service.moderation.editing import Edit, edit
from service.moderation.models import Models
from service.moderation.moderators import create_moderator
from service.moderation.noting import add_note
from service.moderation.reporting import report_comment
from service.moderation.scoring import Scoring
from service.moderation.sites import create_site
from service.settings import WorkSettings
from service.store.redis import Store
from tests.bells import CountingBell
from tests.console.browsers import PASSWORD
from tests.drafts import accept, found
from tests.people import BOB

SITE = "herald"
FERRY = Thread(
    id="ferry",
    url="https://herald.example/ferry",
    title="Island ferry to run hourly from spring",
)
SCHOOL = Thread(
    id="school",
    url="https://herald.example/school",
    title="Council votes to close the harbour school",
)
RECIPE = Thread(
    id="chowder", url="https://herald.example/chowder", title="Our readers' best fish chowders"
)
MARTA = Actor(ActorKind.PERSON, "marta")
_MINUTE = 60_000

EARLIER = (
    ("Joan Petrie", "An hourly boat would change everything for those of us who commute.", FERRY),
    ("Joan Petrie", "Thank you for printing the timetable in full.", FERRY),
    ("Joan Petrie", "Smoked haddock, and a bay leaf. Nothing else is needed.", RECIPE),
    ("Callum Reid", "My two went to that school. Where are they meant to go now?", SCHOOL),
    ("Callum Reid", "The minutes of the meeting are on the council's page, page nine.", SCHOOL),
    ("Tide Watcher", "A reporter who can read a tide table. Well done.", FERRY),
)
CHAIRS = (
    "Garden furniture direct from the factory, up to 70% off this week, order at chairs-{n}.example"
)
WAITING = (
    (
        "Joan Petrie",
        "Which idiot at the council thought of closing a school that is full?",
        SCHOOL,
        4,
    ),
    (
        "Dougal M.",
        "You are a liar and a disgrace, and everybody on this island knows it.",
        SCHOOL,
        9,
    ),
    (
        "Tide Watcher",
        "They said the last ferry was “a stupid waste of money”, and look who uses it every day.",
        FERRY,
        17,
    ),
    ("anon4471", "shut up you pathetic moron nobody asked you", FERRY, 23),
    (
        "Callum Reid",
        "The figures: https://data.example/a https://data.example/b https://data.example/c",
        SCHOOL,
        31,
    ),
    (
        "Harbour Gran",
        "Damn good soup, though my late husband would have called it a crime to leave the skin on.",
        RECIPE,
        44,
    ),
    (
        "N. Sinclair",
        "Close the school, sack the lot of them, and let the crooks pay it back.",
        SCHOOL,
        58,
    ),
)


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What the pictures show."""

    comments: list[Comment]
    """Those that wait, in the order they came."""
    edited: Comment


async def furnish(store: Store, models: Models, *more: Draft) -> Newsroom:
    """Make the paper's site, its people, and a queue to work through."""
    await create_site(store, SITE, "The Island Herald", ["https://herald.example"])
    for name, role in (("ines", Role.LEAD), ("marta", Role.MODERATOR), ("ada", Role.ADMIN)):
        await create_moderator(store, SITE, name, PASSWORD, role)
    scoring = Scoring(store, models, WorkSettings())
    await _earlier(store, scoring)
    policy = await store.policies.current(SITE)
    careful = Policy(version=policy.version + 1, first_comments_held=2, repeats_held=3)
    await store.policies.put(SITE, careful)
    waiting = [
        await send(store, draft(name, text, thread, age)) for name, text, thread, age in WAITING
    ]
    for n in range(4):
        await send(store, draft(f"Sale {n}", CHAIRS.format(n=n), RECIPE, 12 - n))
    await send(
        store,
        draft("Dougal M.", "Then read it again, slowly.", FERRY, 6, parent_id=waiting[2].id),
    )
    waiting += [await send(store, sent) for sent in more]
    await scoring.score_batch(SITE)
    await _talk(store, waiting)
    return Newsroom(waiting, await _edit(store, scoring, waiting[5]))


def draft(name: str, text: str, thread: Thread, age_min: int, **more: object) -> Draft:
    fields = {
        "thread": thread,
        "author": Author(id=name.lower().replace(" ", "-"), name=name),
        "created_at": int(time.time() * 1000) - age_min * _MINUTE,
        "email_hash": name,
        **more,
    }
    return Draft(text=text, **fields)  # type: ignore[arg-type]


async def send(store: Store, sent: Draft) -> Comment:
    return await accept(store, SITE, sent)


async def _earlier(store: Store, scoring: Scoring) -> None:
    """Let some authors be known already."""
    sent = [
        await send(store, draft(name, text, thread, 3_000 + n))
        for n, (name, text, thread) in enumerate(EARLIER)
    ]
    refused = await send(store, draft("Dougal M.", "Pack of thieves, all of them.", SCHOOL, 2_900))
    await scoring.score_batch(SITE)
    for comment in [*sent, refused]:
        action = Action.REJECT if comment is refused else Action.APPROVE
        current = await found(store, SITE, comment.id)
        if current.status not in (Status.APPROVED, Status.REJECTED):
            decision = Decision(action=action, actor=MARTA)
            await decide(store, SITE, Seen(current.id, current.version), decision)


async def _talk(store: Store, waiting: list[Comment]) -> None:
    """Let readers report, a colleague leave a note, and one be looked at by her."""
    for n, reason in enumerate((ReportReason.ABUSE, ReportReason.ABUSE, ReportReason.OTHER)):
        report = Report(reporter=f"reader-{n}", reason=reason, at=int(time.time() * 1000))
        await report_comment(store, SITE, waiting[1].id, report, BOB)
    note = "Second one from him today. I wrote to him about the first."
    await add_note(store, SITE, waiting[1].id, "marta", note)


async def _edit(store: Store, scoring: Scoring, comment: Comment) -> Comment:
    current = await found(store, SITE, comment.id)
    text = comment.text.replace("Damn good", "Good").replace(" late", "")
    edited = Edit(text=text, actor=BOB, version=current.version)
    await edit(store, CountingBell(), SITE, comment.id, edited)
    await scoring.score_batch(SITE)
    return await found(store, SITE, comment.id)
