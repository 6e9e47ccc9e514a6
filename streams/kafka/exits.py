"""Exit codes of the worker, and the way out when going on would lose records."""

from __future__ import annotations

import os
import sys
from enum import IntEnum
from typing import NoReturn

import structlog

log = structlog.get_logger("communique.worker")


class Exit(IntEnum):
    """Why the worker has ended. All but OK ask a supervisor to start it again; USAGE and DISK want a person first."""

    OK = 0
    CRASHED = 1
    USAGE = 2
    NO_BROKER = 3
    NO_TOPICS = 4
    UNDELIVERED = 5
    SKIPPED = 6
    STALLED = 7
    UNFINISHED = 8
    AWAY = 9
    DISK = 10


def abort(code: Exit, reason: str, **details: object) -> NoReturn:
    """End the process at once, without committing anything: what is not committed is delivered again.

    An exception would not do: Faust answers one in an agent by going on with the next record.
    """
    log.critical(reason, exit_code=int(code), **details)
    sys.stderr.flush()
    os._exit(int(code))
