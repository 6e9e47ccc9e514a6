"""How long work takes, without what other processes take meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable


def fastest(work: Callable[[], object], rounds: int = 3) -> float:
    """Seconds of processor time, the best of some rounds."""
    seconds = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return min(seconds)
