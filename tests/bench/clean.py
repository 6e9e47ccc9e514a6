"""How well and how fast pages are read: `python -m tests.bench.clean [FOLDER]`, in one process.

The folder holds pages, each an HTML file with the page's main text, a paragraph a line, in a `.txt` file of the same
name; by default the pages that were written for the tests. Words: F1 of the words of the text that is found, over
pages. Lines: F1 over all lines of the pages, flattened to a line for each block as scrapers do, that are kept.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import trafilatura
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree
from rich.console import Console
from rich.table import Table

from schemas.article import RawArticle
from streams.intake.characters import scrub
from streams.intake.clean import clean
from streams.intake.dateline import is_date_line
from streams.intake.furniture import body_of
from streams.intake.html import read_page
from streams.intake.layout import over_captions, paragraphs
from streams.intake.parse import Parsed
from streams.intake.title import known_title

PAGES = Path(__file__).parents[1] / "intake" / "pages"
_WORD = re.compile(r"[\u0e00-\u0e7f\u1000-\u109f\u3040-\u30ff\u4e00-\u9fff]|[^\W_]+")
_SPACE = re.compile(r"\W+")
_SURE = 25  # bytes of a line that is one of the text's even where it is a part of a paragraph of it


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its main text."""

    name: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """What a way to read pages found."""

    name: str
    precision: float
    recall: float
    f1: float
    pages_per_second: float


def pages(folder: Path) -> list[Page]:
    """The pages of the folder, by name."""
    found = (path for path in sorted(folder.glob("*.html")) if path.with_suffix(".txt").exists())
    return [Page(p.stem, p.read_text("utf-8", "replace"), p.with_suffix(".txt").read_text("utf-8")) for p in found]


def by_clean(html: str) -> str:
    """What intake makes of the page, without its title."""
    article = clean(Parsed("a", "r", RawArticle(html=html), {}))
    return article.text[article.title_end :]


def by_resiliparse(html: str) -> str:
    """The fast extractor alone."""
    return str(extract_plain_text(HTMLTree.parse(html), main_content=True, alt_texts=False))


def by_trafilatura(html: str) -> str:
    """The careful extractor alone."""
    return trafilatura.extract(html, include_comments=False, include_tables=False) or ""


WAYS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("intake", by_clean),
    ("resiliparse", by_resiliparse),
    ("trafilatura", by_trafilatura),
)


def score_words(name: str, read: Callable[[str], str], among: Sequence[Page]) -> Score:
    """Means over the pages of the words' precision, recall and F1."""
    sums, began = Counter[str](), time.process_time()
    texts = [read(page.html) for page in among]
    seconds = time.process_time() - began
    for page, text in zip(among, texts, strict=True):
        found, wanted = (Counter(_WORD.findall(said.lower())) for said in (text, page.text))
        precision, recall, f1 = rates((found & wanted).total(), found.total(), wanted.total())
        sums.update(precision=precision, recall=recall, f1=f1)  # type: ignore[call-overload]
    mean = {key: total / len(among) for key, total in sums.items()}
    return Score(name, mean["precision"], mean["recall"], mean["f1"], len(among) / max(seconds, 1e-9))


def score_lines(among: Sequence[Page]) -> Score:
    """Precision, recall and F1 over the different lines of all flattened pages; title, dates and bylines aside."""
    right = kept = wanted = 0
    seconds = 0.0
    for page in among:
        flat = scrub(str(extract_plain_text(page.html, preserve_formatting=True, list_bullets=False, alt_texts=False)))
        title = known_title(read_page(page.html).title, None)
        began = time.process_time()
        lines = paragraphs(flat, title)
        body = over_captions(body_of(lines, title))
        seconds += time.process_time() - began
        of_text = {line for line in lines if _is_of(line, page.text)}
        ours = {line for line in body if line in of_text or not (is_date_line(line) or line.startswith("By "))}
        right, kept, wanted = right + len(ours & of_text), kept + len(ours), wanted + len(of_text)
    return Score("lines of flattened pages", *rates(right, kept, wanted), len(among) / max(seconds, 1e-9))


def rates(right: int, found: int, wanted: int) -> tuple[float, float, float]:
    """Precision, recall and F1; 0 where nothing is right."""
    if not right:
        return 0.0, 0.0, 0.0
    return right / found, right / wanted, 2 * right / (found + wanted)


def _is_of(line: str, text: str) -> bool:
    key = _SPACE.sub("", line.lower())
    whole = [_SPACE.sub("", paragraph.lower()) for paragraph in text.split("\n")]
    return bool(key) and (key in whole or (len(key.encode()) >= _SURE and key in "".join(whole)))


def measure(folder: Path) -> list[Score]:
    """All ways over the pages of the folder."""
    among = pages(folder)
    for _, read in WAYS:
        read(among[0].html)  # loads what it needs, which is not measured
    return [*(score_words(name, read, among) for name, read in WAYS), score_lines(among)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.clean", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=PAGES, help="default: the tests' pages")
    folder = parser.parse_args(arguments).folder
    if not pages(folder):
        sys.stderr.write(f"{folder} holds no page with its text: an .html file and a .txt file of the same name\n")
        return 2
    shown = Table("way", title=f"{len(pages(folder))} pages of {folder}")
    for heading in ("precision", "recall", "F1", "pages/s"):
        shown.add_column(heading, justify="right")
    for score in measure(folder):
        shares = (f"{share:.3f}" for share in (score.precision, score.recall, score.f1))
        shown.add_row(score.name, *shares, f"{score.pages_per_second:,.0f}")
    Console().print(shown)
    return 0


if __name__ == "__main__":
    sys.exit(main())
