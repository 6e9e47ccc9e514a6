"""Relations and actors tell what the events say, in whatever order these came."""

from __future__ import annotations

from datetime import date

from schemas.event import AgreementEvent, FigureEvent, MeetingEvent, Source
from schemas.slots import Codes, DateSpan
from streams.resolve.ledger import AnyEvent, Ledger

PAIR = ("KAZ", "RUS")
CODES = Codes(plover="CONSULT", cameo="046")


def shared(name: str, day: date | None, parties: tuple[str, ...] = PAIR) -> dict[str, object]:
    source = Source(report_id=f"rep-{name}", article_id=name, published=date(2024, 1, 1), confidence=0.9)
    return {
        "event_id": name,
        "parties": parties,
        "date": None if day is None else DateSpan(start=day, end=day),
        "confidence": 0.9,
        "codes": CODES,
        "ruleset": "1",
        "sources": (source,),
    }


def meeting(name: str, day: date | None, status: str = "held", parties: tuple[str, ...] = PAIR) -> AnyEvent:
    return MeetingEvent.model_validate(shared(name, day, parties) | {"status": status, "format": "talks"})


def agreement(name: str, day: date | None, action: str) -> AnyEvent:
    return AgreementEvent.model_validate(shared(name, day) | {"instrument": "treaty", "action": action})


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
    meeting("gathering", date(2024, 5, 31), parties=(*PAIR, *(f"X{number:02}" for number in range(12)))),
    agreement("treaty", date(1992, 5, 25), "signed"),
    agreement("pact", None, "ratified"),
    agreement("left", date(2001, 1, 1), "terminated"),
    agreement("due", date(2024, 8, 1), "planned"),
    figure("trade22", "2022"),
    figure("trade23", "2023"),
    figure("goal", "2030", target=True),
]


class Book:
    """A ledger over a table, which forgets all that it may."""

    def __init__(self, *events: AnyEvent) -> None:
        self.table: dict[str, bytes] = {}
        self.ledger = Ledger(self.table.get, capacity=0)
        for event in events:
            self.update(event.event_id, event)

    def update(self, name: str, event: AnyEvent | None) -> None:
        row = self.ledger.update(name, event)
        if row is None:
            self.table.pop(name, None)
        else:
            self.table[name] = row
        self.ledger.make_room()

    def restored(self) -> Ledger:
        made = Ledger(self.table.get, capacity=10)
        made.restore(self.table.values())
        return made


def ledger(*events: AnyEvent) -> Ledger:
    return Book(*events).ledger


def names(briefs: object) -> list[str]:
    return [brief.event_id for brief in briefs]  # type: ignore[attr-defined]


def test_last_and_next_meeting_are_those_around_what_was_held() -> None:
    found = ledger(*EVENTS).relation(PAIR)
    assert found is not None
    assert found.last_meeting is not None
    assert found.last_meeting.event_id == "last"
    assert found.next_meeting is not None
    assert names(found.planned) == ["next", "later"]
    assert found.next_meeting == found.planned[0]


def test_agreements_in_force_come_latest_first_and_figures_latest_only() -> None:
    found = ledger(*EVENTS).relation(PAIR)
    assert found is not None
    assert names(found.agreements) == ["pact", "treaty"]
    assert found.in_force == 2
    assert names(found.figures) == ["trade23", "goal"]


def test_counts_are_by_year_and_kind() -> None:
    found = ledger(*EVENTS).relation(PAIR)
    assert found is not None
    assert found.counts[1992] == {"agreement": 1}
    assert found.counts[2024] == {"agreement": 2, "figure": 3, "meeting": 5}
    assert found.events == sum(count for year in found.counts.values() for count in year.values())


def test_an_actor_has_its_meetings_and_partners_and_gatherings_make_none() -> None:
    actor = ledger(*EVENTS).actor("KAZ")
    assert actor is not None
    assert names(actor.meetings) == ["gathering", "others", "last", "old"]
    assert [(partner.party, partner.events, partner.last) for partner in actor.partners] == [
        ("RUS", 13, date(2024, 9, 1)),
        ("CHN", 1, date(2024, 5, 30)),
    ]
    assert actor.events == len(EVENTS)


def test_order_and_revisions_and_a_restart_leave_no_trace() -> None:
    wanted, made = ledger(*EVENTS), Book(*reversed(EVENTS))
    made.update("others", meeting("others", date(2020, 1, 1), parties=("BLR", "KAZ")))
    assert made.ledger.relation(("CHN", "KAZ")) is None
    assert made.ledger.actor("CHN") is None
    assert made.ledger.actor("BLR") is not None
    made.update("others", EVENTS[6])
    made.update("new", meeting("new", date(2025, 1, 1)))
    made.update("new", None)
    for found in (made.ledger, made.restored()):
        assert found.relation(PAIR) == wanted.relation(PAIR)
        for party in ("BLR", "CHN", "KAZ", "RUS", "X01"):
            assert found.actor(party) == wanted.actor(party)
