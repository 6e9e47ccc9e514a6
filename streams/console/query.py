"""Which events a page is asked for, by the query of its address: as forms send it, empty fields and all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import get_args
from urllib.parse import urlencode

from multidict import MultiMapping

from schemas.filters import Filter
from schemas.slots import KINDS, Action, MeetingStatus
from streams.console.names import Names

STATUSES: tuple[str, ...] = tuple(dict.fromkeys((*get_args(MeetingStatus), *get_args(Action))))


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
    problems: list[str] = []
    parties = [text for text in query.getall("party", []) if text.strip()]
    wanted = Filter(
        _among("kind", query, KINDS, problems),
        frozenset(names.code(party) for party in parties),
        _among("status", query, STATUSES, problems),
    )
    wanted = replace(wanted, since=_day("since", query, problems), until=_day("until", query, problems))
    page = query.get("page", "1")
    return Asked(wanted, int(page) if page.isascii() and page.isdigit() and len(page) < 9 else 1, tuple(problems))


def _among(name: str, query: MultiMapping[str], known: Sequence[str], problems: list[str]) -> frozenset[str]:
    given = {value for value in query.getall(name, []) if value}
    problems.extend(f"{name} {value} is none of {', '.join(known)}" for value in sorted(given.difference(known)))
    return frozenset(given.intersection(known))


def _day(name: str, query: MultiMapping[str], problems: list[str]) -> str | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        problems.append(f"{name} {text[:20]}: a day is written 2024-11-27")
        return None
