"""Structured logs: one line of JSON each, on standard error.

Nothing that a reader wrote is ever logged, nor who they are, nor a secret: events carry ids,
counts, names of errors and places in our code.
"""

import asyncio
import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, cast

import orjson
import structlog
from structlog.typing import EventDict, Processor

_ROOT = Path(__file__).parent.parent


class Turnwise:
    """Writes out what was logged in one turn of the event loop in one go, when the turn is over.

    Requests that were accepted together end together; a write for each cost a tenth of their time.
    For a process whose one loop runs as long as it lives; where none runs, lines go out at once.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._lines: list[bytes] = []

    def write(self, line: bytes) -> None:
        """Take a line."""
        self._lines.append(line)

    def flush(self) -> None:
        """Have what was taken written out soon."""
        if len(self._lines) > 1:
            return  # whoever came first has seen to it
        try:
            asyncio.get_running_loop().call_soon(self._write_out)
        except RuntimeError:
            self._write_out()

    def _write_out(self) -> None:
        lines, self._lines = self._lines, []
        self._file.write(b"".join(lines))
        self._file.flush()


def configure_logs(level: int = logging.INFO, *, turnwise: bool = False) -> None:
    """Log as JSON, what libraries log through the standard library included; for entry points."""
    errors = sys.stderr.buffer
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        name_exception,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(serializer=orjson.dumps)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.BytesLoggerFactory(
            cast("BinaryIO", Turnwise(errors)) if turnwise else errors
        ),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler], force=True)


def name_exception(_logger: Any, _method: str, event: EventDict) -> EventDict:  # noqa: ANN401
    """Say of an exception what it is and where it came from, never its message.

    Messages quote what was being worked on, and that may be a reader's comment.
    """
    error = _exception_of(event)
    if error is not None:
        event["error"] = type(error).__qualname__
        event["frames"] = frames_of(error.__traceback__)
    told = str(event["event"])
    if told.startswith("Traceback "):  # a server's word for "it did not start"
        event["event"] = told.rstrip().rpartition("\n")[2].partition(":")[0]
    elif "\n" in told:  # beat writes whole tracebacks among its words
        event["event"] = told.partition("\n")[0]
    return event


def _exception_of(event: EventDict) -> BaseException | None:
    given = event.pop("exc_info", None)
    record = event.get("_record")
    if record is not None:  # from the standard library, which would print it all the same
        given, record.exc_info = record.exc_info, None
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    return error if isinstance(error, BaseException) else None


def frames_of(trace: TracebackType | None) -> list[str]:
    """List where an exception passed, outermost first: file, line and function."""
    return [f"{_short(at.filename)}:{at.lineno} {at.name}" for at in traceback.extract_tb(trace)]


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else path.name
