"""Over the annotated articles, where these are at hand: nothing that gold events rest on is lost in cleaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from schemas.article import CleanArticle
from schemas.message import Message
from schemas.topics import ARTICLES_CLEAN, ARTICLES_RAW
from streams.intake.characters import scrub, unliteral
from streams.intake.stage import Intake

SHARED = Path(__file__).parents[3] / "shared" / "eval"
LENGTH = 50  # characters by which a sentence is known again
SPACE = re.compile(r"\s+")
SENTENCE_END = re.compile(r"(?<=[^A-Z.][.!?])[\"”’»)]?(?:\s+|$)")


def fillers(gold: dict[str, Any]) -> Iterator[str]:
    """Names of people and places, and titles of documents, of all events that count."""
    for event in (*gold["meetings"], *gold["agreements"]):
        if event.get("optional"):
            continue
        for slot in ("participants", "place", "title"):
            said = event.get(slot) or ()
            for item in said if isinstance(said, list) else [said]:
                name = item.get("name") if isinstance(item, dict) else item
                if name:
                    yield name


def of_body(raw: str) -> str:
    """The raw text down to its last sentence, without credits of pictures.

    In other headlines below it ("See also") names of the event may stand, too.
    """
    lines = [line for line in raw.split("\nSee also\n")[0].split("\n") if "Photo by" not in line]
    last = max((number for number, line in enumerate(lines) if SENTENCE_END.search(line)), default=len(lines))
    return "\n".join(lines[: last + 1])


def flat(text: str) -> str:
    return SPACE.sub(" ", text)


@pytest.fixture(scope="module")
def annotated() -> list[tuple[str, CleanArticle, dict[str, Any]]]:
    """The raw text, the clean article and the gold events of each article of the sets."""
    found = []
    intake = Intake()
    for name in ("seeds", "dev"):
        articles, events = SHARED / f"{name}.jsonl", SHARED / f"{name}.gold.jsonl"
        if not articles.exists() or not events.exists():
            pytest.skip("the annotated articles are not here")
        gold = {item["id"]: item for item in map(orjson.loads, events.read_bytes().splitlines())}
        for line in articles.read_bytes().splitlines():
            record = orjson.loads(line)
            (message,) = intake.handle(Message(ARTICLES_RAW, "", line)).messages
            assert message.topic is ARTICLES_CLEAN, record["id"]
            assert message.value is not None
            raw = f"{record.get('title') or ''}\n{unliteral(scrub(record['text']))}"
            found.append((raw, CleanArticle.decode(message.value), gold[record["id"]]))
    return found


def test_all_that_fills_a_slot_of_a_gold_event_is_left(annotated: list[tuple[str, CleanArticle, Any]]) -> None:
    lost = []
    for raw, article, gold in annotated:
        before, after = flat(of_body(raw)), flat(article.text)
        lost += [article.article_id for name in fillers(gold) if name in before and name not in after]
    assert lost == []


def test_no_sentence_that_names_who_or_what_an_event_is_about_is_lost(
    annotated: list[tuple[str, CleanArticle, Any]],
) -> None:
    """A sentence of the raw text with a filler of its events; said twice, it may be left once."""
    lost = []
    for raw, article, gold in annotated:
        after = flat(article.text)
        names = set(fillers(gold))
        for sentence in (part.strip() for line in of_body(raw).split("\n") for part in SENTENCE_END.split(flat(line))):
            told = len(sentence) >= LENGTH and any(name in sentence for name in names)
            if told and sentence.endswith((".", "!", "?")) and sentence[-LENGTH:] not in after:
                lost.append((article.article_id, len(sentence)))
    assert lost == []
