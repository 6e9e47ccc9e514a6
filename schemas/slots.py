"""The slots of meetings, agreements and figures, and the values that fill them.

Reports and events have the same slots: an event is what its reports agree on. The vocabulary of each slot is
explained in schemas/README.md.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from schemas.base import Model

Kind = Literal["meeting", "agreement", "figure"]
KINDS: tuple[Kind, ...] = ("meeting", "agreement", "figure")

MeetingStatus = Literal["held", "planned", "cancelled"]
MeetingFormat = Literal["visit", "talks", "summit", "call", "forum"]
Instrument = Literal[
    "treaty",
    "agreement",
    "protocol",
    "memorandum",
    "declaration",
    "statement",
    "contract",
    "plan",
    "document",
]
Action = Literal[
    "signed", "adopted", "agreed", "planned", "extended", "ratified", "in_force", "terminated", "suspended"
]
STATUSES: tuple[str, ...] = tuple(dict.fromkeys((*get_args(MeetingStatus), *get_args(Action))))
"""Of a meeting its status, of an agreement its action, each once."""
Metric = Literal["trade", "exports", "imports", "investment", "projects", "loan", "aid", "debt", "share"]
Precision = Literal["day", "month", "year"]


class Evidence(Model):
    """Characters `start` to `end` (exclusive) of the clean text say what `slot` holds."""

    slot: str
    start: int
    end: int


class DateSpan(Model):
    """First and last day of an event, both included; `precision` is how exactly the text gives them."""

    start: date
    end: date
    precision: Precision = "day"

    def __str__(self) -> str:
        """ISO 8601, as exactly as it is known: "2024-11-27", "2024-11", an interval "2024-11-27/2024-11-28"."""
        kept = {"year": 4, "month": 7, "day": 10}[self.precision]
        first, last = self.start.isoformat()[:kept], self.end.isoformat()[:kept]
        return first if first == last else f"{first}/{last}"


class Place(Model):
    """Where an event happens: ISO 3166-1 alpha-3 `country`, WGS 84 degrees."""

    name: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None


class Participant(Model):
    """A person who takes part, in the article's script; `country` is a country or `org:` code."""

    name: str
    country: str | None = None
    role: str | None = None


class Money(Model):
    """A sum in whole units of an ISO 4217 currency."""

    amount: float
    currency: str


class Codes(Model):
    """PLOVER root and mode, and the CAMEO code nearest to them."""

    plover: str
    mode: str | None = None
    cameo: str


class Change(Model):
    """By how much a figure rose or fell against the period before, in percent."""

    percent: float


class MeetingSlots(Model):
    """An occasion on which representatives of at least two countries or organisations meet."""

    kind: Literal["meeting"] = "meeting"
    status: MeetingStatus
    format: MeetingFormat
    participants: tuple[Participant, ...] = ()
    place: Place | None = None


class AgreementSlots(Model):
    """An act upon an instrument between countries or organisations."""

    kind: Literal["agreement"] = "agreement"
    instrument: Instrument
    action: Action
    title: str | None = None
    subject: str | None = None
    count: int | None = None
    value: Money | None = None
    duration: str | None = None
    place: Place | None = None


class FigureSlots(Model):
    """A sum or share that ties two countries together; `unit` stands where there is no currency.

    `period` is ISO 8601 ("2023", "2023-10", "2014/2023"); `target` marks a goal for the future.
    """

    kind: Literal["figure"] = "figure"
    metric: Metric
    amount: float
    currency: str | None = None
    unit: str | None = None
    period: str | None = None
    target: bool = False
    change: Change | None = None
