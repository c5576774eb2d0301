"""Beat: what rings at set times."""

from service.settings import Settings
from workers.application import make_app
from workers.schedule import schedule_sweeps


def start() -> None:
    """Ring at set times until told to stop. It keeps no file: intervals begin anew at a start."""
    settings = Settings()
    app = make_app(settings)
    schedule_sweeps(app, settings.work.sweep_s)
    app.Beat(scheduler="celery.beat:Scheduler", loglevel="WARNING", quiet=True).run()
