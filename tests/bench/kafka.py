"""What the shell over Kafka costs: `python -m tests.bench.kafka`, on a broker of its own.

Stages that do nothing but hand on stand in for the real ones, so that what is left is the way through the broker:
four hops, with headers, two tables and their topics. Beside the feed with one worker and with several runs a
bare aiokafka loop that moves the same messages and rows, which knows neither groups nor crashes: machines differ and
are shared, so what counts is the ratio of the two in one run, and of several rounds the fastest of each: the first
finds a cold broker. `--real` puts the real stages in, but for reading.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from kafka import KafkaConsumer, TopicPartition
from rich.console import Console
from rich.table import Table

from deploy.kafka.broker import Broker, free_port
from schemas.topics import EVENTS_MEETING, REPORTS
from streams.kafka import admin
from streams.kafka.connection import client_options, connect
from streams.settings import Settings
from streams.worker import run
from tests.bench.hops import bare, chain, produce, raw_records

ROOT = Path(__file__).parents[2]
POLL_SECONDS = 0.1
PATIENCE_SECONDS = 300.0

_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Measured:
    """`rate`: articles a second from the first record of the first hop to the last of the last.

    `ratio`: against the bare loop. `milliseconds`: processor time of an article in the measured processes.
    """

    name: str
    processes: int
    articles: int
    seconds: float
    rate: float
    milliseconds: float
    ratio: float | None = None


def measure(broker: Broker, name: str, role: str, processes: int, count: int, partitions: int) -> Measured:
    """Let so many processes of the role carry `count` articles through topics of their own, made for this call."""
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as folder, contextlib.ExitStack() as stack:
        settings = Settings(
            broker=broker.url,
            topic_prefix=f"bench{next(_numbers)}.",
            partitions=partitions,
            data_dir=Path(folder),
            web_port=0,
            log_level="warning",
        )
        _prepare(settings)
        records = list(raw_records(count))
        children = [stack.enter_context(_child(settings, role)) for _ in range(processes)]
        _await(lambda: all(child.ready() for child in children), children)
        before = sum(child.processor_seconds() for child in children)
        began = time.monotonic()
        asyncio.run(produce(settings, records))
        consumer = stack.enter_context(contextlib.closing(KafkaConsumer(**client_options(broker.url))))
        end = REPORTS if role == "real" else EVENTS_MEETING
        last = [TopicPartition(settings.topic(end), number) for number in range(settings.partitions_of(end))]
        _await(lambda: sum(consumer.end_offsets(last).values()) >= count, children)
        seconds = time.monotonic() - began
        used = sum(child.processor_seconds() for child in children) - before
    return Measured(name, processes, count, seconds, count / seconds, used / count * 1000)


def _prepare(settings: Settings) -> None:
    client = connect(settings.broker)
    try:
        tables = admin.changelogs(settings, chain(settings, real=False), settings.application)
        admin.create(client, (*admin.wanted(settings), *tables))
    finally:
        client.close()


class Child:
    """A measured process."""

    def __init__(self, settings: Settings, role: str) -> None:
        self._page = None if role == "bare" else f"http://127.0.0.1:{free_port()}/ready"
        self._mark = settings.data_dir / "ready"
        port = urlsplit(self._page).port if self._page else 0
        values = settings.model_copy(update={"web_port": port}).model_dump(exclude_none=True)
        environment = {f"COMMUNIQUE_{name.upper()}": str(value) for name, value in values.items()}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.kafka", "--role", role],
            cwd=ROOT,
            env={**os.environ, **environment},
        )

    def ready(self) -> bool:
        """Whether it waits for records."""
        if self._page is None:
            return self._mark.exists()
        try:
            with urllib.request.urlopen(self._page, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def processor_seconds(self) -> float:
        """What it has used up to now."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def _child(settings: Settings, role: str) -> Iterator[Child]:
    child = Child(settings, role)
    try:
        yield child
    finally:
        child.process.terminate()
        try:
            child.process.wait(15)
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()


def _await(done: Callable[[], bool], children: Sequence[Child]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not done():
        if any(child.process.poll() is not None for child in children):
            raise RuntimeError(f"a measured process ended with {[child.process.poll() for child in children]}")
        if time.monotonic() > deadline:
            raise RuntimeError(f"not done in {PATIENCE_SECONDS:.0f} s")
        time.sleep(POLL_SECONDS)


def compare(count: int, workers: Sequence[int], partitions: int, *, real: bool, rounds: int = 1) -> list[Measured]:
    """The bare loop, then the feed with so many workers each, on one broker; the fastest of the rounds of each."""
    feeds = [(f"feed with {number} workers", "real" if real else "worker", number) for number in workers]
    processes = (("bare loop", "bare", 1), *feeds)
    with Broker() as broker:
        found = [[measure(broker, *each, count, partitions) for each in processes] for _ in range(rounds)]
    floor, *others = [max(of_one, key=lambda each: each.rate) for of_one in zip(*found, strict=True)]
    return [replace(each, ratio=each.rate / floor.rate) for each in (floor, *others)]


def table(measured: Sequence[Measured]) -> Table:
    """The figures for people."""
    shown = Table("", title="articles over four hops on one broker")
    for heading in ("articles", "articles/s", "of the bare loop", "processor ms/article"):
        shown.add_column(heading, justify="right")
    for each in measured:
        shown.add_row(
            each.name, f"{each.articles:,}", f"{each.rate:,.0f}", f"{each.ratio or 0:.0%}", f"{each.milliseconds:.2f}"
        )
    return shown


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.kafka", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--articles", type=int, default=8_000, metavar="N", help="carried by each (default 8000)")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 3], metavar="N", help="default 1 3")
    parser.add_argument("--partitions", type=int, default=4, metavar="N", help="of the topics that scale (default 4)")
    parser.add_argument("--rounds", type=int, default=2, metavar="N", help="of which the fastest counts (default 2)")
    parser.add_argument("--real", action="store_true", help="the real stages, but nothing is read")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--role", choices=["bare", "worker", "real"], help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.role == "bare":
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(bare(Settings()))
        return 0
    if options.role:
        settings = Settings()
        return run(settings, chain=chain(settings, real=options.role == "real"))
    measured = compare(options.articles, options.workers, options.partitions, real=options.real, rounds=options.rounds)
    if options.json:
        sys.stdout.write(json.dumps([asdict(each) for each in measured], indent=1) + "\n")
    else:
        Console().print(table(measured))
    return 0


if __name__ == "__main__":
    sys.exit(main())
