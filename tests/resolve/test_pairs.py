"""Pairs of reports that people have told apart: the same occasion, or another one.

A line of `pairs.jsonl` holds the slots of two reports and whether they are the `same`: as the feed reads them from
real articles of several outlets, mistakes of reading included, or made up for a case that news are rarely so clear
about (`about` says which). Rules were made by looking at the pairs whose id ends in an even digit; the others are
kept aside and tell how well the rules do.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from schemas.message import Message, message
from schemas.report import Reading
from schemas.topics import EVENT_TOPICS, REPORTS
from streams.extract.reader import Reader
from streams.resolve.parties import Organisations
from streams.resolve.stage import Resolve
from tests.reports import REPORT

PAIRS = Path(__file__).parent / "pairs.jsonl"
UNTOLD = {"evidence": (), "rule": "", "ruleset": "", "confidence": 0.8, "codes": {"plover": "CONSULT", "cameo": "040"}}

Pair = dict[str, Any]


@cache
def organisations() -> Organisations:
    reader = Reader()
    return Organisations(reader.organisations(), reader.words_of_countries())


def pairs() -> list[Pair]:
    return [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]


def kept_aside(pair: Pair) -> bool:
    return int(pair["id"][-1], 16) % 2 == 1


def reading(article: str, told: dict[str, Any]) -> Message:
    report = REPORT.validate_python({**UNTOLD, **told, "article_id": article, "report_id": f"rep-{article}"})
    about = {name: told.get(name) for name in ("lang", "outlet", "published")}
    return message(REPORTS, article, Reading(article_id=article, ruleset="", reports=(report,), **about))


def events(pair: Pair) -> int:
    """How many events the two reports make."""
    stage, there = Resolve(organisations()), set()
    for number, told in enumerate(pair["told"]):
        for said in stage.handle(reading(f"article {number}", told)).messages:
            if said.topic in EVENT_TOPICS.values():
                (there.discard if said.value is None else there.add)(said.key)
    return len(there)


def f1(chosen: list[Pair]) -> float:
    """Of the decision that a pair is the same."""
    united = [pair["same"] for pair in chosen if events(pair) == 1]
    return 2 * sum(united) / (len(united) + sum(pair["same"] for pair in chosen))


def test_there_are_enough_pairs_of_either_kind() -> None:
    kept = [pair["same"] for pair in pairs() if kept_aside(pair)]
    assert len(kept) >= 150
    assert min(kept.count(True), kept.count(False)) >= 50


def test_pairs_kept_aside_are_told_apart() -> None:
    assert f1([pair for pair in pairs() if kept_aside(pair)]) >= 0.92


def test_made_up_pairs_are_all_told_apart() -> None:
    for pair in pairs():
        if pair["about"] != "from news":
            assert events(pair) == (1 if pair["same"] else 2), pair["about"]
