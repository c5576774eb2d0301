"""What beat rings for, and when."""

from celery import Celery

from service.broker.tasks import TaskName


def schedule_sweeps(app: Celery, every_s: float) -> None:
    """Look everywhere for comments whose own ring was lost."""
    app.conf.beat_schedule = {
        "sweep": {
            "task": TaskName.SCORE_PENDING.value,
            "schedule": every_s,
            "kwargs": {"sites": []},
            "options": {"expires": every_s, "retry": False},
        }
    }
