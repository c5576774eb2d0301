"""What a form is answered with: a page to go to, or what happened, for a script that goes on."""

from collections.abc import Mapping

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from service.api.state import AppState
from service.console.returning import Said, go, ours
from service.console.senders import Sender
from service.domain.comments import Comment
from service.domain.statuses import OUTCOMES, Action
from service.domain.verdicts import ReasonCode
from service.moderation.deciding import Act

JSON = "application/json"


def is_script(request: Request) -> bool:
    """Tell whether a script of ours sent a form and shows by itself what came of it."""
    return request.headers.get("accept", "").startswith(JSON)


async def answer_act(state: AppState, sent: Sender, act: Act, action: Action) -> Response:
    """Tell what a decision changed, and by which id it can be undone."""
    done = [result for result in act.results if isinstance(result, Comment)]
    left = len(act.results) - len(done)
    if not is_script(sent.desk.request):
        return go(
            ours(sent.form.get("back")),
            act=act.id if done else None,
            left=str(left) if left and done else None,
            said=None if done else Said.NOTHING_DECIDED,
        )
    say = sent.desk.say
    told = [say.count(f"done.{OUTCOMES[action]}", len(done))] if done else []
    told += [say.count("done.left", left)] if left else []
    return JSONResponse(
        {
            "decision": act.id,
            "status": OUTCOMES[action],
            "done": [comment.id for comment in done],
            "said": " ".join(told),
            **await tell_size(state, sent),
        }
    )


async def tell_size(state: AppState, sent: Sender) -> Mapping[str, object]:
    """Say how many cards are left, by reason, and what is decided, as the queue's page says it."""
    store, say, site = state["store"], sent.desk.say, sent.desk.site
    size, counts = await store.queue.size(site), await store.queue.count_reasons(site)
    known: dict[str, int] = {"all": size, **{str(code): counts.get(code, 0) for code in ReasonCode}}
    known |= {str(status): n for status, n in (await store.listings.count_statuses(site)).items()}
    return {
        "size": say.count("queue.cards", size),
        "counts": {name: say.number(n) for name, n in known.items()},
    }


def answer_said(sent: Sender, said: Said, more: Mapping[str, object] | None = None) -> Response:
    """Tell in a few words what was done."""
    if is_script(sent.desk.request):
        return JSONResponse({"said": sent.desk.say(f"said.{said}"), **(more or {})})
    return go(ours(sent.form.get("back")), said=said)
