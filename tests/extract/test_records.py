"""Records of what was read: plain values on the way, the bytes of the contract's models at the end."""

from __future__ import annotations

from datetime import date

import orjson
import pytest

from schemas.article import Classification
from schemas.report import Reading
from schemas.slots import DateSpan, Money, Participant, Place
from streams.extract.drafts import AgreementDraft, Draft, FigureDraft, MeetingDraft, Span
from streams.extract.records import report
from streams.extract.stage import read
from tests.extract.articles import reader, sample_corpus
from tests.reports import REPORT

EVIDENCE = [Span("trigger", 9, 12), Span("parties", 20, 26), Span("parties", 0, 8)]
DATE = DateSpan(start=date(2024, 11, 1), end=date(2024, 11, 30), precision="month")
PLACE = Place(name="Besançon", country="FRA", lat=47.25, lon=6.02)


@pytest.mark.parametrize(
    "draft",
    [
        MeetingDraft(["RUS", "KAZ", "RUS"], 9, "talks", 0.85),
        MeetingDraft(
            ["RUS", "KAZ"],
            9,
            "talks",
            1.0,
            EVIDENCE,
            DATE,
            participants=[Participant(name='Łukasz "Lu" Ó', role="minister"), Participant(name="B", country="KAZ")],
            place=PLACE,
        ),
        AgreementDraft(["RUS"], 9, "ratify", 0.7, EVIDENCE),
        AgreementDraft(
            ["RUS", "KAZ"],
            9,
            "sign",
            2 / 3,
            EVIDENCE,
            DATE,
            title="Treaty\ton Friendship",
            subject="gas",
            count=20,
            value=Money(amount=1.5e9, currency="USD"),
            duration="P10Y",
            place=Place(country="FRA"),
        ),
        FigureDraft(["RUS", "KAZ"], 9, "figure", 0.7, EVIDENCE, unit="percent", amount=12.0),
        FigureDraft(
            ["RUS", "KAZ"], 9, "figure", 0.7, EVIDENCE, DATE, amount=2.7e17, currency="RUB", period="2023", target=True
        ),
        FigureDraft(["RUS", "KAZ"], 9, "figure", 0.7, EVIDENCE, amount=0.1 + 0.2, change_percent=-3.5),
    ],
)
def test_the_record_of_a_report_is_the_one_its_model_writes(draft: Draft) -> None:
    written = orjson.dumps(report(draft, "a", ("energy",), "1"))
    assert REPORT.validate_json(written).encode() == written


def test_what_the_stage_sends_is_what_the_models_write() -> None:
    for clean in sample_corpus():
        classification, reading = (message.value or b"" for message in read(reader(), clean))
        assert Classification.decode(classification).encode() == classification
        assert Reading.decode(reading).encode() == reading


def test_the_id_of_a_report_names_what_is_said_and_not_by_which_rule() -> None:
    told = report(MeetingDraft(["RUS", "KAZ"], 9, "talks", 0.9, list(EVIDENCE)), "a", ("energy",), "1")
    by_another = report(MeetingDraft(["KAZ", "RUS"], 5, "visit", 0.5, EVIDENCE[::-1]), "a", (), "2")
    elsewhere = report(MeetingDraft(["KAZ", "RUS"], 9, "talks", 0.9, EVIDENCE, place=PLACE), "a", ("energy",), "1")
    assert told["report_id"] == by_another["report_id"] == "rep-fd6f1a6310710bce5807bee9"
    assert elsewhere["report_id"] != told["report_id"]
