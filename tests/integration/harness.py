"""A feed of its own on the tests' broker: topics, records, workers as processes, and what comes out."""

from __future__ import annotations

import functools
import itertools
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kafka import KafkaConsumer, TopicPartition
from pydantic import SecretStr

from deploy.kafka.broker import Broker
from schemas.ids import record_id
from schemas.message import Headers, Message
from schemas.topics import ARTICLES_CLEAN, ARTICLES_RAW, ARTICLES_SETTLED, ARTICLES_UNIQUE, REPORTS, TOPICS, Topic
from streams.embedded import Embedded, ingest, raw_message
from streams.inputs import find, read
from streams.kafka import admin
from streams.kafka.connection import client_options, connect
from streams.kafka.ingest import Outgoing, send
from streams.kafka.read import fold
from streams.kafka.read import read as read_topics
from streams.log import Log
from streams.pipeline import stages
from streams.settings import Settings
from streams.stage import Stage

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "corpus" / "input"
SHARED = ROOT.parent / "shared"
CHAIN = (ARTICLES_RAW, ARTICLES_CLEAN, ARTICLES_SETTLED, ARTICLES_UNIQUE, REPORTS)
DERIVED = TOPICS[1:]
MAX_BYTES = 2_000_000

Kept = tuple[bytes, Headers]
Outputs = dict[str, dict[str, Kept]]
"""By topic and key: value and headers of the last record, without the headers that tell of the origin."""

_numbers = itertools.count(1)


def corpus(*paths: Path) -> list[bytes]:
    """The raw records of the files or folders."""
    return [record.value for record in read(find([str(path) for path in paths]).files, MAX_BYTES)]


def embedded(records: Iterable[bytes], folder: Path) -> Outputs:
    """What the embedded runner ends with."""
    with Log(folder / "expected.db") as log:
        ingest(log, map(raw_message, records))
        Embedded(log, _stages()).run()
        return {topic.name: _fold(topic, (stored.message for stored in log.scan(topic))) for topic in DERIVED}


def embedded_rows(table: str, folder: Path) -> dict[str, bytes]:
    """The table that `embedded` left in the folder."""
    with Log(folder / "expected.db", create=False) as log:
        return dict(log.rows(table))


class Worker:
    """A worker process. Its log is in `log`."""

    def __init__(self, environment: dict[str, str], log: Path, *program: str) -> None:
        self.log = log
        with log.open("ab") as stream:
            self._start = stream.tell()
            self.process = subprocess.Popen(
                [sys.executable, *(program or ("-m", "streams.worker"))],
                env=environment,
                cwd=ROOT,
                stderr=stream,
                stdout=stream,
            )

    def says(self) -> str:
        """What this process has logged."""
        return self.log.read_bytes()[self._start :].decode(errors="replace")

    def wait_for(self, words: str, seconds: float = 120.0) -> str:
        """Wait until the process logs `words`; returns the line."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for line in self.says().splitlines():
                if words in line:
                    return line
            assert self.alive, f"the worker ended with {self.process.returncode}:\n{self.says()[-3000:]}"
            time.sleep(0.1)
        raise AssertionError(f"the worker did not say {words!r} in {seconds} s:\n{self.says()[-3000:]}")

    def get(self, page: str) -> tuple[int, str]:
        """Status and body of a page of the worker's web server."""
        found = re.search(r"web=(http://\S+)", self.wait_for("worker starts"))
        assert found
        try:
            with urllib.request.urlopen(found[1] + page, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def folder(self) -> Path | None:
        """Where its tables are; None where it has not come that far."""
        found = re.search(r"worker starts.* data=(\S+)", self.says())
        return Path(found[1]) if found else None

    def limit_files(self, size: int) -> None:
        """From now on it can write no file beyond `size` bytes: a disk that is full, as far as it can tell."""
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (size, size))

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process.poll() is None

    def kill(self) -> None:
        """End the process as a crash of the machine would."""
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> int:
        """Ask the process to end as a supervisor does; returns its exit code.

        A supervisor has ten seconds' patience. The worker keeps to it by its own clock, and the code says so where
        it could not (`Exit.UNFINISHED`); how long a busy machine takes to see the process go is no matter.
        """
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


class Feed:
    """Topics under a prefix of their own on the broker, and the workers on them."""

    def __init__(self, broker: Broker, folder: Path, **settings: object) -> None:
        self.folder = folder
        self.settings = Settings(
            broker=broker.url,
            topic_prefix=f"test{next(_numbers)}.",
            data_dir=folder / "data",
            web_port=0,
            **settings,  # type: ignore[arg-type]
        )
        self.workers: list[Worker] = []
        self._logs = itertools.count()
        client = connect(self.settings)
        try:
            admin.create(client, admin.wanted(self.settings))
        finally:
            client.close()

    def ingest(self, records: Iterable[bytes]) -> int:
        """Produce raw records as `communique ingest` does."""
        topic = self.settings.topic(ARTICLES_RAW)
        return send(self.settings, (Outgoing(topic, record_id(value).encode(), value) for value in records))

    def start(self, *program: str) -> Worker:
        """One more worker; `program`: what Python is told to run in its stead."""
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")},
            **{
                f"COMMUNIQUE_{name.upper()}": value.get_secret_value() if isinstance(value, SecretStr) else str(value)
                for name, value in self.settings.model_dump(exclude_none=True, exclude_defaults=True).items()
            },
        }
        worker = Worker(environment, self.folder / f"worker{next(self._logs)}.log", *program)
        self.workers.append(worker)
        return worker

    def drain(self, seconds: float, *, supervised: bool = False, left: Callable[[int], None] | None = None) -> None:
        """Wait until all that was ingested has gone through the last stage, and its offsets are committed.

        `seconds`: the patience with a feed in which nothing moves; a slow machine is no failure.
        `supervised`: a worker that ends by itself is started again, as in service; otherwise it is a failure.
        `left` is told, twice a second, how many hops the messages have before them that wait now.
        """
        last, deadline = None, 0.0
        with self._consumer() as consumer:
            while (waiting := _hops_left(consumer, self.settings)) > 0:
                self._look_after(supervised)
                if left:
                    left(waiting)
                if waiting != last:
                    last, deadline = waiting, time.monotonic() + seconds
                assert time.monotonic() < deadline, f"{waiting} messages still wait:\n{self.workers[-1].says()[-3000:]}"
                time.sleep(0.5)

    def outputs(self) -> Outputs:
        """What consumers of the feed are left with."""
        return {
            topic.name: _fold(
                topic,
                (
                    Message(topic, (record.key or b"").decode(), record.value, record.headers)
                    for record in read_topics(self.settings, [self.settings.topic(topic)])
                ),
            )
            for topic in DERIVED
        }

    def rows(self, table: str) -> dict[str, bytes]:
        """What a worker with an empty disk finds in the table."""
        topic = admin.changelog(self.settings.application, table)
        folded = fold(read_topics(self.settings, [topic]))
        return {(key or b"").decode(): record.value or b"" for key, record in folded.items()}

    def count(self, topic_name: str) -> int:
        """Records of a topic, corrections and repetitions among them."""
        return sum(1 for _ in read_topics(self.settings, [self.settings.topic_prefix + topic_name]))

    def close(self) -> None:
        """End what still runs."""
        for worker in self.workers:
            if worker.alive:
                worker.kill()

    def _look_after(self, supervised: bool) -> None:
        for worker in tuple(self.workers):
            if worker.process.poll() not in (None, 0, -signal.SIGKILL):
                assert supervised, worker.says()[-3000:]
                self.workers.remove(worker)
                self.start()

    @contextmanager
    def _consumer(self) -> Iterator[KafkaConsumer]:
        group = self.settings.application
        consumer = KafkaConsumer(**client_options(self.settings), group_id=group, enable_auto_commit=False)
        try:
            yield consumer
        finally:
            consumer.close(autocommit=False)


def differences(got: Outputs, wanted: Outputs) -> list[str]:
    """What a test shows of two outcomes that should be equal: empty where they are."""
    found = []
    for topic, records in wanted.items():
        for key in sorted(records.keys() | got[topic].keys()):
            mine, yours = got[topic].get(key), records.get(key)
            if mine != yours:
                found.append(f"{topic} {key}: got {_short(mine)}, wanted {_short(yours)}")
    return found


@functools.cache
def _stages() -> tuple[Stage, ...]:
    """Made once: they take seconds to load their lexicon, and the runner has them forget all at its start."""
    return stages(Settings())


def _fold(topic: Topic, messages: Iterable[Message]) -> dict[str, Kept]:
    """The last record of each key; of a topic that is not compacted the last of each version of an article."""
    last: dict[str, Message] = {}
    for message in messages:
        version = "" if topic.cleanup == "compact" else f" {json.loads(message.value or b'{}').get('record_id')}"
        last[f"{message.key}{version}"] = message
    return {
        key: (message.value, tuple(header for header in message.headers if not header[0].startswith("origin-")))
        for key, message in last.items()
        if message.value is not None
    }


def _short(record: object) -> str:
    return str(record)[:400]


def _hops_left(consumer: KafkaConsumer, settings: Settings) -> int:
    """Over all messages that wait, how many stages they have to go through.

    From the first topic to the last: what a message leads to is sent before its offset is committed, so nothing moves
    on unseen.
    """
    left = 0
    for hops, topic in zip(range(len(CHAIN), 0, -1), CHAIN, strict=True):
        partitions = [TopicPartition(settings.topic(topic), number) for number in range(settings.partitions_of(topic))]
        committed = {partition: consumer.committed(partition) or 0 for partition in partitions}
        ends = consumer.end_offsets(partitions)
        left += hops * sum(ends[partition] - committed[partition] for partition in partitions)
    return left
