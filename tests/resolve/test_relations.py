"""Relations tell what the events say of two countries on a given day."""

from __future__ import annotations

from datetime import date

from schemas.event import AgreementEvent, FigureEvent, MeetingEvent, Source
from schemas.slots import Codes, DateSpan
from streams.resolve.relations import AnyEvent, relation, relations

CODES = Codes(plover="CONSULT", cameo="046")
TODAY = date(2024, 6, 1)


def shared(name: str, day: date | None, parties: tuple[str, ...] = ("KAZ", "RUS")) -> dict[str, object]:
    source = Source(report_id=f"rep-{name}", article_id=name, published=date(2024, 1, 1), confidence=0.9)
    span = None if day is None else DateSpan(start=day, end=day)
    return {
        "event_id": name,
        "parties": parties,
        "date": span,
        "confidence": 0.9,
        "codes": CODES,
        "ruleset": "1",
        "sources": (source,),
    }


def meeting(name: str, day: date | None, status: str = "held", parties: tuple[str, ...] = ("KAZ", "RUS")) -> AnyEvent:
    return MeetingEvent.model_validate(shared(name, day, parties) | {"status": status, "format": "talks"})


def figure(name: str, period: str | None, *, target: bool = False) -> AnyEvent:
    slots = {"metric": "trade", "amount": 1e9, "period": period, "target": target}
    return FigureEvent.model_validate(shared(name, None) | slots)


EVENTS = [
    meeting("old", date(2023, 5, 9)),
    meeting("last", date(2024, 5, 9)),
    meeting("off", date(2024, 6, 2), "cancelled"),
    meeting("next", date(2024, 7, 1), "planned"),
    meeting("later", date(2024, 9, 1), "planned"),
    meeting("missed", date(2024, 2, 1), "planned"),
    meeting("others", date(2024, 5, 30), parties=("CHN", "KAZ")),
    AgreementEvent.model_validate(shared("treaty", date(1992, 5, 25)) | {"instrument": "treaty", "action": "signed"}),
    AgreementEvent.model_validate(shared("plan", None) | {"instrument": "plan", "action": "adopted"}),
    figure("trade22", "2022"),
    figure("trade23", "2023"),
    figure("goal", "2030", target=True),
]


def test_last_and_next_meeting_are_those_around_the_day() -> None:
    found = relation(EVENTS, "RUS", "KAZ", TODAY)
    assert found.last_meeting is not None
    assert found.last_meeting.event_id == "last"
    assert found.next_meeting is not None
    assert found.next_meeting.event_id == "next"


def test_both_directions_and_the_table_of_all_pairs_say_the_same() -> None:
    found = relation(EVENTS, "KAZ", "RUS", TODAY)
    assert found == relation(reversed(EVENTS), "RUS", "KAZ", TODAY)
    table = relations(EVENTS, TODAY)
    assert table["KAZ", "RUS"] == found
    assert list(table) == [("CHN", "KAZ"), ("KAZ", "RUS")]


def test_agreements_come_latest_first_and_figures_latest_only() -> None:
    found = relation(EVENTS, "KAZ", "RUS", TODAY)
    assert [agreement.event_id for agreement in found.agreements] == ["plan", "treaty"]
    assert [figure.event_id for figure in found.figures] == ["trade23", "goal"]


def test_counts_are_by_year_and_kind() -> None:
    counts = relation(EVENTS, "KAZ", "RUS", TODAY).counts
    assert counts[1992] == {"agreement": 1}
    assert counts[2024] == {"agreement": 1, "figure": 3, "meeting": 5}


def test_strangers_have_an_empty_relation() -> None:
    found = relation(EVENTS, "USA", "KAZ", TODAY)
    assert found.last_meeting is None
    assert not found.counts
