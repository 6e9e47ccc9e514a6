"""Raw records to lines of reports without any state, in one process or several, in order."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice

import orjson

from schemas.message import Message
from schemas.topics import ARTICLES_CLEAN, ARTICLES_RAW, ARTICLES_REJECTED, ARTICLES_UNIQUE, REPORTS
from streams.inputs import Record
from streams.pipeline import process, stages
from streams.settings import Settings

CHUNK = 16  # records a process takes at a time: a few hundredths of a second of work
AHEAD = 4  # chunks a process that wait for it, or for their turn to be given


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one record: its reports, one a line, or why it is rejected."""

    reports: bytes = b""
    rejected: str | None = None


class Reading:
    """Intake and extract, one after the other; copies are read like any other article.

    Raises what the stages raise when their tables are broken.
    """

    def __init__(self, settings: Settings) -> None:
        by_name = {stage.name: stage for stage in stages(settings)}
        self._intake = by_name["intake"]
        self._extract = by_name["extract"]

    def __call__(self, value: bytes) -> Outcome:
        """What came of the raw record."""
        sent = self._sent(value)
        for message in sent:
            if message.topic is ARTICLES_REJECTED and message.value:
                rejection = orjson.loads(message.value)
                return Outcome(rejected=f"{rejection['reason']}: {rejection['detail']}")
        return Outcome(b"".join(_lines(message) for message in sent if message.topic is REPORTS))

    def _sent(self, value: bytes) -> list[Message]:
        step, _ = process(self._intake, Message(ARTICLES_RAW, "", value))
        sent = list(step.messages)
        for message in step.messages:
            if message.topic is ARTICLES_CLEAN:
                unique = Message(ARTICLES_UNIQUE, message.key, message.value)
                sent += process(self._extract, unique)[0].messages
        return sent


def _lines(reading: Message) -> bytes:
    reports = orjson.loads(reading.value or b"{}").get("reports", ())
    return b"".join(orjson.dumps(report) + b"\n" for report in reports)


def read_all(records: Iterable[Record], settings: Settings, workers: int) -> Iterator[tuple[Record, Outcome]]:
    """Each record with what came of it, in order; with `workers` over one in so many processes."""
    reading = Reading(settings)
    if workers == 1:
        return ((record, reading(record.value)) for record in records)
    return _spread(iter(records), settings, reading, workers)


_reading: Reading | None = None


def _spread(
    records: Iterator[Record], settings: Settings, reading: Reading, workers: int
) -> Iterator[tuple[Record, Outcome]]:
    global _reading
    _reading = reading  # processes that are forked share its tables
    waiting: deque[tuple[list[Record], Future[list[Outcome]]]] = deque()
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(settings,)) as pool:
        try:
            while chunk := list(islice(records, CHUNK)):
                waiting.append((chunk, pool.submit(_work, [record.value for record in chunk])))
                if len(waiting) > workers * AHEAD:
                    yield from _first(waiting)
            while waiting:
                yield from _first(waiting)
        finally:
            pool.shutdown(cancel_futures=True)


def _first(waiting: deque[tuple[list[Record], Future[list[Outcome]]]]) -> Iterator[tuple[Record, Outcome]]:
    chunk, future = waiting.popleft()
    return zip(chunk, future.result(), strict=True)


def _start(settings: Settings) -> None:
    global _reading
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    _reading = _reading or Reading(settings)


def _work(values: list[bytes]) -> list[Outcome]:
    assert _reading is not None
    return [_reading(value) for value in values]
