"""Finding copies, beside rensa and datasketch: `python -m tests.bench.dedup [PATHS…] [--pairs PAIRS.json]`.

All three see the same clean texts in the same order, in one process: each article is sketched, looked up and
inserted before the next. The two libraries do what their users do with them: MinHash of 126 permutations over word
3-grams, LSH of 42 bands of 3, candidates compared by estimated Jaccard similarity. Of their thresholds the one that
scores best on the labels counts. `--pairs` has labels: {"dup": [[id, id, …], …], "ambiguous": [[id, id], …]}; all
pairs of a group that links join are scored. The fastest of `--rounds` counts, in processor time.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations, islice
from pathlib import Path

from datasketch import MinHash, MinHashLSH
from rensa import RMinHash, RMinHashLSH
from rich.console import Console
from rich.table import Table

from schemas.article import CleanArticle
from schemas.message import Message
from schemas.topics import ARTICLES_CLEAN, ARTICLES_RAW
from streams.dedup.index import Index
from streams.dedup.stage import entry_of
from streams.inputs import InputError, find, read
from streams.intake.stage import Intake
from tests.bench.extract import MAX_RECORD_BYTES, SAMPLE, outputs, positive

DAYS = 7
BANDS, ROWS = 42, 3
SEED = 1
THRESHOLDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8)
_WORD = re.compile(r"\w+")

Pair = frozenset[str]
Links = dict[Pair, float]  # similarity of the two


@dataclass(frozen=True, slots=True)
class Labels:
    """Which pairs are copies, and which are neither right nor wrong."""

    copies: frozenset[Pair]
    ambiguous: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Result:
    """How fast a method is and, where there are labels, how right."""

    name: str
    articles: int
    rate: float
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None


def ours(articles: Sequence[CleanArticle]) -> Links:
    """Links each article to the first that it copies."""
    index, links = Index(DAYS), Links()
    for article in articles:
        entry = entry_of(article)
        neighbours = index.neighbours(entry)
        original = index.original(entry, neighbours)
        like = index.likeness(entry, original) if original else None
        if original and like and like.is_copy:
            links[Pair((entry.article_id, original.article_id))] = 1.0
        index.add(entry)
    return links


def shingles(text: str) -> list[str]:
    """The word 3-grams of a text."""
    words = _WORD.findall(text.lower())
    return [" ".join(run) for run in zip(words, words[1:], words[2:], strict=False)]


def with_rensa(articles: Sequence[CleanArticle]) -> Links:
    """Candidates of rensa's LSH, with their estimated similarity."""
    lsh, sketches, links = RMinHashLSH(0.5, BANDS * ROWS, BANDS), [], Links()
    for number, article in enumerate(articles):
        sketch = RMinHash(BANDS * ROWS, SEED)
        sketch.update(shingles(article.text))
        for other in lsh.query(sketch):
            if near(article, articles[other]):
                links[Pair((article.article_id, articles[other].article_id))] = sketch.jaccard(sketches[other])
        lsh.insert(number, sketch)
        sketches.append(sketch)
    return links


def with_datasketch(articles: Sequence[CleanArticle]) -> Links:
    """Candidates of datasketch's LSH, with their estimated similarity."""
    lsh, sketches, links = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS)), [], Links()
    for number, article in enumerate(articles):
        sketch = MinHash(BANDS * ROWS, SEED)
        if grams := shingles(article.text):
            sketch.update_batch([gram.encode() for gram in grams])
        for other in lsh.query(sketch):
            if near(article, articles[other]):
                links[Pair((article.article_id, articles[other].article_id))] = sketch.jaccard(sketches[other])
        lsh.insert(number, sketch)
        sketches.append(sketch)
    return links


METHODS: dict[str, Callable[[Sequence[CleanArticle]], Links]] = {
    "communique": ours,
    "rensa": with_rensa,
    "datasketch": with_datasketch,
}


def near(one: CleanArticle, other: CleanArticle) -> bool:
    """Whether two articles were published within `DAYS`; the window helps all methods alike."""
    return not (one.published and other.published) or abs((one.published - other.published).days) <= DAYS


def joined(links: Iterable[Pair]) -> set[Pair]:
    """All pairs of each group that the links join."""
    root: dict[str, str] = {}

    def top(name: str) -> str:
        while root.setdefault(name, name) != name:
            name = root[name]
        return name

    for link in links:
        one, *others = sorted(link)
        for other in others:
            root[top(other)] = top(one)
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(root):
        groups[top(name)].append(name)
    return {Pair(pair) for group in groups.values() for pair in combinations(group, 2)}


def score(links: Iterable[Pair], labels: Labels) -> tuple[float, float, float]:
    """Precision, recall and F1 of all joined pairs."""
    said = joined(links)
    right, wrong = len(said & labels.copies), len(said - labels.copies - labels.ambiguous)
    precision = right / (right + wrong) if right else 0.0
    recall = right / len(labels.copies) if labels.copies else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def measure(articles: Sequence[CleanArticle], labels: Labels | None, rounds: int) -> list[Result]:
    """Each method on the same articles."""
    results = []
    for name, method in METHODS.items():
        seconds, links = [], Links()
        for _ in range(rounds):
            began = time.process_time()
            links = method(articles)
            seconds.append(time.process_time() - began)
        rate = len(articles) / max(min(seconds), 1e-9)
        if labels is None:
            results.append(Result(name, len(articles), rate))
            continue
        scores = [score((pair for pair, alike in links.items() if alike >= least), labels) for least in THRESHOLDS]
        results.append(Result(name, len(articles), rate, *max(scores, key=lambda each: each[2])))
    return results


def read_articles(paths: Sequence[str], limit: int | None) -> list[CleanArticle]:
    """The clean articles of the paths, each id once. Raises InputError where a path cannot be read."""
    raw = [
        Message(ARTICLES_RAW, "", record.value) for record in islice(read(find(paths).files, MAX_RECORD_BYTES), limit)
    ]
    clean = outputs(Intake(), raw, ARTICLES_CLEAN)
    by_id = {message.key: CleanArticle.decode(message.value) for message in clean if message.value is not None}
    return list(by_id.values())


def read_labels(path: Path) -> Labels:
    """The labels; raises OSError or ValueError where there are none."""
    said = json.loads(path.read_text(encoding="utf-8"))
    return Labels(*(frozenset(Pair(pair[:2]) for pair in said[name]) for name in ("dup", "ambiguous")))


def table(results: Sequence[Result]) -> Table:
    """The results for people."""
    shown = Table("method", title="copies found: processor time, one process")
    for heading in ("articles", "articles/s", "precision", "recall", "F1"):
        shown.add_column(heading, justify="right")
    for each in results:
        rights = ("" if part is None else f"{part:.3f}" for part in (each.precision, each.recall, each.f1))
        shown.add_row(each.name, f"{each.articles:,}", f"{each.rate:,.0f}", *rights)
    return shown


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.dedup", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("paths", nargs="*", default=[str(SAMPLE)], help="files or folders; default: the sample corpus")
    parser.add_argument("--pairs", type=Path, metavar="FILE", help="labelled pairs, to score the links by")
    parser.add_argument("--limit", type=positive, metavar="N", help="only the first N records")
    parser.add_argument("--rounds", type=positive, default=3, metavar="N", help="the fastest of N counts (default 3)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args(arguments)
    try:
        labels = read_labels(options.pairs) if options.pairs else None
        results = measure(read_articles(options.paths, options.limit), labels, options.rounds)
    except (InputError, OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if options.json:
        sys.stdout.write(json.dumps([asdict(each) for each in results], indent=1) + "\n")
    else:
        Console().print(table(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
