"""Records of the feed as CloudEvents over HTTP."""

import json
from types import SimpleNamespace

from schemas.message import Message, envelope, tombstone
from schemas.topics import EVENTS_MEETING
from streams.bridge.cloudevent import from_record

VALUE = '{"event_id":"evt-1","title":"Встреча"}'.encode()


def record(message):
    return SimpleNamespace(key=message.key.encode(), value=message.value, headers=list(message.headers))


def meeting(subject="KAZ,RUS"):
    headers = envelope(EVENTS_MEETING, "evt-1", VALUE, subject=subject, time="2024-11-27T00:00:00Z")
    return from_record(record(Message(EVENTS_MEETING, "evt-1", VALUE, headers)), "main")


def test_in_binary_mode_the_attributes_are_headers_and_the_record_is_the_body():
    headers, body = meeting().binary()
    assert body == VALUE
    assert len(headers.pop("ce-id")) > 16
    assert headers == {
        "ce-specversion": "1.0",
        "ce-source": "/communique/events",
        "ce-type": "communique.events.meeting.v1",
        "ce-subject": "KAZ,RUS",
        "ce-time": "2024-11-27T00:00:00Z",
        "ce-dataschema": "/schemas/json/MeetingEvent.v1.json",
        "ce-partitionkey": "evt-1",
        "ce-run": "main",
        "content-type": "application/json",
    }


def test_in_structured_mode_all_is_in_the_body():
    headers, body = meeting().structured()
    assert headers == {"content-type": "application/cloudevents+json"}
    whole = json.loads(body)
    assert whole["data"] == json.loads(VALUE)
    assert (whole["subject"], whole["partitionkey"], whole["run"]) == ("KAZ,RUS", "evt-1", "main")


def test_a_withdrawal_has_no_data_and_names_its_successor():
    event = from_record(record(tombstone(EVENTS_MEETING, "evt-1", superseded_by="evt-0")), "main")
    headers, body = event.binary()
    assert body == b""
    assert headers["ce-type"] == "communique.events.meeting.withdrawn.v1"
    assert (headers["ce-partitionkey"], headers["ce-supersededby"]) == ("evt-1", "evt-0")
    assert "data" not in json.loads(event.structured()[1])


def test_header_values_cannot_break_out_of_their_line():
    headers, _ = meeting(subject='KAZ\r\nx-evil: 1 "Ё" %').binary()
    assert headers["ce-subject"] == "KAZ%0D%0Ax-evil:%201%20%22%D0%81%22%20%25"
