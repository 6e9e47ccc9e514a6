"""How well the feed reads: `python -m tests.quality [ARTICLES GOLD]…`.

Reads annotated articles with the present rules, scores the reports with the shared scorer, sorts the errors into
classes and names the articles that took longest. Without arguments: the seeds, the development set, the fifth of it
that is kept back while rules are written (the number in its id leaves 3 when divided by 5), and PLOVER's sentences.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import orjson
from rich.console import Console
from rich.progress import track
from rich.table import Table

from schemas.article import CleanArticle
from schemas.message import Message
from schemas.topics import ARTICLES_CLEAN, ARTICLES_RAW
from streams.extract.reader import Reader
from streams.inputs import InputError, find, read
from streams.intake.stage import Intake
from tests.quality import plover
from tests.quality.errors import ORDER, classify

SHARED = Path(__file__).parents[3] / "shared" / "eval"
MAX_RECORD_BYTES = 2_000_000
SLOWEST = 5


@dataclass(frozen=True, slots=True)
class Timed:
    """An article's reports, and the seconds of processor time that reading it took."""

    article_id: str
    characters: int
    seconds: float
    reports: list[dict[str, Any]]


def scorer(path: Path = SHARED / "score.py") -> ModuleType:
    """The shared scorer. Raises FileNotFoundError where it is not beside this repository."""
    if not path.exists():
        raise FileNotFoundError(f"no scorer at {path}: the annotated articles are not beside this repository")
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def timed(reader: Reader, articles: Sequence[CleanArticle]) -> Iterator[Timed]:
    """Each article read; a language's tables are loaded before its first article, outside the clock."""
    for first in {article.lang: article for article in articles}.values():
        reader.read(first)
    for article in articles:
        began = time.process_time()
        _, reading = reader.read(article)
        seconds = time.process_time() - began
        reports = [report.model_dump(mode="json", exclude_none=True) for report in reading.reports]
        yield Timed(article.article_id, len(article.text), seconds, reports)


def cleaned(path: Path) -> list[CleanArticle]:
    """The articles of a file as intake makes them. Raises InputError where it cannot be read."""
    intake = Intake()
    raw = (record.value for record in read(find([str(path)]).files, MAX_RECORD_BYTES))
    sent = (intake.handle(Message(ARTICLES_RAW, "", value)).messages[0] for value in raw)
    return [CleanArticle.decode(message.value) for message in sent if message.topic is ARTICLES_CLEAN and message.value]


def held_back(article_id: str) -> bool:
    """Whether a development article is one that writers of rules do not look at."""
    number = article_id.removeprefix("d")
    return number != article_id and number.isdigit() and int(number) % 5 == 3


def scores(name: str, result: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Rows of set, kind, event precision, recall and F1, slot F1."""
    for kind, row in result.items():
        events, slots = (row["events"], f"{row['slots']['f1']:.3f}") if "events" in row else (row, "")
        told = (f"{events[figure]:.3f}" for figure in ("precision", "recall", "f1"))
        yield (name, "articles" if kind == "relevance" else kind, str(events["expected"]), *told, slots)


def main(arguments: Sequence[str] | None = None) -> int:
    """Reads, scores and prints; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path, metavar="ARTICLES GOLD", help="annotated sets, two files each")
    options = parser.parse_args(arguments)
    if len(options.paths) % 2:
        parser.error("each file of articles needs its file of gold annotations behind it")
    pairs = list(zip(options.paths[::2], options.paths[1::2], strict=True)) or [
        (SHARED / f"{name}.jsonl", SHARED / f"{name}.gold.jsonl") for name in ("seeds", "dev")
    ]
    try:
        score = scorer()
        sets = [(path.name.removesuffix(".jsonl"), cleaned(path), _gold(gold)) for path, gold in pairs]
    except (FileNotFoundError, InputError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    report(score, sets)
    if not options.paths:
        told = plover.score(SHARED / "plover_train.jsonl")
        Console().print(
            f"CONSULT in PLOVER's sentences: precision {told['precision']:.3f}, recall {told['recall']:.3f}, "
            f"F1 {told['f1']:.3f}; "
            f"{told['false_rate']:.2%} of those of other roots called a held meeting"
        )
    return 0


def _gold(path: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines() if line.strip()]


def report(score: ModuleType, sets: Sequence[tuple[str, list[CleanArticle], list[dict[str, Any]]]]) -> None:
    """Print scores, errors and the slowest articles of all sets."""
    figures = _table("how well", "set", "kind", "gold", "precision", "recall", "event F1", "slot F1")
    mistakes = _table("errors", "set", "kind", "error", "times")
    slow = _table("slowest articles", "set", "article", "characters", "milliseconds")
    reader = Reader()
    for name, articles, gold in sets:
        read_ = list(track(timed(reader, articles), name, len(articles), console=Console(stderr=True), transient=True))
        said = [one for each in read_ for one in each.reports]
        fold = [article for article in gold if held_back(article["id"])]
        for part, golds in ((name, gold), (f"{name}, kept back", fold)):
            ids = {article["id"] for article in golds}
            for row in scores(part, score.score(golds, [r for r in said if r["article_id"] in ids])[0]) if ids else ():
                figures.add_row(*row)
        errors = classify(score, gold, said)
        for (kind, error), times in sorted(errors.items(), key=lambda each: (each[0][0], ORDER.index(each[0][1]))):
            mistakes.add_row(name, kind, error, str(times))
        for each in sorted(read_, key=lambda each: -each.seconds)[:SLOWEST]:
            slow.add_row(name, each.article_id, f"{each.characters:,}", f"{each.seconds * 1000:.1f}")
        rate = len(read_) / max(sum(each.seconds for each in read_), 1e-9)
        slow.add_row(name, "all", f"{sum(each.characters for each in read_):,}", f"{rate:,.0f} articles/s")
    for table in (figures, mistakes, slow):
        Console().print(table, "")


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="left" if heading in ("set", "kind", "error", "article") else "right")
    return table


if __name__ == "__main__":
    sys.exit(main())
