"""How far long work is: a bar in a terminal, elsewhere a line now and then, both with rate and time left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from streams.cli.console import err

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

Told = Callable[[int, int], None]

EVERY_SECONDS = 10.0
"""Between lines where no terminal is: in a log file an hour is 360 of them."""


class Meter:
    """Counts towards `total` and says so."""

    def __init__(self, what: str, total: int, done: int, bars: Progress, told: Told) -> None:
        self._what = what
        self._total = total
        self._before = done
        self._done = done
        self._bars = bars
        self._task: TaskID = bars.add_task(what, total=total, completed=done, rate="")
        self._began = self._said = time.monotonic()
        self._told = told
        told(done, total)

    def advance(self, count: int) -> None:
        """So many more are done."""
        self._done += count
        self._told(self._done, self._total)
        now = time.monotonic()
        rate = self.rate
        self._bars.update(self._task, completed=self._done, rate=f"{rate:,.0f}/s")
        if self._bars.disable and now - self._said >= EVERY_SECONDS:
            self._said = now
            left = duration((self._total - self._done) / rate) if rate else "unknown time"
            err().print(f"{self._what}: {self._done:,} of {self._total:,}, {rate:,.0f} a second, {left} left")

    @property
    def rate(self) -> float:
        """A second, since this process began."""
        return (self._done - self._before) / max(time.monotonic() - self._began, 0.001)


@contextmanager
def meter(what: str, total: int, done: int = 0, told: Told = lambda *_: None) -> Iterator[Meter]:
    """A meter of the work of the block, `done` of which was done before; `told` hears how much is done, and of what."""
    from rich import progress as bars

    console = err()
    columns = [
        bars.TextColumn("{task.description:<10}"),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TextColumn("{task.fields[rate]}"),
        bars.TimeRemainingColumn(elapsed_when_finished=True),
    ]
    with bars.Progress(*columns, console=console, disable=not console.is_terminal) as shown:
        yield Meter(what, total, done, shown, told)


def duration(seconds: float) -> str:
    """Seconds as people say them: "40 s", "5 min", "2 h 10 min"."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
