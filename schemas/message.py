"""A record on a topic, with its CloudEvents 1.0 envelope in the headers (Kafka binding, binary mode)."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.base import Model
from schemas.ids import derive
from schemas.topics import Topic

VERSION = "v1"
Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """What stages take and give: a key and a value for a topic of the registry; value None is a tombstone."""

    topic: Topic
    key: str
    value: bytes | None
    headers: Headers = ()


def envelope(topic: Topic, key: str, value: bytes | None, *, subject: str = "", time: str = "") -> Headers:
    """CloudEvents attributes of a record.

    `subject` is a comma-separated list of parties or an article id; `time` is RFC 3339 and stands for when
    the thing told of was published: no attribute depends on when the record was processed. `ce_id` is derived
    from the content, so a redelivered record has the same id and a revision has another.
    """
    name = topic.name
    attributes = {
        "ce_specversion": "1.0",
        "ce_id": derive("", name, key, value if value is not None else b"tombstone"),
        "ce_source": f"/communique/{name.partition('.')[0]}",
        "ce_type": f"communique.{name}.{VERSION}" if value is not None else f"communique.{name}.withdrawn.{VERSION}",
        "ce_subject": subject or key,
        "ce_time": time,
        "ce_dataschema": f"/schemas/json/{topic.model.__name__}.{VERSION}.json",
        "content-type": "application/json",
    }
    return tuple((name, text.encode()) for name, text in attributes.items() if text)


def instant(day: str | None) -> str:
    """`day`, ISO 8601, as the RFC 3339 instant that CloudEvents want: a date begins at midnight UTC.

    A month or a year alone is no instant, nor is None: they give "".
    """
    if day is None or len(day) < len("2024-11-27"):
        return ""
    return day if "T" in day else f"{day}T00:00:00Z"


def message(topic: Topic, key: str, record: Model, *, subject: str = "", time: str = "") -> Message:
    """The record with its envelope, ready for any shell to send."""
    return sealed(topic, key, record.encode(), subject=subject, time=time)


def sealed(topic: Topic, key: str, value: bytes, *, subject: str = "", time: str = "") -> Message:
    """The same for a record that is encoded already."""
    return Message(topic, key, value, envelope(topic, key, value, subject=subject, time=time))


def tombstone(topic: Topic, key: str, *, superseded_by: str = "") -> Message:
    """Withdraws what the topic says under the key; `superseded_by` is the key that says it instead."""
    headers = envelope(topic, key, None)
    if superseded_by:
        headers += (("superseded-by", superseded_by.encode()),)
    return Message(topic, key, None, headers)
