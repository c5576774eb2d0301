"""What beat rings for, and when."""

from celery import Celery

from service.broker.tasks import TaskName

HOUR_S = 3600.0


def schedule_sweeps(app: Celery, every_s: float) -> None:
    """Look everywhere for what was not rung for, or in vain; each hour, for what is too old."""
    intervals = dict.fromkeys(TaskName, every_s) | {TaskName.RETAIN: HOUR_S}
    app.conf.beat_schedule = {
        f"sweep {task}": {
            "task": task.value,
            "schedule": interval_s,
            "kwargs": {"sites": []},
            "options": {"expires": interval_s, "retry": False},
        }
        for task, interval_s in intervals.items()
    }
