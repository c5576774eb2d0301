"""What beat rings for, and when."""

from celery import Celery

from service.broker.tasks import TaskName


def schedule_sweeps(app: Celery, every_s: float) -> None:
    """Look everywhere for what was not rung for, or in vain."""
    app.conf.beat_schedule = {
        f"sweep {task}": {
            "task": task.value,
            "schedule": every_s,
            "kwargs": {"sites": []},
            "options": {"expires": every_s, "retry": False},
        }
        for task in TaskName
    }
