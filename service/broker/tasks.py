"""Every task that can be asked for, by name; the workers answer to these and no others."""

from enum import StrEnum


class TaskName(StrEnum):
    """Names of the tasks."""

    SCORE_PENDING = "moderation.score_pending"
    """Score what is due. Argument ``sites``: where to look; none: everywhere."""
    DELIVER_LETTERS = "webhooks.deliver_letters"
    """Tell webhooks what is due. Argument ``sites`` as above."""
    RETAIN = "records.retain"
    """Forget what has been kept for long enough. Argument ``sites`` as above."""
    RESCORE = "moderation.rescore"
    """Work on rescorings that go on. Argument ``sites`` as above."""


class Queue(StrEnum):
    """Queues, each with workers of its own, so that none waits behind another."""

    LIVE = "live"
    HOOKS = "hooks"
    BULK = "bulk"


QUEUES = {
    TaskName.SCORE_PENDING: Queue.LIVE,
    TaskName.DELIVER_LETTERS: Queue.HOOKS,
    TaskName.RESCORE: Queue.BULK,
    TaskName.RETAIN: Queue.HOOKS,  # nothing waits for it
}
"""Which queue a task is asked for in."""
