"""What a report claims stands in the characters that it names: over the sample corpus and the development set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import pytest

from schemas.article import CleanArticle
from schemas.report import AgreementReport, FigureReport, MeetingReport
from schemas.slots import Evidence
from streams.extract.amounts import Money
from streams.extract.document import Document
from streams.extract.mention import Mention
from streams.extract.tables import LANGUAGES, load
from streams.extract.when import When
from tests.extract.articles import reader, readings

Report = MeetingReport | AgreementReport | FigureReport
COLLECTIONS = ("corpus", "development")
SLOTS = {
    "meeting": ("parties", "participants", "status", "format", "place", "date"),
    "agreement": ("parties", "instrument", "action", "title", "subject", "count", "value", "duration", "date", "place"),
    "figure": ("parties", "metric", "amount", "currency", "unit", "period"),
}


class Shown:
    """A report with its article, and the characters that each of its slots was read from."""

    def __init__(self, document: Document, report: Report) -> None:
        self.document = document
        self.article: CleanArticle = document.article
        self.report = report
        self._spans: dict[str, list[Evidence]] = defaultdict(list)
        for item in report.evidence:
            self._spans[item.slot].append(item)

    def __repr__(self) -> str:
        # Only where it stands: the development set is not to be read in the output of tests.
        return (
            f"{self.article.article_id} {self.report.rule} {[(e.slot, e.start, e.end) for e in self.report.evidence]}"
        )

    def spans(self, *slots: str) -> list[Evidence]:
        return [item for slot in slots for item in self._spans[slot]]

    def texts(self, slot: str) -> list[str]:
        return [self.document.text[item.start : item.end].casefold() for item in self._spans[slot]]

    def mentions(self) -> Iterator[Mention]:
        for line in self.document.lines:
            yield from (*line.actors, *line.places, *line.adjectives, *line.names)

    def mentions_in(self, slot: str) -> list[Mention]:
        return [m for m in self.mentions() if any(_overlap(m, item) for item in self._spans[slot])]

    def dates_in(self, slot: str) -> list[When]:
        dates = (when for line in self.document.lines for when in line.dates)
        return [when for when in dates if any(_overlap(when, item) for item in self._spans[slot])]


def _overlap(one: Mention | When | Evidence, other: Evidence) -> bool:
    return one.start < other.end and other.start < one.end


@cache
def _money(lang: str) -> Money:
    return Money(load(), lang)


@cache
def shown(collection: str) -> tuple[Shown, ...]:
    read = ((reader().annotate(article), reading) for article, reading in readings(collection))
    return tuple(Shown(document, report) for document, reading in read for report in reading.reports)


def broken(items: Iterable[Shown], holds: Callable[[Shown], bool]) -> list[Shown]:
    return [item for item in items if not holds(item)]


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_spans_lie_inside_the_text_and_hold_something(collection: str) -> None:
    def holds(item: Shown) -> bool:
        text = item.article.text
        return all(0 <= e.start < e.end <= len(text) and text[e.start : e.end].strip() for e in item.report.evidence)

    assert broken(shown(collection), holds) == []


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_filled_slot_and_the_trigger_are_shown(collection: str) -> None:
    def holds(item: Shown) -> bool:
        filled = [slot for slot in SLOTS[item.report.kind] if getattr(item.report, slot) not in (None, (), "")]
        return all(item.spans(slot) for slot in ("trigger", *filled))

    assert broken(shown(collection), holds) == []


def names_participants(item: Shown) -> bool:
    """Each participant is named by a part of the name in a span, or a span refers to him or her ("the two")."""
    if not isinstance(item.report, MeetingReport):
        return True
    texts = item.texts("participants")
    referred = {name for m in item.mentions_in("participants") for name in (m.name, *(p.name for p in m.people))}
    return all(
        person.name in referred or any(part.casefold() in text for part in person.name.split() for text in texts)
        for person in item.report.participants
    )


def names_parties(item: Shown) -> bool:
    """A mention of each party stands in a span; or a span is the trigger or the instrument, which imply it."""
    said = {code for m in item.mentions_in("parties") for code in m.codes}
    implied = item.spans("trigger", "instrument", "title")
    return set(item.report.parties) <= said or any(_overlap(e, o) for e in item.spans("parties") for o in implied)


def says_its_date(item: Shown) -> bool:
    """The words of the spans say the first and the last day; words without a date stand for the day of writing."""
    date = item.report.date
    if date is None:
        return True
    readings_of_it = [span for when in item.dates_in("date") for span in (when.span, when.ahead) if span]
    if {date.start, date.end} <= {day for span in readings_of_it for day in (span.start, span.end)}:
        return True
    if (date.start, date.end) == (item.document.anchor, item.document.anchor):
        return True
    # A signing in the course of a visit takes the visit's date, which the article gives elsewhere.
    elsewhere = (when for line in item.document.lines for when in line.dates)
    return any(
        span and (span.start, span.end) == (date.start, date.end) for w in elsewhere for span in (w.span, w.ahead)
    )


def says_its_sum(item: Shown) -> bool:
    """The span of a sum is read as that sum."""
    report = item.report
    if isinstance(report, FigureReport):
        slot, amount = "amount", report.amount
    elif isinstance(report, AgreementReport) and report.value:
        slot, amount = "value", report.value.amount
    else:
        return True
    money = _money(item.article.lang if item.article.lang in LANGUAGES else "en")
    sums = [s for e in item.spans(slot) for s in money.find(item.document.text, e.start, e.end)]
    return amount in [s.value for s in sums]


@pytest.mark.parametrize("holds", [names_participants, says_its_date, says_its_sum], ids=lambda rule: rule.__name__)
def test_spans_say_what_the_slots_hold(holds: Callable[[Shown], bool]) -> None:
    assert broken(shown("corpus"), holds) == []


def test_spans_of_parties_name_them() -> None:
    # Figures are left out: a party that only the sentence before names has no span of its own yet.
    events = [item for item in shown("corpus") if item.report.kind != "figure"]
    assert broken(events, names_parties) == []


@pytest.mark.parametrize(
    "holds", [names_participants, names_parties, says_its_date, says_its_sum], ids=lambda rule: rule.__name__
)
def test_spans_of_unseen_articles_say_what_the_slots_hold_with_few_exceptions(holds: Callable[[Shown], bool]) -> None:
    items = shown("development")
    assert len(broken(items, holds)) <= 0.08 * len(items)
