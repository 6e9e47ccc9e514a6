"""The people whom the reports of a meeting name, each once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from schemas.report import MeetingReport
from schemas.slots import Participant

_WORD = re.compile(r"\w+")


def participants(reports: Sequence[MeetingReport]) -> tuple[Participant, ...]:
    """All people named, each once: by the last word of the name and the country, under the longest name given."""
    people: dict[tuple[str, str], list[Participant]] = defaultdict(list)
    for report in reports:
        for person in report.participants:
            people[_last_name(person.name), person.country or ""].append(person)
    for last, country in sorted(people):
        known = [key for key in people if key[0] == last and key[1]]
        if not country and len(known) == 1:
            people[known[0]] += people.pop((last, country))
    return tuple(_united(key[1], people[key]) for key in sorted(people, key=lambda key: (key[1], key[0])))


def _united(country: str, named: Sequence[Participant]) -> Participant:
    roles: dict[str, int] = defaultdict(int)
    for person in named:
        if person.role:
            roles[person.role] += 1
    name = min((person.name for person in named), key=lambda name: (-len(name), name))
    role = min(roles, key=lambda role: (-roles[role], -len(role), role), default=None)
    return Participant(name=name, country=country or None, role=role)


def _last_name(name: str) -> str:
    """The last word of a name in lower case: "Putin" and "Vladimir Putin" are the same person."""
    words = _WORD.findall(name.casefold())
    return words[-1] if words else ""
