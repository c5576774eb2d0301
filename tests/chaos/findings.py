"""What became of what was promised: ledger against record, and the record against itself."""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterator

from service.domain.comments import Comment, DecidedBy
from service.domain.statuses import Status
from service.store.integrity import check_site
from service.store.keys import SiteKeys
from service.store.redis import Store
from tests.chaos.ledgers import Ledger
from tests.receivers import Receiver


async def all_comments(store: Store, site: str) -> list[Comment]:
    """Read every comment that the record has."""
    prefix = SiteKeys(site).comment("")
    ids = [name.removeprefix(prefix) async for name in _names(store, prefix + "*")]
    found = await store.comments.get_many(site, sorted(set(ids)))
    return [comment for comment in found if comment is not None]


async def _names(store: Store, pattern: str) -> AsyncIterator[str]:
    cursor = 0
    while True:
        cursor, names = await store.connection.call("SCAN", cursor, "MATCH", pattern, "COUNT", 500)
        for name in names:
            yield name
        if not cursor:
            return


async def find_wrongs(
    store: Store, site: str, ledger: Ledger, receiver: Receiver, *, forgets: bool = False
) -> list[str]:
    """Name everything that is not as it was promised.

    A record that ``forgets`` has failed over: what no replica confirmed, and nobody was told to be
    accepted, may be gone after a letter told of it.
    """
    comments = {comment.id: comment for comment in await all_comments(store, site)}
    wrongs = [*_lost(ledger, comments), *_stuck(comments), *_overruled(ledger, comments)]
    wrongs += _claimed_twice(ledger)
    wrongs += [f"{v.comment_id} {v.what}" for v in await check_site(store.connection, site)]
    promised = ledger.accepted.keys() | comments.keys() if forgets else None
    return wrongs + [w async for w in _told_wrongly(store, site, comments, receiver, promised)]


def _lost(ledger: Ledger, comments: dict[str, Comment]) -> Iterator[str]:
    for id_, text in ledger.accepted.items():
        if id_ not in comments:
            yield f"{id_} is lost"
        elif comments[id_].text != text:
            yield f"{id_} has another text"
    for text, times in Counter(comment.text for comment in comments.values()).items():
        if times > 1:
            yield f"“{text}” is there {times} times"
    known = {*ledger.accepted.values(), *ledger.unknown}
    for comment in comments.values():
        if comment.text not in known:
            yield f"{comment.id} was never sent"


def _stuck(comments: dict[str, Comment]) -> Iterator[str]:
    for comment in comments.values():
        if comment.status is Status.PENDING:
            yield f"{comment.id} is pending for ever"


def _overruled(ledger: Ledger, comments: dict[str, Comment]) -> Iterator[str]:
    for id_, status in ledger.decided.items():
        now = comments.get(id_)
        if now and (now.status, now.decided_by) != (status, DecidedBy.PERSON):
            yield f"{id_} was {status} by a person and is {now.status} by {now.decided_by}"


def _claimed_twice(ledger: Ledger) -> Iterator[str]:
    for id_, names in ledger.claimed.items():
        if len(names) > 1:
            yield f"{id_} was given to {' and '.join(sorted(names))}"


async def _told_wrongly(
    store: Store,
    site: str,
    comments: dict[str, Comment],
    receiver: Receiver,
    promised: Collection[str] | None,
) -> AsyncIterator[str]:
    """Each decision is told once in effect: under one id, which a receiver knows again."""
    due = set()
    for id_ in comments:
        history = await store.comments.history(site, id_)
        due |= {f"msg_{id_}_{entry.version}" for entry in history if entry.version > 1}
    told = set(receiver.ids)
    for letter in due - told:
        yield f"{letter} was never told"
    for letter in told - due:
        if promised is None or letter.split("_")[1] in promised:
            yield f"{letter} was told of nothing"
