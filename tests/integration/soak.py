"""The feed under fire: workers killed and frozen, the broker stopped, records delivered twice, and nothing is lost.

`python -m tests.integration.soak` runs it long (`make soak`); `test_soak.py` runs a short form. What happens when is
decided by a seed; when it meets the feed is not, so no two runs are the same, and all must end alike.
"""

from __future__ import annotations

import argparse
import itertools
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from deploy.kafka.broker import Broker
from schemas.ids import record_id
from streams.app import SESSION_SECONDS
from streams.inputs import find, read
from streams.kafka.exits import Exit
from tests.integration.harness import MAX_BYTES, SHARED, Feed, Worker, differences, embedded

STREAM = SHARED / "data" / "stream.jsonl.zst"
OUTCOMES = ("articles.unique", "articles.duplicate", "articles.rejected")
ACTS = ("kill", "kill", "kill and lose the disk", "freeze", "stop the broker", "crash the broker")
EXPECTED_ENDS = {Exit.OK, Exit.UNDELIVERED, Exit.AWAY, Exit.CRASHED, Exit.STALLED, -signal.SIGKILL}
"""A worker may end by itself when its broker does; what it must not do is to skip or to hang."""

PROGRESS_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Plan:
    """`acts`: (seconds of calm before it, what is done), in order."""

    articles: int
    workers: int
    acts: tuple[tuple[float, str], ...]
    seed: int
    patience: float


@dataclass(slots=True)
class Outcome:
    """`problems` is empty where all is as it should be."""

    seconds: float
    ends: dict[int, int]
    counts: dict[str, int]
    problems: list[str] = field(default_factory=list)


def plan(articles: int, workers: int, acts: int, seed: int, patience: float) -> Plan:
    """The acts of this seed; every kind comes at least once where there are enough of them."""
    chance = random.Random(seed)
    chosen = [*ACTS, *chance.choices(ACTS, k=max(0, acts - len(ACTS)))]
    chance.shuffle(chosen)
    calm = [chance.uniform(2.0, 8.0) for _ in chosen]
    return Plan(articles, workers, tuple(zip(calm, chosen, strict=True))[:acts], seed, patience)


def stream(count: int) -> list[bytes]:
    """The first articles of the shared stream."""
    articles = read(find([str(STREAM)]).files, MAX_BYTES)
    return [article.value for article in itertools.islice(articles, count)]


class Soak:
    """One run of the plan."""

    def __init__(self, plan: Plan, folder: Path, tell: Callable[[str], None]) -> None:
        self._plan = plan
        self._folder = folder
        self._tell = tell
        self._chance = random.Random(plan.seed)
        self._ends: dict[int, int] = {}

    def run(self) -> Outcome:
        """Stream the articles through the workers while the acts happen; compare what comes out."""
        records = stream(self._plan.articles)
        again = self._chance.sample(records, len(records) // 10)
        began = time.monotonic()
        with Broker(outlives=False) as broker:
            feed = Feed(broker, self._folder)
            try:
                for _ in range(self._plan.workers):
                    feed.start()
                feed.workers[0].wait_for("worker ready", 120)
                shares = len(self._plan.acts) + 1
                for number, (calm, act) in enumerate(self._plan.acts):
                    feed.ingest(records[number::shares])
                    self._calm(feed, calm)
                    self._tell(f"{time.monotonic() - began:6.0f} s  {act}")
                    self._act(act, feed, broker)
                feed.ingest([*records[len(self._plan.acts) :: shares], *again])
                self._tell(f"{time.monotonic() - began:6.0f} s  all articles are there, {len(again)} of them twice")
                feed.drain(self._plan.patience, supervised=True, left=_Progress(self._tell, began).left)
                seconds = time.monotonic() - began
                self._tell(f"{seconds:6.0f} s  done; comparing with the undisturbed embedded run")
                return self._judge(feed, records, seconds)
            finally:
                feed.close()

    def _calm(self, feed: Feed, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self._supervise(feed)
            time.sleep(0.5)

    def _supervise(self, feed: Feed) -> None:
        """Start workers again that have ended, as a supervisor does."""
        for worker in tuple(feed.workers):
            code = worker.process.poll()
            if code is not None:
                self._ends[code] = self._ends.get(code, 0) + 1
                feed.workers.remove(worker)
                feed.start()

    def _act(self, act: str, feed: Feed, broker: Broker) -> None:
        victim = self._chance.choice(feed.workers)
        if act == "freeze":
            self._freeze(victim)
        elif act == "stop the broker":
            broker.stop()
            time.sleep(2)
            broker.start()
        elif act == "crash the broker":
            broker.kill()
            time.sleep(2)
            broker.start()
        else:
            victim.kill()
            folder = victim.folder() if act == "kill and lose the disk" else None
            if folder:
                shutil.rmtree(folder, ignore_errors=True)
        self._supervise(feed)

    @staticmethod
    def _freeze(victim: Worker) -> None:
        if not victim.alive:
            return
        victim.process.send_signal(signal.SIGSTOP)
        time.sleep(SESSION_SECONDS + 3)
        victim.process.send_signal(signal.SIGCONT)

    def _judge(self, feed: Feed, records: list[bytes], seconds: float) -> Outcome:
        got = feed.outputs()
        counts = {name: len(got[name]) for name in got}
        found = Outcome(seconds, dict(self._ends), counts, differences(got, embedded(records, self._folder)))
        ended = sum(counts[name] for name in OUTCOMES)
        delivered = len({record_id(record) for record in records})
        if ended != delivered:
            found.problems.append(f"{delivered} different records went in, {ended} have an outcome")
        found.problems += [f"a worker ended with {code}" for code in found.ends if code not in EXPECTED_ENDS]
        return found


class _Progress:
    """Tells now and then how much is left, and for how long at the speed since the first look."""

    def __init__(self, tell: Callable[[str], None], began: float) -> None:
        self._tell = tell
        self._began = began
        self._first: tuple[float, int] | None = None
        self._told = 0.0

    def left(self, hops: int) -> None:
        """So many hops are left now."""
        now = time.monotonic()
        first, then = self._first = self._first or (now, hops)
        if now - self._told > PROGRESS_SECONDS:
            self._told = now
            speed = (then - hops) / (now - first) if now > first else 0
            rest = f", about {hops / speed / 60:.0f} min" if speed > 0 else ""
            self._tell(f"{now - self._began:6.0f} s  {hops:,} hops over a stage left{rest}")


def main(arguments: list[str] | None = None) -> int:
    """Runs it and says how it went; returns 1 where something was lost, doubled or different."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.integration.soak", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--acts", type=int, default=24, help="how often something is killed, stopped or frozen")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patience", type=float, default=3600.0, help="seconds to be done in after the last act")
    options = parser.parse_args(arguments)
    if not STREAM.exists():
        sys.stderr.write(f"the article stream is not here: {STREAM}\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="communique-soak-") as folder:
        wanted = plan(options.articles, options.workers, options.acts, options.seed, options.patience)
        outcome = Soak(wanted, Path(folder), partial(print, flush=True)).run()
    for line in _report(outcome):
        print(line)
    return 1 if outcome.problems else 0


def _report(outcome: Outcome) -> Iterator[str]:
    for name, count in outcome.counts.items():
        yield f"{name:22} {count:8,}"
    yield f"workers that ended, by exit code: {outcome.ends}"
    yield f"{outcome.seconds:.0f} s, {len(outcome.problems)} problems"
    yield from outcome.problems[:20]


if __name__ == "__main__":
    sys.exit(main())
