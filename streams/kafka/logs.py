"""Structured logs of the worker, to standard error: text for people or JSON lines for machines."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

_SHARED: tuple[Any, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)
# Faust's services log under the module of their class, and some are subclassed here.
_LIBRARIES = (
    "faust",
    "mode",
    "aiokafka",
    "kafka",
    "asyncio",
    "streams.kafka.faust_fixes",
    "streams.kafka.producer",
    "streams.kafka.tables",
)
_MUTED = {
    # One line a topic at every start; that topics are not made by Faust is meant.
    "faust.transport.drivers.aiokafka": "Topic creation disabled!",
}


class UnknownLevelError(ValueError):
    """A log level that there is not."""


def configure(level: str, *, as_json: bool) -> None:
    """Send the logs of this process to standard error, `level` and above (debug, info, warning, error).

    Libraries speak at warning and above; at debug, where each record is a line of its own, at info. Raises
    UnknownLevelError.
    """
    known = logging.getLevelNamesMapping().get(level.upper())
    number = known or logging.INFO  # to say at least that the level is wrong
    renderer = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), sort_keys=False, exception_formatter=structlog.dev.plain_traceback
        )
    )
    exceptions = [structlog.processors.format_exc_info] if as_json else []
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=list(_SHARED),
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *exceptions, renderer],
        )
    )
    handler.addFilter(_is_news)
    logging.basicConfig(handlers=[handler], level=number, force=True)
    for library in _LIBRARIES:
        logging.getLogger(library).setLevel(logging.INFO if number <= logging.DEBUG else max(number, logging.WARNING))
    if known is None:
        raise UnknownLevelError(f"no log level: {level!r} (debug, info, warning or error)")


def _is_news(record: logging.LogRecord) -> bool:
    muted = _MUTED.get(record.name)
    return muted is None or muted not in str(record.msg)
