"""Events as rows of one table for all kinds: what CSV and Parquet files hold, a row an event."""

from __future__ import annotations

from schemas.client.items import Event
from schemas.event import AgreementEvent, FigureEvent, MeetingEvent

Value = str | int | float | bool | tuple[str, ...] | None

COLUMNS: dict[str, type] = {
    "event_id": str,
    "kind": str,
    "status": str,
    "first_day": str,
    "last_day": str,
    "precision": str,
    "parties": tuple,
    "place": str,
    "country": str,
    "lat": float,
    "lon": float,
    "format": str,
    "participants": tuple,
    "instrument": str,
    "title": str,
    "subject": str,
    "count": int,
    "duration": str,
    "metric": str,
    "amount": float,
    "currency": str,
    "unit": str,
    "period": str,
    "target": bool,
    "change_percent": float,
    "topics": tuple,
    "plover": str,
    "mode": str,
    "cameo": str,
    "confidence": float,
    "sources": int,
    "independent": int,
    "first_published": str,
    "urls": tuple,
    "ruleset": str,
}
"""Names and types; `status` is an agreement's action, `amount` and `currency` its value. Days are ISO 8601."""


def row(event: Event) -> dict[str, Value]:
    """The columns of which the event has a value."""
    found: dict[str, Value] = {
        "event_id": event.event_id,
        "kind": event.kind,
        "parties": event.parties,
        "topics": event.topics,
        "plover": event.codes.plover,
        "mode": event.codes.mode,
        "cameo": event.codes.cameo,
        "confidence": event.confidence,
        "sources": len(event.sources),
        "independent": event.independent,
        "urls": tuple(source.url for source in event.sources if source.url),
        "ruleset": event.ruleset,
    }
    if event.date:
        found |= {
            "first_day": event.date.start.isoformat(),
            "last_day": event.date.end.isoformat(),
            "precision": event.date.precision,
        }
    if published := next((source.published for source in event.sources if source.published), None):
        found["first_published"] = published.isoformat()
    if isinstance(event, FigureEvent):
        return found | _figure(event)
    if event.place:
        place = event.place
        found |= {"place": place.name, "country": place.country, "lat": place.lat, "lon": place.lon}
    return found | (_meeting(event) if isinstance(event, MeetingEvent) else _agreement(event))


def _meeting(event: MeetingEvent) -> dict[str, Value]:
    people = tuple(f"{each.name} ({each.country})" if each.country else each.name for each in event.participants)
    return {"status": event.status, "format": event.format, "participants": people}


def _agreement(event: AgreementEvent) -> dict[str, Value]:
    names = ("instrument", "title", "subject", "count", "duration")
    found: dict[str, Value] = {name: getattr(event, name) for name in names}
    if event.value:
        found |= {"amount": event.value.amount, "currency": event.value.currency}
    return found | {"status": event.action}


def _figure(event: FigureEvent) -> dict[str, Value]:
    names = ("metric", "amount", "currency", "unit", "period", "target")
    found: dict[str, Value] = {name: getattr(event, name) for name in names}
    return found | {"change_percent": event.change.percent if event.change else None}
