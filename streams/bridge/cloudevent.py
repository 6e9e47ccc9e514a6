"""Records of the feed as CloudEvents over HTTP (CloudEvents 1.0, HTTP protocol binding)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import orjson

_PREFIX = "ce_"
_VISIBLE = "".join(map(chr, range(0x21, 0x7F))).replace('"', "").replace("%", "")
"""Characters of header values that the binding leaves as they are (section 3.1.3.2)."""

Request = tuple[dict[str, str], bytes]
"""Headers and body."""


@dataclass(frozen=True, slots=True)
class CloudEvent:
    """An event's attributes by name, and its data as JSON; a withdrawal has none."""

    attributes: dict[str, str]
    data: bytes | None

    @property
    def id(self) -> str:
        """The attribute `id`: the same for a redelivery."""
        return self.attributes["id"]

    def binary(self) -> Request:
        """Attributes as headers, the data as the body."""
        headers = {f"ce-{name}": quote(value, safe=_VISIBLE) for name, value in self.attributes.items()}
        return headers | {"content-type": "application/json"}, self.data or b""

    def structured(self) -> Request:
        """All in one JSON object."""
        return {"content-type": "application/cloudevents+json"}, orjson.dumps(self.whole())

    def whole(self) -> dict[str, Any]:
        """Attributes and data as one object (JSON event format)."""
        data = {} if self.data is None else {"datacontenttype": "application/json", "data": orjson.Fragment(self.data)}
        return self.attributes | data


def from_record(record: Any, run: str) -> CloudEvent:
    """The CloudEvent that a Kafka record of the feed is, with the extension attribute `run`.

    The header `superseded-by` of a withdrawal becomes `supersededby`; the key, which is the event's id in the feed,
    becomes `partitionkey`.
    """
    headers = {name: value.decode() for name, value in record.headers}
    attributes = {name.removeprefix(_PREFIX): value for name, value in headers.items() if name.startswith(_PREFIX)}
    attributes |= {"partitionkey": record.key.decode(), "run": run}
    if superseded_by := headers.get("superseded-by"):
        attributes["supersededby"] = superseded_by
    return CloudEvent(attributes, record.value)


def switched(run: str, number: int) -> CloudEvent:
    """Tells that another run of the feed holds; `number` tells switches to the same run apart."""
    return CloudEvent(
        {
            "specversion": "1.0",
            "id": f"switched-{run}-{number}",
            "source": "/communique/aliases",
            "type": "communique.run.switched.v1",
            "subject": run,
            "run": run,
        },
        orjson.dumps({"run": run}),
    )
