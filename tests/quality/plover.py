"""Roots of event sentences: how often reports carry the PLOVER root that the annotators gave a sentence."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from schemas.article import CleanArticle
from schemas.message import Message
from schemas.topics import ARTICLES_RAW
from streams.extract.reader import Reader
from streams.intake.stage import Intake

_DAY = "2020-12-31"
"""The sentences have no date, and their news is of 2020 at the latest: by the end of that year a month that is named
without its year lies behind, as it did when they were written."""


def roots(text: str, reader: Reader, intake: Intake) -> set[str]:
    """The PLOVER roots of all that a sentence reports."""
    record = json.dumps({"id": "sentence", "text": text, "published": _DAY, "outlet": "Reuters", "lang": "en"})
    message = intake.handle(Message(ARTICLES_RAW, "", record.encode())).messages[0]
    if message.topic.name != "articles.clean":
        return set()
    _, reading = reader.read(CleanArticle.decode(message.value or b""))
    return {report.codes.plover for report in reading.reports if report.codes.plover}


def score(path: Path, root: str = "CONSULT") -> dict[str, float]:
    """Precision, recall and F1 of `root` over sentences with one root each, and the share of other roots' sentences
    that got it (`false_rate`).

    `path` holds one {"text", "root"} a line.
    """
    reader, intake = Reader(), Intake()
    counts: Counter[tuple[bool, bool]] = Counter()
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            counts[row["root"] == root, root in roots(row["text"], reader, intake)] += 1
    right, missed, wrong, other = (counts[key] for key in ((True, True), (True, False), (False, True), (False, False)))
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    total = precision + recall
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / total if total else 0.0,
        "false_rate": wrong / (wrong + other) if wrong + other else 0.0,
    }
