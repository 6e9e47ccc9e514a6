"""Pairs of parties: the tables of other event data have one actor and one recipient a row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from schemas.client.items import Event

GATHERING = 12
"""An event of more parties is one row for each of them, without a recipient: as in `relations`, no pair met there."""


def dyads(event: Event) -> Iterator[tuple[str, str | None]]:
    """The pairs of the event's parties, each once, in the order of codes; the only party with None."""
    if 1 < len(event.parties) <= GATHERING:
        yield from combinations(event.parties, 2)
    else:
        yield from ((party, None) for party in event.parties)
