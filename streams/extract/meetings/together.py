"""Frames of what persons of two countries do together: discuss, sign, attend."""

from __future__ import annotations

from streams.extract.meetings.clause import Clauses
from streams.extract.meetings.complete import LEAD
from streams.extract.meetings.drafting import Context, Drafter
from streams.extract.meetings.group import Group, codes_of
from streams.extract.meetings.hosts import hosts
from streams.extract.meetings.occasion import Occasion
from streams.extract.meetings.rules import Rules
from streams.extract.mention import Mention

_MANY = 3  # states whose people make a meeting by themselves


class Together:
    """Reads such triggers of one language."""

    def __init__(self, rules: Rules, clauses: Clauses, drafter: Drafter) -> None:
        self._rules = rules
        self._word = rules.word
        self._clauses = clauses
        self._drafter = drafter

    def read(self, context: Context) -> list[Occasion]:
        """Persons of two countries who did something together, by name or office: discussed, signed."""
        trigger = context.trigger
        group = self._group(context)
        if group is None:
            return []
        abroad = self.abroad(context, group.mentions)
        if abroad:
            return abroad
        if self._is_session(context, group.mentions):
            return self._drafter.occasion(context, group.mentions, single=True)
        if len(codes_of(group.mentions)) == 1 and trigger.line.span.paragraph <= LEAD:
            unknown = any(mention.kind == "person" and mention.name and not mention.codes for mention in group.mentions)
            return self._drafter.lone(context, group.mentions) if unknown else []
        if len(codes_of(group.mentions)) < 2:
            return []
        kinds = {mention.kind for mention in group.mentions}
        if "group" in kinds and not ("in-person" in trigger.rule.marks and (context.when or context.spot)):
            return []
        told = context.when is not None and context.spot is not None  # "A and B discussed trade in L on Monday"
        bodies = not kinds & {"person", "group"} and not self._are_sent(context, group)
        if bodies and (not told or trigger.rule.frame == "signing"):
            return []
        if "lead" in trigger.rule.marks and not self._is_told(context, group.mentions):
            return []
        if "lead" in trigger.rule.marks and self._word("to-gather").match(trigger.after):
            return []  # "agreed to meet in L in May" tells that meeting alone
        return self._drafter.occasion(context, group.mentions)

    def _group(self, context: Context) -> Group | None:
        """Who does it; nobody where only press services tell it so, and this is none."""
        trigger = context.trigger
        if "passive" in trigger.rule.marks:
            sent = self._word("sent-by").match(trigger.after)
            group = self._clauses.chain(trigger.line, trigger.end + (sent.end() if sent is not None else 0))
            held_by = hosts(context, self._rules, self._drafter) if "home" in trigger.rule.marks else []
            if group is None or (
                "official" in trigger.rule.marks and not held_by and not self._gathers(context, group)
            ):
                return None
            group = Group(held_by + group.mentions, group.start, group.end)
        else:
            group = self._clauses.subject(trigger)
            people = [m for m in group.mentions if m.kind == "person"] if group is not None else []
            if group is not None and len(codes_of(people)) > 1:  # "At the G20 summit, A and B signed"
                group = Group([m for m in group.mentions if m.kind != "org"], group.start, group.end)
            if group is not None and "official" in trigger.rule.marks and not self._gathers(context, group):
                return None
        if "inverted" in trigger.rule.marks and (group is None or len(codes_of(group.mentions)) < 2):
            group = self._clauses.chain(trigger.line, trigger.end)
        return group

    def _gathers(self, context: Context, group: Group) -> bool:
        """Whether so many come that whoever held it is no matter: "was attended by the ministers of A, B and C"."""
        text = context.document.text
        people = all(
            m.kind == "person" and not self._word("at-home").search(text, m.start, m.end) for m in group.mentions
        )
        return (people and len(codes_of(group.mentions)) >= _MANY) or self._are_sent(context, group)

    def _are_sent(self, context: Context, group: Group) -> bool:
        """Whether many states send people: "The talks were attended by officials from A, B and C"."""
        trigger, text = context.trigger, context.document.text
        if "official" not in trigger.rule.marks or len(codes_of(group.mentions)) < _MANY:
            return False
        if self._word("comes-together").search(trigger.before) is None:
            return False
        sent = self._word("sent-by").match(text, min(m.start for m in group.mentions)) or self._word(
            "sent-by"
        ).fullmatch(trigger.line.masked, trigger.end, group.start)
        states = (context.when or context.spot) and all(m.kind == "country" for m in group.mentions)
        return bool(sent or states)

    @staticmethod
    def _is_session(context: Context, mentions: list[Mention]) -> bool:
        """Whether those who act are of one organisation, on a day: "EU foreign ministers discussed B on Monday"."""
        several = [mention for mention in mentions if mention.kind == "person" and mention.plural and mention.office]
        of_one = len(mentions) == len(several) == 1 and several[0].codes[0].startswith("org:")
        rule = context.trigger.rule
        return of_one and context.when is not None and rule.frame != "signing" and "lead" not in rule.marks

    def abroad(self, context: Context, visitors: list[Mention]) -> list[Occasion]:
        """ "The king toured the cathedral in L": the journey of a leader who does something there."""
        if "in-person" not in context.trigger.rule.marks or context.spot is None or len(codes_of(visitors)) != 1:
            return []
        found = self._drafter.trip(context, visitors, context.spot) if self.is_away(context, visitors) else []
        for occasion in found:
            occasion.draft.format = "visit"
        return found

    @staticmethod
    def _is_told(context: Context, mentions: list[Mention]) -> bool:
        """Whether "A and B agreed" tells more than one mind: names, and a place, a time or the lead."""
        if not any(mention.kind == "person" and mention.name for mention in mentions):
            people = any(mention.kind == "person" and len(mention.codes) > 1 for mention in mentions)
            return people and context.when is not None and context.spot is not None
        if context.trigger.line.span.paragraph <= LEAD:
            return bool(context.trigger.line.dates) or context.spot is not None
        return context.when is not None and context.spot is not None

    def is_away(self, context: Context, visitors: list[Mention]) -> bool:
        """Whether leaders or ministers speak somewhere that they would not be but for a journey."""
        if context.trigger.line.span.paragraph > LEAD and context.when is None:
            return False
        spot = context.spot or self._drafter.settings.places.dateline(context.document)
        if spot is None or self._word("seat-city").fullmatch(spot.place.name or ""):
            return False
        return all(map(self._drafter.is_principal, visitors))
