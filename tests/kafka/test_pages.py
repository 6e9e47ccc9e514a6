"""What the worker's pages say, over tables that are here or elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import orjson
import pytest

from streams.kafka.owners import NotReadyError
from streams.kafka.pages import MAX_LIMIT, answer


def event(number: int, *parties: str, kind: str = "meeting", status: str = "held") -> dict[str, Any]:
    day = f"2024-11-{number:02}"
    span = {"start": day, "end": day, "precision": "day"}
    return {"event_id": f"evt-{number}", "kind": kind, "parties": parties, "status": status, "date": span}


class Worker:
    """Tables as dictionaries; `others` are the workers that have the rest of the rows."""

    def __init__(self, *others: Worker, **tables: dict[str, Any]) -> None:
        self._tables = {name: {key: orjson.dumps(row) for key, row in rows.items()} for name, rows in tables.items()}
        self._others = others

    def here(self, table: str, key: str) -> bytes | None:
        return self._tables.get(table, {}).get(key)

    def get(self, table: str, key: str) -> bytes | None:
        found = (worker.here(table, key) for worker in (self, *self._others))
        return next((row for row in found if row is not None), None)

    def all_here(self, table: str) -> Iterator[bytes]:
        yield from self._tables.get(table, {}).values()

    def elsewhere(self, page: str) -> list[bytes]:
        answers = [answer(page, worker) for worker in self._others]
        return [each.body for each in answers if each is not None]


class Unready(Worker):
    def get(self, table: str, key: str) -> bytes | None:
        raise NotReadyError("the table's partition is being handed over")


def get(worker: Worker, target: str) -> tuple[int, Any]:
    found = answer(target, worker)
    assert found is not None
    return int(found.status), orjson.loads(found.body)


def events(worker: Worker, target: str) -> list[str]:
    return [each["event_id"] for each in get(worker, target)[1]["events"]]


def test_events_of_all_workers_by_date() -> None:
    other = Worker(meetings={"b": event(2, "KAZ", "RUS")})
    worker = Worker(other, meetings={"c": event(3, "KAZ", "USA")}, figures={"a": event(1, "KAZ", "CHN", kind="figure")})
    assert events(worker, "/events") == ["evt-1", "evt-2", "evt-3"]
    assert events(worker, "/events?party=kaz&party=RUS") == ["evt-2"]
    assert events(worker, "/events?kind=figure") == ["evt-1"]
    assert events(worker, "/events?since=2024-11-02&until=2024-11-02") == ["evt-2"]
    assert events(worker, "/events?here=") == ["evt-1", "evt-3"]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 12, 13])
def test_pages_follow_each_other_without_gap_or_repetition(limit: int) -> None:
    others = [
        Worker(meetings={str(n): event(n, "KAZ", "RUS") for n in range(1, 13) if n % 3 == rest}) for rest in (1, 2)
    ]
    worker = Worker(*others, meetings={str(n): event(n, "KAZ", "RUS") for n in range(3, 13, 3)})
    seen: list[str] = []
    page = f"/events?party=KAZ&limit={limit}"
    while page:
        found = get(worker, page)[1]
        assert len(found["events"]) <= limit
        seen += [each["event_id"] for each in found["events"]]
        page = found["next"]
    assert seen == [f"evt-{n}" for n in range(1, 13)]


def test_a_relation_in_either_order_and_an_actor() -> None:
    worker = Worker(Worker(relations={"KAZ,RUS": {"events": 3}}), actors={"org:EU": {"events": 1}})
    assert get(worker, "/relations/RUS/kaz") == get(worker, "/relations/KAZ/RUS") == (200, {"events": 3})
    assert get(worker, "/actors/org%3Aeu") == (200, {"events": 1})
    assert get(worker, "/actors/ZZZ")[0] == HTTPStatus.NOT_FOUND


def test_what_became_of_articles() -> None:
    worker = Worker(
        classifications={"one": {"topics": []}, "quiet": {"topics": []}},
        readings={"one": {"reading": {"reports": [{"kind": "meeting"}]}, "changed": []}},
        duplicates={"two": {"duplicate_of": "one"}},
        rejections={"three": {"reason": "empty"}},
    )
    assert get(worker, "/articles/one")[1]["reports"] == [{"kind": "meeting"}]
    assert get(worker, "/articles/quiet")[1] == {"outcome": "unique", "classification": {"topics": []}, "reports": []}
    assert get(worker, "/articles/two")[1] == {"outcome": "duplicate", "duplicate": {"duplicate_of": "one"}}
    assert get(worker, "/articles/three")[1]["outcome"] == "rejected"
    status, body = get(worker, "/articles/four")
    assert (status, "four" in body["error"]) == (404, True)


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("/events?kind=treaty", "meeting, agreement, figure"),
        ("/events?status=done", "held"),
        ("/events?since=yesterday", "2024-11-27"),
        (f"/events?limit={MAX_LIMIT + 1}", str(MAX_LIMIT)),
        ("/events?limit=-1", str(MAX_LIMIT)),
        ("/events?page=2", "after"),
        ("/events?since=2024-01-01&since=2024-01-02", "more than once"),
        ("/relations/RUS/rus", "/relations/RUS/KAZ"),
    ],
)
def test_what_cannot_be_understood_is_told_with_what_can(target: str, told: str) -> None:
    status, body = get(Worker(), target)
    assert status == HTTPStatus.BAD_REQUEST
    assert told in body["error"]


def test_an_endless_path_is_refused() -> None:
    assert get(Worker(), "/articles/" + "a" * 5_000)[0] == HTTPStatus.REQUEST_URI_TOO_LONG


def test_tables_that_are_handed_over_are_told_as_such() -> None:
    status, body = get(Unready(), "/actors/RUS")
    assert status == HTTPStatus.SERVICE_UNAVAILABLE
    assert "ask again" in body["error"]


@pytest.mark.parametrize("target", ["/", "/table/articles/x", "/rows/articles/x", "/relations/RUS", "/articles/a/b"])
def test_there_are_no_other_pages(target: str) -> None:
    assert answer(target, Worker(articles={"x": {}})) is None
