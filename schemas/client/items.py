"""What a subscription gives: events, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import ValidationError

from schemas.event import EVENT, AgreementEvent, FigureEvent, MeetingEvent
from schemas.filters import Filter
from schemas.slots import Kind

Event = MeetingEvent | AgreementEvent | FigureEvent


class FeedError(Exception):
    """The feed cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Nothing is left of the event: its articles were withdrawn, or it is told under other ids now."""

    event_id: str
    kind: Kind
    superseded_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Switched:
    """Another run of the feed holds from here on: what came before is no more, its events come anew."""

    run: str


Item = Event | Withdrawn | Switched


def item(record: Any, kind: Kind, wanted: Filter, *, withdrawals: bool) -> Event | Withdrawn | None:
    """The Kafka record's event, if it is wanted; FeedError where the record is newer than the models.

    The parties in the header spare reading most that is not wanted.
    """
    headers = dict(record.headers)
    if record.value is None:
        superseded = tuple(filter(None, headers.get("superseded-by", b"").decode().split(",")))
        return Withdrawn(record.key.decode(), kind, superseded) if withdrawals else None
    if "ce_subject" in headers and not wanted.parties.issubset(headers["ce_subject"].decode().split(",")):
        return None
    if wanted and not wanted.takes(orjson.loads(record.value)):
        return None
    try:
        return EVENT.validate_json(record.value)
    except ValidationError as error:
        told = f"{record.topic} has a record that this version of the client does not know: {error.errors()[0]['loc']}"
        raise FeedError(f"{told}. The feed is newer: update the client") from error
