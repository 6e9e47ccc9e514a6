"""Pairs of parties: the tables of other event data have one actor and one recipient a row."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.client.items import Event
from schemas.relation import pairs


def dyads(event: Event) -> Iterable[tuple[str, str | None]]:
    """The pairs of the event's parties, each once, in the order of codes, as `relations` counts them.

    Where there are none, as of a gathering, each party with None.
    """
    return tuple(pairs(event.parties)) or tuple((party, None) for party in event.parties)
