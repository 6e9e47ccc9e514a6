"""How fast each stage is: `python -m tests.bench.extract [PATHS…]`, in one process, without Kafka.

Machines differ and are shared, so what counts are the ratios to a floor that is measured in the same run: parsing
the raw JSON and passing once over its text with an Aho–Corasick automaton of the lexicon, which no rule-based
reader can do without. Each step is run over all articles `--rounds` times, and its fastest round counts.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import orjson
from ahocorasick_rs import AhoCorasick, MatchKind
from rich.console import Console
from rich.table import Table

from schemas.article import CleanArticle
from schemas.message import Message
from schemas.topics import ARTICLES_CLEAN, ARTICLES_RAW, ARTICLES_SETTLED, ARTICLES_UNIQUE, REPORTS, Topic
from streams.dedup.stage import Dedup
from streams.extract import units
from streams.extract.stage import Extract
from streams.extract.surfaces import surfaces
from streams.extract.tables import load
from streams.inputs import InputError, find, read
from streams.intake.stage import Intake
from streams.resolve.stage import Resolve
from streams.settle.stage import Settle
from streams.stage import Stage
from tests.timing import fastest

SAMPLE = Path(__file__).parents[1] / "corpus" / "input"
MAX_RECORD_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Step:
    """A step took `seconds` for its `articles`; `ratio` is its time for an article against the floor's."""

    name: str
    articles: int
    seconds: float
    rate: float
    ratio: float


def scan_floor(raw: Sequence[Message]) -> Callable[[], None]:
    """Parses each record and finds the English names of the lexicon in its text."""
    automaton = AhoCorasick([form for form in surfaces(load(), "en") if "*" not in form], MatchKind.LeftmostLongest)

    def run() -> None:
        for message in raw:
            try:
                record = orjson.loads(message.value or b"")
            except orjson.JSONDecodeError:
                continue
            text = record.get("text") or record.get("html") if isinstance(record, dict) else None
            if isinstance(text, str):
                automaton.find_matches_as_indexes(text)

    return run


def through(make: Callable[[], Stage], messages: Sequence[Message]) -> Callable[[], None]:
    """Gives the messages to the stage, made anew for each round where it has a memory."""

    def run() -> None:
        stage = make()
        for message in messages:
            stage.handle(message)

    return run


def outputs(stage: Stage, messages: Sequence[Message], topic: Topic) -> list[Message]:
    """What the stage says on the topic."""
    return [sent for message in messages for sent in stage.handle(message).messages if sent.topic is topic]


def measure(paths: Sequence[str], limit: int | None, rounds: int) -> list[Step]:
    """The steps in the order of the stream, the floor first. Raises InputError where a path cannot be read."""
    records = islice(read(find(paths).files, MAX_RECORD_BYTES), limit)
    raw = [Message(ARTICLES_RAW, "", record.value) for record in records]
    intake, extract = Intake(), Extract()
    clean = outputs(intake, raw, ARTICLES_CLEAN)
    settled = outputs(Settle(), clean, ARTICLES_SETTLED)
    unique = [message for message in outputs(Dedup(), settled, ARTICLES_UNIQUE) if message.value is not None]
    # Also builds the languages that the articles need, which is no part of what is measured.
    reports = outputs(extract, unique, REPORTS)
    articles = [CleanArticle.decode(message.value) for message in unique if message.value is not None]

    def annotate() -> None:
        for article in articles:
            extract.reader.annotate(article)

    seconds = {
        "floor": fastest(scan_floor(raw), rounds),
        "intake": fastest(through(lambda: intake, raw), rounds),
        "settle": fastest(through(Settle, clean), rounds),
        "dedup": fastest(through(Dedup, settled), rounds),
        "extract: annotate": fastest(annotate, rounds),
        "extract: whole stage": fastest(through(lambda: extract, unique), rounds),
        "resolve": fastest(through(Resolve, reports), rounds),
    }
    # The reader annotates and then reads: what is not the one is the other.
    seconds["extract: read"] = max(0.0, seconds["extract: whole stage"] - seconds["extract: annotate"])
    # What reading costs without settling and deduplicating: from the record as delivered to its reports.
    seconds["JSON to reports"] = seconds["intake"] + seconds["extract: whole stage"]
    counts = {
        "floor": len(raw),
        "intake": len(raw),
        "settle": len(clean),
        "dedup": len(settled),
        "resolve": len(reports),
    }
    order = (
        "floor",
        "intake",
        "settle",
        "dedup",
        "extract: annotate",
        "extract: read",
        "extract: whole stage",
        "JSON to reports",
        "resolve",
    )
    return steps([(name, counts.get(name, len(unique)), seconds[name]) for name in order])


def steps(measured: Sequence[tuple[str, int, float]]) -> list[Step]:
    """Rates and ratios of (name, articles, seconds), of which the first is the floor."""
    least = 1e-9  # seconds: a clock may not tick in a very short run
    floor = max(measured[0][2], least) / max(measured[0][1], 1)
    return [
        Step(name, count, took, count / max(took, least), max(took, least) / max(count, 1) / floor)
        for name, count, took in measured
    ]


def form() -> str:
    """Whether the rules run compiled (`make compiled`)."""
    return "as Python" if units.__file__.endswith(".py") else "compiled"


def table(measured: Sequence[Step]) -> Table:
    """The steps for people."""
    shown = Table("step", title=f"seconds of processor time, one process, rules {form()}")
    for heading in ("articles", "seconds", "articles/s", "times the floor"):
        shown.add_column(heading, justify="right")
    for step in measured:
        shown.add_row(step.name, f"{step.articles:,}", f"{step.seconds:.3f}", f"{step.rate:,.0f}", f"{step.ratio:.1f}")
    return shown


def positive(text: str) -> int:
    """A whole number above zero; raises ValueError for anything else, as argparse wants."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.extract", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("paths", nargs="*", default=[str(SAMPLE)], help="files or folders; default: the sample corpus")
    parser.add_argument("--limit", type=positive, metavar="N", help="only the first N records")
    parser.add_argument("--rounds", type=positive, default=3, metavar="N", help="the fastest of N counts (default 3)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args(arguments)
    try:
        measured = measure(options.paths, options.limit, options.rounds)
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if options.json:
        sys.stdout.write(json.dumps([asdict(step) for step in measured], indent=1) + "\n")
    else:
        Console().print(table(measured))
    return 0


if __name__ == "__main__":
    sys.exit(main())
