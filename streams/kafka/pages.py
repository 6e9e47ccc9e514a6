"""What a worker says over HTTP of events, relations, actors and articles: JSON, paged, from the workers' tables."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode

import orjson

from schemas.filters import Filter, code, days, from_query
from streams.kafka.owners import NotReadyError, Rows

EVENTS = {"meeting": "meetings", "agreement": "agreements", "figure": "figures"}
SHOWN = (*EVENTS.values(), "relations", "actors", "readings", "classifications", "duplicates", "rejections")
"""Tables whose rows other workers may ask for."""
LIMIT = 100
MAX_LIMIT = 1_000
MAX_PATH = 4_000

_OPTIONS = {"kind", "party", "status", "since", "until", "limit", "after", "here"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a JSON document."""

    status: HTTPStatus
    body: bytes


class BadRequestError(ValueError):
    """What was asked cannot be understood; the message says what can."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of events: at most `limit` after the one whose key is `after`, by first day, then id."""

    wanted: Filter
    limit: int
    after: tuple[str, str]
    here: bool


def answer(target: str, rows: Rows) -> Answer | None:
    """The answer to GET `target` (path and query); None where the path is none of these pages."""
    if len(target) > MAX_PATH:
        return _problem(HTTPStatus.REQUEST_URI_TOO_LONG, f"more than {MAX_PATH} characters")
    path, _, query = target.partition("?")
    parts = [unquote(part) for part in path.split("/")[1:]]
    try:
        match parts:
            case ["events"]:
                return _json(_events(query, rows))
            case ["relations", one, other]:
                return _relation(code(one), code(other), rows)
            case ["actors", party]:
                return _found(rows.get("actors", code(party)), f"no event names {code(party)}")
            case ["articles", article]:
                return _article(article, rows)
            case ["rows", table, key] if table in SHOWN:
                return _found(rows.here(table, key), "no such row")
    except BadRequestError as error:
        return _problem(HTTPStatus.BAD_REQUEST, str(error))
    except NotReadyError as error:
        return _problem(HTTPStatus.SERVICE_UNAVAILABLE, f"{error}; ask again in a moment")
    return None


def asked(query: str) -> Asked:
    """Reads the options of /events; raises BadRequestError."""
    options = parse_qs(query, keep_blank_values=True)
    unknown = options.keys() - _OPTIONS
    if unknown:
        raise BadRequestError(f"no option {', '.join(sorted(unknown))}; there are {', '.join(sorted(_OPTIONS))}")
    for name in ("limit", "after", "here"):
        if len(options.get(name, ())) > 1:
            raise BadRequestError(f"{name} is given more than once")
    wanted, problems = from_query(options)
    if problems:
        raise BadRequestError("; ".join(problems))
    day, _, event = options.get("after", [""])[0].partition(",")
    return Asked(wanted, _limit(options), (day, event), "here" in options)


def _limit(options: Mapping[str, list[str]]) -> int:
    text = options.get("limit", [str(LIMIT)])[0]
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MAX_LIMIT:
        raise BadRequestError(f"limit is a number from 1 to {MAX_LIMIT}")
    return int(text)


def _events(query: str, rows: Rows) -> dict[str, Any]:
    """The page that is asked for, of this worker's partitions or of all, and where the next one begins."""
    request = asked(query)
    found = heapq.nsmallest(request.limit + 1, _events_here(request, rows), key=_place)
    if not request.here:
        page = f"/events?{query}&here=" if query else "/events?here="
        for other in rows.elsewhere(page):
            found += orjson.loads(other)["events"]
        found.sort(key=_place)
    # One more than the limit is what tells another worker, too, that there is more.
    shown = found if request.here else found[: request.limit]
    more = len(found) > request.limit
    options = [(name, value) for name, value in _pairs(query) if name != "after"]
    after = (*options, ("after", ",".join(_place(shown[request.limit - 1])))) if more else ()
    return {"events": shown, "next": f"/events?{urlencode(after)}" if more else None}


def _events_here(request: Asked, rows: Rows) -> Iterator[dict[str, Any]]:
    for kind, table in EVENTS.items():
        if request.wanted.kinds and kind not in request.wanted.kinds:
            continue
        for row in rows.all_here(table):
            event = orjson.loads(row)
            if _place(event) > request.after and request.wanted.takes(event):
                yield event


def _place(event: Mapping[str, Any]) -> tuple[str, str]:
    return (days(event) or ("",))[0], event["event_id"]


def _pairs(query: str) -> Iterator[tuple[str, str]]:
    for name, values in parse_qs(query, keep_blank_values=True).items():
        yield from ((name, value) for value in values)


def _relation(one: str, other: str, rows: Rows) -> Answer:
    if one == other:
        raise BadRequestError("two different parties are needed, as in /relations/RUS/KAZ")
    row = rows.get("relations", ",".join(sorted((one, other))))
    return _found(row, f"no event names both {one} and {other}")


def _article(article: str, rows: Rows) -> Answer:
    """What became of an article, by its id; a rejected record is found by its record id."""
    link = rows.get("duplicates", article)
    if link is not None:
        return _json({"outcome": "duplicate", "duplicate": orjson.loads(link)})
    classified = rows.get("classifications", article)
    if classified is not None:
        row = rows.get("readings", article)
        reading = orjson.loads(row)["reading"] if row else None
        return _json(
            {
                "outcome": "unique",
                "classification": orjson.loads(classified),
                "reports": reading["reports"] if reading else [],
            }
        )
    rejection = rows.get("rejections", article)
    if rejection is not None:
        return _json({"outcome": "rejected", "rejection": orjson.loads(rejection)})
    return _problem(HTTPStatus.NOT_FOUND, f"no article and no rejected record {article!r}")


def _found(row: bytes | None, otherwise: str) -> Answer:
    return _problem(HTTPStatus.NOT_FOUND, otherwise) if row is None else Answer(HTTPStatus.OK, row)


def _json(document: object) -> Answer:
    return Answer(HTTPStatus.OK, orjson.dumps(document))


def _problem(status: HTTPStatus, what: str) -> Answer:
    return Answer(status, orjson.dumps({"error": what}))
