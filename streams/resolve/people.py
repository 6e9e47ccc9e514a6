"""The people whom the reports of a meeting name, each once."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from schemas.report import MeetingReport
from schemas.slots import Participant

Words = frozenset[str]

_WORD = re.compile(r"\w+")
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d"})  # letters that are no letter with a mark to Unicode
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii"})


def participants(reports: Sequence[MeetingReport]) -> tuple[Participant, ...]:
    """All people named, each once: by the last word of the name and the country, under the longest name given.

    A name all of whose words are in that of one other person of the country is his, too: "Xi" and "Xi Jinping".
    """
    people: dict[tuple[str, str], list[Participant]] = defaultdict(list)
    for report in reports:
        for person in report.participants:
            people[_last_name(person.name), person.country or ""].append(person)
    for last, country in sorted(people):
        known = [key for key in people if key[0] == last and key[1]]
        if not country and len(known) == 1:
            people[known[0]] += people.pop((last, country))
    for key in sorted(people):
        fuller = [other for other in people if other[1] == key[1] and other != key and _in_short(people, key, other)]
        if len(fuller) == 1:
            people[fuller[0]] += people.pop(key)
    return tuple(_united(key[1], people[key]) for key in sorted(people, key=lambda key: (key[1], key[0])))


def _in_short(people: dict[tuple[str, str], list[Participant]], key: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether all names of the one are short for a name of the other."""
    names = [name_words(person.name) for person in people[other]]
    return all(any(set() < name_words(person.name) <= name for name in names) for person in people[key])


def _united(country: str, named: Sequence[Participant]) -> Participant:
    roles: dict[str, int] = defaultdict(int)
    for person in named:
        if person.role:
            roles[person.role] += 1
    name = min((person.name for person in named), key=lambda name: (-len(name), name))
    role = min(roles, key=lambda role: (-roles[role], -len(role), role), default=None)
    return Participant(name=name, country=country or None, role=role)


@lru_cache(maxsize=1 << 12)
def name_words(name: str) -> Words:
    """The words of a person's name in lower case, without marks ("Erdoğan", "Erdogan"), initials and suffixes."""
    return frozenset(word for word in _words(name) if len(word) > 1)


@lru_cache(maxsize=1 << 12)
def _last_name(name: str) -> str:
    """The last word of a name: "Putin" and "Vladimir Putin" are the same person."""
    words = _words(name)
    return words[-1] if words else ""


def _words(name: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_PLAIN)
    return [word for word in _WORD.findall(plain) if word not in _SUFFIXES]
