"""How fast resolve is back after a restart: `python -m tests.bench.resolve [PATHS…] [--rows N]`, without Kafka.

The articles are read, and resolve makes its table of them, on disk. Articles with their events are then multiplied
until there are N rows, each copy under other ids, keys and days, and a new memory is made of them. Last come more
reports of the same events: what they wake is read from the table. Processor time counts.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import chain, count, islice
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table

from schemas.message import Message
from schemas.topics import ARTICLES_CLEAN, ARTICLES_RAW, ARTICLES_SETTLED, ARTICLES_UNIQUE, REPORTS
from streams.dedup.stage import Dedup
from streams.inputs import InputError, find, read
from streams.intake.stage import Intake
from streams.log import Log
from streams.pipeline import restore, stages
from streams.resolve.rows import event_key, event_of
from streams.resolve.stage import Resolve
from streams.settings import Settings
from streams.settle.stage import Settle
from tests.bench.extract import MAX_RECORD_BYTES, SAMPLE, outputs, positive

TABLE = "readings"
AGAIN = 500  # readings that come again under other ids, after the restart
_HASHES = 1 << 32
_SPREAD = 2_654_435_761  # a prime about the golden part of the range: copies' keys are spread over it

Item = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Result:
    """Seconds are of processor time, bytes those that Python and numpy have allocated."""

    articles: int
    rows: int
    seconds_an_article: float
    seconds_to_restore: float
    bytes_an_article_asleep: float
    seconds_an_article_then: float
    slowest_then: float


def readings(paths: Sequence[str], limit: int | None) -> list[Message]:
    """What the articles report, those that report something. Raises InputError where a path cannot be read."""
    raw = (
        Message(ARTICLES_RAW, "", record.value) for record in islice(read(find(paths).files, MAX_RECORD_BYTES), limit)
    )
    clean = outputs(Intake(), list(raw), ARTICLES_CLEAN)
    settled = outputs(Settle(), clean, ARTICLES_SETTLED)
    unique = outputs(Dedup(), settled, ARTICLES_UNIQUE)
    found = outputs(stages(Settings())[3], unique, REPORTS)
    return [message for message in found if message.value is not None and orjson.loads(message.value)["reports"]]


def multiplied(items: Sequence[Item], rows: int) -> Iterator[Item]:
    """So many rows: those given, then copies of them under other ids, keys and days."""
    return islice(chain(items, (_copy(item, number) for number in count(1) for item in items)), rows)


def _copy(item: Item, number: int) -> Item:
    key, value = item[0], orjson.loads(item[1])
    if event_of(key) is None:
        value["keys"] = [(key + number * _SPREAD) % _HASHES for key in value["keys"]]
        return f"{key} {number}", orjson.dumps(value)
    value["event_id"] += f" {number}"
    for span in (value.get("date"), value):
        for name in ("start", "end", "first_told"):
            if span and name in span:
                span[name] = (date.fromisoformat(span[name]) + timedelta(number)).isoformat()
    return event_key(value["event_id"]), orjson.dumps(value)


def handle(stage: Resolve, log: Log, messages: Sequence[Message]) -> list[float]:
    """Seconds for each message; the log keeps the rows."""
    seconds = []
    with log.transaction():
        for message in messages:
            began = time.process_time()
            step = stage.handle(message)
            seconds.append(time.process_time() - began)
            log.put(TABLE, step.writes)
    return seconds


def again(messages: Sequence[Message]) -> list[Message]:
    """The same readings of other articles, evenly from all over."""
    step = max(1, len(messages) // AGAIN)
    return [
        Message(message.topic, f"{message.key} again", (message.value or b"").replace(*_renamed(message.key)))
        for message in messages[::step][:AGAIN]
    ]


def _renamed(key: str) -> tuple[bytes, bytes]:
    old, new = orjson.dumps(key), orjson.dumps(f"{key} again")
    return b'"article_id":' + old, b'"article_id":' + new


def measure(paths: Sequence[str], limit: int | None, rows: int, folder: Path) -> Result:
    """All of it, with its table in the folder. Raises InputError for an unreadable path, ValueError without reports."""
    messages = readings(paths, limit)
    if not messages:
        raise ValueError("none of these articles reports an event")
    with Log(folder / "table.db") as log:
        bind = lambda stage: stage.bind(lambda key: log.get(TABLE, key))  # noqa: E731
        bind(first := _resolve())
        seconds = handle(first, log, messages)
        items = list(log.rows(TABLE))
        with log.transaction():
            log.put(TABLE, multiplied(items, rows))
        bind(second := _resolve())
        began = time.process_time()
        restore(second, log.rows(TABLE))
        restored = time.process_time() - began
        then = handle(second, log, again(messages))
        tracemalloc.start()
        restore(second, log.rows(TABLE))
        size = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        there = [event_of(key) is None for key, _ in log.rows(TABLE)]
    return Result(
        articles=sum(there),
        rows=len(there),
        seconds_an_article=sum(seconds) / len(seconds),
        seconds_to_restore=restored,
        bytes_an_article_asleep=size / sum(there),
        seconds_an_article_then=sum(then) / len(then),
        slowest_then=max(then),
    )


def _resolve() -> Resolve:
    stage = stages(Settings())[4]
    assert isinstance(stage, Resolve)
    return stage


def table(result: Result) -> Table:
    """The result for people."""
    shown = Table("what", title=f"resolve: {result.articles:,} articles and their events, {result.rows:,} rows")
    shown.add_column("", justify="right")
    shown.add_row("an article with reports, the first time", f"{1000 * result.seconds_an_article:.2f} ms")
    shown.add_row("all rows back after a restart", f"{result.seconds_to_restore:.1f} s")
    shown.add_row("memory for an article with its events, asleep", f"{result.bytes_an_article_asleep:,.0f} bytes")
    shown.add_row("an article then, whose events sleep", f"{1000 * result.seconds_an_article_then:.2f} ms")
    shown.add_row("the slowest of them", f"{1000 * result.slowest_then:.0f} ms")
    return shown


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.resolve", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("paths", nargs="*", default=[str(SAMPLE)], help="files or folders; default: the sample corpus")
    parser.add_argument("--limit", type=positive, metavar="N", help="only the first N records")
    parser.add_argument(
        "--rows", type=positive, default=100_000, metavar="N", help="rows of the table (default 100,000)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="communique-bench-") as folder:
            result = measure(options.paths, options.limit, options.rows, Path(folder))
    except (InputError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if options.json:
        sys.stdout.write(json.dumps(asdict(result), indent=1) + "\n")
    else:
        Console().print(table(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
