"""Parties of reports that may tell of one occasion though they name different ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from functools import lru_cache

from schemas.relation import pairs

Parties = frozenset[str]


class Kinship(IntEnum):
    """How the parties of two reports go together; the greater, the closer."""

    STRANGERS = 0
    SHARED = 1
    """At least two parties are in both, and each names others besides."""
    PART = 2
    """One names some of those that the other names or, as members of an organisation, implies."""
    SAME = 3


class Organisations:
    """Which countries are in which organisations: codes to codes. One without members is only itself.

    `words` are those that name a party, in lower case: "russia", "russian".
    """

    def __init__(
        self, members: Mapping[str, Iterable[str]] | None = None, words: Mapping[str, frozenset[str]] | None = None
    ) -> None:
        self._members = {code: frozenset(countries) for code, countries in sorted((members or {}).items())}
        self._words = words or {}

    def words(self, parties: Parties) -> Parties:
        """The words that name any of the parties."""
        return frozenset[str]().union(*(self._words.get(party, ()) for party in parties))

    def named(self, parties: Parties) -> Parties:
        """The parties without the organisations all of whose members are among them: these say the same."""
        return parties - {body for body in self.clubs(parties) if self._members[body] <= parties}

    def kinship(self, one: Parties, other: Parties) -> Kinship:
        """How the parties go together. Symmetric."""
        if one == other:
            return Kinship.SAME
        mine, theirs = _bodies(one), _bodies(other)
        if mine and theirs and not mine & theirs:
            return Kinship.STRANGERS
        inside, outside = one <= self._implied(other), other <= self._implied(one)
        if (inside and (outside or len(one) > 1)) or (outside and len(other) > 1):
            return Kinship.PART
        return Kinship.SHARED if len(one & other) > 1 else Kinship.STRANGERS

    def clubs(self, parties: Parties) -> Parties:
        """The organisations of known members among them: their sessions are rarer than those of the UN."""
        return frozenset(body for body in _bodies(parties) if self._members.get(body))

    def groups(self, parties: Parties, *, gathering: bool) -> tuple[str, ...]:
        """The groups under which reports that are akin find each other: pairs of parties, and organisations.

        A gathering of members may be one of their organisation, whether it is named or not. What so many take part in
        that it has no pairs is found by its organisations, or by all its parties.
        """
        named = sorted(_bodies(parties))
        if gathering:
            countries = parties.difference(named)
            named += [code for code, members in self._members.items() if len(countries) > 1 and countries <= members]
        return (*map(",".join, pairs(parties)), *dict.fromkeys(named), ",".join(sorted(parties)))

    def _implied(self, parties: Parties) -> Parties:
        return parties.union(*(self._members.get(party, ()) for party in parties))


@lru_cache(maxsize=1 << 12)
def _bodies(parties: Parties) -> Parties:
    return frozenset(party for party in parties if party.startswith("org:"))


NO_ORGANISATIONS = Organisations()
