"""What the nursery loads before it forks anybody.

Everything that a child would load or import itself it would have for itself alone.
"""

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module

from classifier.artifacts import ArtifactError
from classifier.compiling import has_compiled
from service.artifacts import load_own
from service.memory import give_back
from service.settings import Settings

PARTS = (
    "service.commands.api",
    "workers.scoring",
    "workers.rescoring",
    "workers.delivering",
    "workers.beat",
)
"""By name, since the service never imports the workers."""

IMPORTED_WHEN_STARTED = (
    "anyio._backends._asyncio",
    "billiard.heap",
    "billiard.popen_fork",
    "billiard.sharedctypes",
    "celery.app.amqp",
    "celery.app.control",
    "celery.app.events",
    "celery.app.log",
    "celery.app.routes",
    "celery.apps.beat",
    "celery.apps.worker",
    "celery.backends.base",
    "celery.concurrency.prefork",
    "celery.concurrency.solo",
    "celery.events.dispatcher",
    "celery.fixups.django",
    "celery.loaders.app",
    "celery.utils.debug",
    "celery.utils.static",
    "celery.worker.autoscale",
    "celery.worker.components",
    "celery.worker.consumer.delayed_delivery",
    "celery.worker.strategy",
    "encodings.idna",
    "fastapi.telemetry._runtime",
    "kombu.transport.redis",
    "uvicorn.lifespan.on",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.http.httptools_impl",
)
"""What libraries import late; one that has gone with a new version of its library is no matter."""

ALREADY = "compiled"


def preload() -> None:
    """Import the parts, load the model and its kernels, and leave memory as children may share it.

    Compiling leaves ten times as much memory behind as it is worth: who has had to compile begins
    once more, with what is on disk now.
    """
    for name in PARTS:
        import_module(name)
    for name in IMPORTED_WHEN_STARTED:
        with suppress(ImportError):
            import_module(name)
    with suppress(ArtifactError):  # those who need it say so themselves
        load_own(Settings())
    if has_compiled() and ALREADY not in sys.argv:
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:], ALREADY])  # noqa: S606
    give_back()
    # A collector that never looks at what there is before a fork writes nothing to it.
    gc.freeze()
