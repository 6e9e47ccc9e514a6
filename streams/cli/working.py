"""What commands do with a log, each step with its progress: take articles in, have stages work on them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from streams.cli.console import progress
from streams.cli.sources import records

if TYPE_CHECKING:
    from streams.embedded import Ingested
    from streams.inputs import Found
    from streams.log import Log
    from streams.metrics import Metrics
    from streams.replay.archive import Archive
    from streams.settings import Settings
    from streams.stage import Stage


def take(store: Log, archives: list[Archive], found: Found, settings: Settings) -> Ingested:
    """Append the articles of archives and files to the log. CommandError where a file cannot be read to its end."""
    from streams.embedded import ARRIVED, ingest, raw_message
    from streams.replay.raw import to_message

    with progress("bytes") as bars:
        size = found.size + sum(archive.size for archive in archives)
        advance = partial(bars.advance, bars.add_task("files", total=size or None))
        kept = (to_message(record) for archive in archives for record in archive.read(advance))
        now = (ARRIVED, str(time.time_ns() // 1_000_000).encode())
        taken = records(found, settings.max_record_bytes, advance)
        fresh = (raw_message(each.value, (("origin-file", each.origin.encode()), now)) for each in taken)
        return ingest(store, chain(kept, fresh))


def work(store: Log, stages: Sequence[Stage], metrics: Metrics | None = None) -> None:
    """Process all that waits in the log. Raises LogError where another process works on it."""
    from streams.embedded import Embedded

    with progress() as bars:
        tasks = {stage.name: bars.add_task(stage.name, total=None) for stage in stages}
        done = dict.fromkeys(tasks, 0)

        def advanced(name: str, count: int) -> None:
            done[name] += count
            for stage, waiting in shell.waiting().items():
                bars.update(tasks[stage], completed=done[stage], total=done[stage] + waiting)

        shell = Embedded(store, stages, metrics)
        shell.run(advanced)
