"""Towns that the table of cities does not hold: told by their country or by a preposition of place."""

from __future__ import annotations

from schemas.slots import Place
from streams.extract.document import Line
from streams.extract.meetings.rules import Rules, Trigger
from streams.extract.mention import Mention

_BEFORE = 60
"""Masked characters before a country in which its town stands: "in the resort of Evian, France"."""


class Towns:
    """Reads unknown towns of one language."""

    def __init__(self, rules: Rules) -> None:
        self._of_country = rules.word("town-of-country")
        self._behind = rules.word("town-behind")
        self._no_town = rules.word("no-town")

    def of_country(self, line: Line, country: Mention) -> tuple[Place, int, int] | None:
        """The town of "in Evian, France" where the mention is the country: the place and its characters."""
        at = line.masked_index(country.start)
        match = self._of_country.search(line.masked, max(0, at - _BEFORE), at)
        if match is None or len(country.codes) != 1 or self._no_town.fullmatch(match["town"]):
            return None
        start, end = line.offsets(*match.span("town"))
        return Place(name=match["town"], country=country.codes[0]), start, end

    def behind(self, trigger: Trigger) -> tuple[Place, int, int] | None:
        """The town of "met in Evian on Monday" behind a trigger: the place and its characters."""
        if trigger.rule.frame in ("visit", "move"):
            return None  # a journey is to a country
        match = self._behind.match(trigger.after)
        if match is None or self._no_town.match(match["town"]):
            return None
        begin, end = (trigger.end + at for at in match.span("town"))
        return Place(name=match["town"]), *trigger.line.offsets(begin, end)
