"""Frames of verbs of travel: who went where, who was sent."""

from __future__ import annotations

from dataclasses import replace

from streams.extract.meetings.clause import Clauses
from streams.extract.meetings.complete import spoken_of
from streams.extract.meetings.drafting import Context, Drafter
from streams.extract.meetings.group import Group, codes_of
from streams.extract.meetings.occasion import Occasion
from streams.extract.meetings.rules import Rules, Trigger
from streams.extract.meetings.subjects import MOVERS, OPENING, Subjects
from streams.extract.meetings.together import Together
from streams.extract.mention import Mention

_TRAVELLERS = ("person", "group")
"""Kinds of mention that are on their way; countries and bodies are "due" or "in" something else as well."""
_HOMELAND = 14
"""Masked characters behind a verb of travel in which it goes to the reader's own country."""
_HERE = 14
"""Masked characters behind a verb of travel in which it goes where the article was filed: "llegó a esta capital"."""


class Moves:
    """Reads such triggers of one language."""

    def __init__(
        self, rules: Rules, clauses: Clauses, drafter: Drafter, subjects: Subjects, together: Together
    ) -> None:
        self._word = rules.word
        self._clauses = clauses
        self._drafter = drafter
        self._subjects = subjects
        self._together = together

    def read(self, context: Context) -> list[Occasion]:
        """PERSON visited PLACE, PERSON arrived here."""
        trigger = context.trigger
        visited = self._word("visited-before").search(trigger.before)
        guests = self._guests(trigger) if visited is not None else None
        if visited is not None and guests is not None:  # "Ташкент посетит премьер-министр A"
            return self._drafter.destinations(context, guests, trigger.line.mentions(*visited.span("place"), "AL"))
        subject = self._traveller(context)
        if "inverted" in trigger.rule.marks:
            return self._inverted(context)
        visitors = subject.mentions if subject else self._drafter.home(context)
        kinds = _TRAVELLERS if "traveller" in trigger.rule.marks and not self._sent(context, subject) else MOVERS
        if subject and "delegating" not in trigger.rule.marks and not any(m.kind in kinds for m in visitors):
            return []
        if "leader" in trigger.rule.marks and not self._together.is_away(context, visitors):
            return []
        here = self._word("here").search(trigger.line.masked, trigger.start, trigger.end + _HERE)
        if here and trigger.line.masked.endswith(" for", trigger.start, trigger.end):
            here = None  # "left here for L"
        if here or "filed" in trigger.rule.marks:
            filed = self._drafter.settings.places.dateline(context.document)
            spot = filed or (self._drafter.here(context, visitors) if here else None)  # a paper's own country
            return self._drafter.trip(context, visitors, spot) if spot else []
        home = self._word("homeland").search(trigger.line.masked, trigger.start)
        if (
            home is not None
            and home.end() <= trigger.end + _HOMELAND
            and not self._is_abroad(context, visitors, home[0])
        ):
            spot = self._drafter.here(context, visitors)  # "arribó a nuestro país"
            return self._drafter.trip(context, visitors, spot) if spot else []
        places = self._clauses.destination(trigger.line, _going_on(trigger, subject))
        if places is not None and self._word("private-journey").match(trigger.after):
            return []
        if places is not None:
            found = self._drafter.destinations(context, visitors, places.mentions)
            return found or self._at_home(context, visitors, places.mentions)
        if "joint" in trigger.rule.marks and all(mention.kind == "person" for mention in visitors):
            # "the presidents of A and B visited the museum"
            return self._together.abroad(context, visitors) or self._drafter.occasion(context, visitors)
        to_event = "event" in trigger.rule.marks or self._word("to-event").match(trigger.after)
        return self._drafter.trip(context, visitors, context.spot) if to_event and context.spot else []

    def _is_abroad(self, context: Context, visitors: list[Mention], home: str) -> bool:
        """Whether "the country" may be one abroad, since the article names others than the paper's and the guests'."""
        if not self._word("the-country").fullmatch(home):
            return False
        known = {*codes_of(visitors), *context.document.home}
        return any(code not in known for line in context.document.lines for m in line.actors for code in m.codes)

    def _traveller(self, context: Context) -> Group | None:
        """Who is on his way: the subject or, where the clause leaves him unsaid, the one whom the text speaks of."""
        trigger = context.trigger
        subject = self._behind(trigger) or self._subjects.of(context)
        unsaid = "owner" in trigger.rule.marks or self._word("null-subject").search(trigger.before[-25:])
        if subject is None and unsaid:  # "a tour that will take him to Spain", "dijo que viajará a Cuba"
            subject = self._clauses.owner(trigger)
        if subject is None and "owner" in trigger.rule.marks and trigger.rule.tense == "future":
            # "The trip will take him to L"
            person = spoken_of(context.document, trigger.line, trigger.word("preposition"))
            subject = Group([person], trigger.start, trigger.start) if person is not None else None
        return self._later(trigger) if subject is None else subject

    def _later(self, trigger: Trigger) -> Group | None:
        """The subject of the main clause behind: "After visiting L, A said"; not "Before flying to L, A met B"."""
        if trigger.rule.tense not in OPENING or not self._clauses.opens(trigger):
            return None
        if trigger.rule.tense == "part" and self._word("before").search(trigger.before):
            return None
        places = self._clauses.destination(trigger.line, trigger.end)
        return self._clauses.later_subject(trigger, places) if places is not None else None

    def _guests(self, trigger: Trigger) -> list[Mention] | None:
        """The person who acts, right behind the verb, as Russian puts him behind where he goes."""
        match = self._word("visitor-after").match(trigger.line.masked, trigger.end)
        group = self._clauses.chain(trigger.line, match.end(), person=True) if match is not None else None
        return group.mentions if group is not None and group.mentions[0].kind == "person" else None

    def _at_home(self, context: Context, visitors: list[Mention], hosts: list[Mention]) -> list[Occasion]:
        """The visit to a leader where no place is told: "visitará a su homóloga argentina"."""
        told = "host" in context.trigger.rule.marks and all(map(self._drafter.is_principal, visitors + hosts))
        return self._drafter.occasion(context, visitors + hosts) if told and visitors else []

    def _behind(self, trigger: Trigger) -> Group | None:
        """The subject behind the destination, as Spanish may put it: "llegó ayer a Quito el presidente X"."""
        match = self._word("subject-behind").match(trigger.after)
        return self._clauses.chain(trigger.line, trigger.end + match.end(), person=True) if match else None

    def _sent(self, context: Context, subject: Group | None) -> bool:
        """Whether the subject is a body of people on its way: a delegation, a mission."""
        if subject is None:
            return False
        text = context.document.text[subject.mentions[0].start : context.shown[0]]
        return self._word("delegation").search(text) is not None

    def _of_sender(self, context: Context, sent: Group) -> Group:
        """Those sent, of the sender's country where nothing else says whose: "A sent its foreign minister"."""
        sender = None if codes_of(sent.mentions) else self._subjects.of(context)
        if sender is None:
            return sent
        return replace(sent, mentions=[replace(m, codes=sender.mentions[0].codes) for m in sent.mentions])

    def _inverted(self, context: Context) -> list[Occasion]:
        """To PLACE went PERSON, as Russian orders it; sent PERSON to PLACE."""
        trigger = context.trigger
        visitors = self._clauses.chain(trigger.line, trigger.end, person=True)
        if visitors is None:
            return []
        begin = trigger.line.offsets(trigger.end, visitors.end)[0]
        delegation = self._word("delegation").search(context.document.text, begin, visitors.mentions[0].end)
        if not delegation and not any(m.kind == "person" for m in visitors.mentions):
            return []
        if "sent" in trigger.rule.marks:
            visitors = self._of_sender(context, visitors)
            places = self._clauses.destination(trigger.line, visitors.end)
            return self._drafter.destinations(context, visitors.mentions, places.mentions) if places else []
        if context.spot is None:
            return []
        return self._drafter.trip(context, visitors.mentions, context.spot)


def _going_on(trigger: Trigger, subject: Group | None) -> int:
    """Where the destination is looked for: behind a subject that follows the verb at once ("Visitará A B")."""
    if subject is None or subject.start < trigger.end or trigger.line.mentions(trigger.end, subject.start, "AL"):
        return trigger.end
    return subject.end
