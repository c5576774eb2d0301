"""What the newsroom does later in the day: every page of the console has something on it."""

import time
from collections.abc import Mapping
from dataclasses import replace

from service.domain.audit import Actor, ActorKind
from service.domain.comments import Comment
from service.domain.policy import Mode, Threshold
from service.domain.rescorings import Apply, Selection
from service.domain.statuses import Action
from service.domain.words import Word, WordAction
from service.moderation.deciding import Decision, Seen, decide_all
from service.moderation.models import Models
from service.moderation.policies import change_policy, set_thread_mode
from service.moderation.registry import Wish, cast_shadow
from service.moderation.rescoring import Rescorer
from service.moderation.rescorings import order_rescoring
from service.moderation.reviewing_again import answer_again
from service.moderation.scoring import Scoring
from service.moderation.words import add_words
from service.settings import BulkSettings, WorkSettings
from service.store.redis import Store
from tests.console.newsroom import MARTA, RECIPE, SCHOOL, SITE, Newsroom, draft, send
from tests.drafts import found
from tests.packages import imported

ADA = Actor(ActorKind.PERSON, "ada")
TEXTS = (
    "Nonsense. The council has published every figure, and you would know if you could read.",
    "What a rotten thing to say about somebody who has just lost his job.",
)


async def keep_busy(store: Store, models: Models, room: Newsroom) -> Mapping[str, str]:
    """Have something of everything; gives the ids that stand in the paths of pages."""
    await _change_rules(store)
    await _differ(store, models)
    shadow = await imported(store, "harsh")
    await cast_shadow(store, Wish(SITE, ADA), shadow)
    return {
        "comment_id": room.edited.id,
        "model_id": shadow,
        "rescoring_id": await _rescore(store, models),
    }


async def _change_rules(store: Store) -> None:
    policy = await store.policies.current(SITE)
    thresholds = {"toxicity": Threshold(hold=0.5, reject=0.95), "insult": Threshold(hold=0.3)}
    again = replace(policy, second_review_share=1.0, thresholds=thresholds)
    await change_policy(store, SITE, again, ADA, seen=policy.version)
    now = int(time.time() * 1000)
    words = [
        Word(phrase="crooks", created_at=now, by="ines", note="Name the act, not the person."),
        Word(phrase="chairs-0.example", action=WordAction.SPAM, created_at=now, by="ada"),
    ]
    await add_words(store, SITE, words, ADA)
    await set_thread_mode(store, SITE, SCHOOL.id, Mode.HOLD_ALL, ADA)
    await set_thread_mode(store, SITE, RECIPE.id, Mode.POST, ADA)


async def _differ(store: Store, models: Models) -> None:
    """Have one comment wait for a second opinion, and two people disagree on another."""
    both = [await _held(store, models, text) for text in TEXTS]
    rejection = Decision(action=Action.REJECT, actor=MARTA, reason="Insults somebody")
    await decide_all(store, SITE, [Seen(one.id, one.version) for one in both], rejection)
    one = both[0]
    await answer_again(store, SITE, one.id, one.version + 1, Action.APPROVE, "ines")


async def _held(store: Store, models: Models, text: str) -> Comment:
    scoring = Scoring(store, models, WorkSettings())
    sent = await send(store, draft("N. Sinclair", text, SCHOOL, 2))
    await scoring.score_batch(SITE)
    return await found(store, SITE, sent.id)


async def _rescore(store: Store, models: Models) -> str:
    """See what a stricter policy would have done."""
    rescoring = await order_rescoring(
        store, models, SITE, ADA, selection=Selection(), apply=Apply.NONE
    )
    worker = Rescorer(store, models, BulkSettings())
    while await store.rescorings.due_sites([SITE]):
        await worker.work(SITE)
    return rescoring.id
