"""Who held which office when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from streams.extract.tables import Lexicon

_FORMER_STATES = (
    ("RUS", "SUN", date(1991, 12, 26)),
    ("CZE", "CSK", date(1993, 1, 1)),
    ("SRB", "YUG", date(2003, 2, 4)),
)

SUCCESSORS = {former: code for code, former, _ in _FORMER_STATES}
"""Former states, and whose capital theirs is now."""


def former_state(code: str, day: date) -> str:
    """The state whose capital and seats of power those of `code` were on that day.

    Source: ISO 3166-3. A state that a text names by its name or adjective keeps the code of that name.
    """
    for successor, former, until in _FORMER_STATES:
        if code == successor and day < until:
            return former
    return code


_KNOWN_BEFORE = 5
"""Years before a term in which copy may speak of its holder, then a candidate or a minister, by family name."""
_REMEMBERED = 15
"""Years after a term in which copy may still call its holder by family name without telling the country."""
_HEADS_OF_STATE = frozenset({"president", "monarch", "supreme leader", "head of state"})


@dataclass(frozen=True, slots=True)
class Term:
    """One term of one person; `start` and `end` are ISO 8601 days, months or years, `end` empty while it lasts."""

    name: str
    country: str
    office: str
    start: str
    end: str

    def is_ahead(self, day: date, office: str) -> bool:
        """Whether the term began so long after the day that nobody meant its holder by the family name alone.

        Who is called by another `office` is not called so before the term.
        """
        if office and office.split()[-1] != self.office.split()[-1]:
            return self.start > day.isoformat()
        return int(self.start[:4]) > day.year + _KNOWN_BEFORE

    def is_past(self, day: date) -> bool:
        """Whether the term ended so long before the day that a family name alone may be anybody's."""
        return bool(self.end) and int(self.end[:4]) < day.year - _REMEMBERED

    def covers(self, day: date) -> bool:
        """Whether the person held the office on that day, as exactly as the table knows."""
        text = day.isoformat()
        return self.start <= text and (not self.end or text[: len(self.end)] <= self.end)


class Holders:
    """The table of office-holders."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._terms: dict[str, list[Term]] = {}
        for row in lexicon.rows("leaders"):
            term = Term(row["name"], row["country"], row["office"], row["start"], row["end"])
            self._terms.setdefault(term.name, []).append(term)

    def holder(self, names: list[str], codes: tuple[str, ...], day: date | None, *, strict: bool) -> Term | None:
        """The office-holder meant by any of `names`: of the country where one is given, in office on the day.

        Before or after all terms of a person the last one that had begun counts, else the first. With `strict`
        (a lone family name) nobody is meant where several persons may be.
        """
        terms = [term for name in dict.fromkeys(names) for term in self._terms.get(name, ())]
        if codes:
            terms = [term for term in terms if term.country in codes]
        if not terms:
            return None
        if day is not None:
            terms = _of_the_day(terms, day)
        if strict and len({(term.name, term.country) for term in terms}) > 1:
            return _first_of_state(terms)
        return terms[0]

    def called(self, term: Term, office: str) -> Term:
        """The term in which the person had the office that the text tells ("Former President X", now an envoy)."""
        return next((known for known in self._terms[term.name] if office.endswith(known.office)), term)


def _first_of_state(terms: list[Term]) -> Term | None:
    """Of namesakes of one country ("Aliyev" beside the vice president) the one head of state, None where unclear."""
    heads = [term for term in terms if term.office in _HEADS_OF_STATE]
    return heads[0] if len(heads) == 1 and len({term.country for term in terms}) == 1 else None


def _of_the_day(terms: list[Term], day: date) -> list[Term]:
    current = [term for term in terms if term.covers(day)]
    if current:
        return current
    begun = [term for term in terms if term.start <= day.isoformat()]
    if begun:
        # A former president who then was an envoy is one of his country again.
        return sorted(begun, key=lambda term: (not term.office.endswith("envoy"), term.end or "9999"), reverse=True)
    return sorted(terms, key=lambda term: term.start)
