"""Which events a page is asked for, by the query of its address: as forms send it, empty fields and all."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from multidict import MultiMapping

from schemas.filters import Filter, from_query
from streams.names import Names


@dataclass(frozen=True, slots=True)
class Asked:
    """The events that are wanted, the page of them, and what could not be understood, for the reader to mend."""

    wanted: Filter = field(default_factory=Filter)
    page: int = 1
    problems: tuple[str, ...] = ()

    def query(self, page: int | None = None) -> str:
        """The query that asks for the same, or for another page of it."""
        wanted = self.wanted
        fields = [
            *(("kind", kind) for kind in sorted(wanted.kinds)),
            *(("party", party) for party in sorted(wanted.parties)),
            *(("status", status) for status in sorted(wanted.statuses)),
            *((name, day) for name, day in (("since", wanted.since), ("until", wanted.until)) if day),
            *((("page", str(page)),) if page and page > 1 else ()),
        ]
        return urlencode(fields)


def asked(query: MultiMapping[str], names: Names) -> Asked:
    """Reads the fields kind, party, status, since, until and page; the first three may be given several times."""
    wanted, problems = from_query({name: query.getall(name) for name in query}, names.code)
    page = query.get("page", "1")
    return Asked(wanted, int(page) if page.isascii() and page.isdigit() and len(page) < 9 else 1, tuple(problems))
