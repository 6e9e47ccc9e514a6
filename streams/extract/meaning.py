"""What a surface form stands for, all its entries together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from streams.extract.surfaces import City, Entry

ACTOR_KINDS = frozenset({"country", "adjective", "people", "seat", "company", "org", "body"})


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """The entries of a surface form, made once for each form.

    `kind` is that of the first entry, `codes` are the actor codes of the first that has any, `city` is the first
    place that the form names, `capital` the code of the country whose capital it may be, as a tuple of one or none.
    """

    entries: tuple[Entry, ...]
    kind: str
    codes: tuple[str, ...]
    city: City | None
    capital: tuple[str, ...]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Meaning:
        """What these entries, at least one, mean together."""
        entries = tuple(entries)
        cities = [entry.city for entry in entries if entry.city]
        return cls(
            entries,
            entries[0].kind,
            next((entry.codes for entry in entries if entry.codes and entry.kind in ACTOR_KINDS), ()),
            cities[0] if cities else None,
            next(((city.country,) for city in cities if city.capital), ()),
        )
