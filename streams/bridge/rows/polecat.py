"""Events as rows of POLECAT, the dataset of the PLOVER ontology: 40 columns, tab-separated, with a head.

What articles of this feed do not tell stays empty: intensity, Correlates-of-War and Wikipedia ids, the administrative
parts of places, story entities, language. schemas/README.md says what the others hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemas.client.items import Event
from schemas.event import FigureEvent, MeetingEvent
from streams.bridge.rows.codebook import Codebook, Party
from streams.bridge.rows.dyads import dyads

Row = tuple[str, ...]

_WHO = ("Name", "Country", "COW", "Primary {} Sector", "{} Sectors", "Title", "Name Raw")


def _columns(who: str) -> Row:
    return (*((name.format(who) if "{}" in name else f"{who} {name}") for name in _WHO), f"Wikipedia {who} ID")


COLUMNS: Row = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts"),
    *_columns("Actor"),
    *_columns("Recipient"),
    *("Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID"),
    *("Raw Placename", "Feature Type", "Source", "Publication Date"),
    *("Story People", "Story Organizations", "Story Locations", "Language", "Version"),
)

_QUADS = {
    "VERBAL COOPERATION": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "MATERIAL COOPERATION": ("COOPERATE", "AID", "RETREAT"),
    "VERBAL CONFLICT": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "MATERIAL CONFLICT": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
"""PLOVER codebook, table of quad categories."""
_QUAD = {root: quad for quad, roots in _QUADS.items() for root in roots}
_NOBODY = ("",) * (len(_WHO) + 1)


def rows(event: Event, codebook: Codebook) -> Iterator[Row]:
    """A row for each pair of parties; several values of a cell are separated by "; "."""
    first = next(iter(event.sources), None)
    place = None if isinstance(event, FigureEvent) else event.place
    name = (place and place.name) or ""
    coordinates = ("", "") if place is None or place.lat is None else (str(place.lat), str(place.lon))
    for number, (one, other) in enumerate(dyads(event)):
        yield (
            f"{event.event_id}-{number}",
            event.date.start.isoformat() if event.date and event.date.precision == "day" else "",
            *(event.codes.plover, event.codes.mode or "", "", _QUAD.get(event.codes.plover, "")),
            "; ".join(event.topics),
            *_who(event, codebook.party(one)),
            *(_who(event, codebook.party(other)) if other else _NOBODY),
            *(name, "", "", "", (place and place.country) or "", *coordinates, "", name, ""),
            (first and first.outlet) or "",
            first.published.isoformat() if first and first.published else "",
            *("", "", "", "", event.ruleset),
        )


def _who(event: Event, party: Party) -> Row:
    people = (
        [each for each in event.participants if each.country == party.code] if isinstance(event, MeetingEvent) else []
    )
    roles = "; ".join(each.role for each in people if each.role)
    names = "; ".join(each.name for each in people)
    code = "" if party.code.startswith("org:") else party.code
    return (party.name, code, "", party.sector, party.sector, roles, names, "")
