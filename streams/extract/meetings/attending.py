"""Frame of those who go to a session, a ceremony, a funeral ("A will attend the conference in L"), or had talks."""

from __future__ import annotations

from streams.extract.meetings.clause import Clauses
from streams.extract.meetings.drafting import Context, Drafter
from streams.extract.meetings.group import Group
from streams.extract.meetings.occasion import Occasion
from streams.extract.meetings.rules import Rules
from streams.extract.mention import Mention


class Attending:
    """Reads such triggers of one language."""

    def __init__(self, rules: Rules, clauses: Clauses, drafter: Drafter) -> None:
        self._word = rules.word
        self._clauses = clauses
        self._drafter = drafter

    def read(self, context: Context) -> list[Occasion]:
        """A person who attends a conference, ceremony or funeral abroad."""
        trigger = context.trigger
        verb = trigger.word("attend").search(trigger.before)
        if verb is None:
            return []
        subject = self._clauses.subject(trigger) or self._clauses.owner(trigger)
        if subject is None or subject.start >= verb.start():  # "took part in the meeting of the A Council in L"
            return []
        if not any(self._travels(context, m) for m in subject.mentions):
            return []
        if context.spot is None:  # "asistirá a la toma de posesión del presidente de Paraguay"
            of = trigger.word("ceremony-of").match(trigger.after)
            sworn = self._clauses.chain(trigger.line, trigger.end + of.end(), person=True) if of else None
            return self._drafter.occasion(context, subject.mentions + sworn.mentions) if sworn else []
        if context.spot.place.country is None:
            return []
        if trigger.word("delegated").search(trigger.line.masked, subject.end, trigger.start) is None:
            return self._drafter.trip(context, subject.mentions, context.spot)
        return self._drafter.sent(context, subject.mentions, context.spot)

    def talked(self, context: Context, speaker: Group | None) -> list[Occasion]:
        """ "After talks in L, A said", "A said after talks in L": the journey of a leader who had them there."""
        trigger = context.trigger
        inside = trigger.word("talked-in").match(trigger.after) if context.status == "held" else None
        places = self._clauses.destination(trigger.line, trigger.end + inside.end()) if inside is not None else None
        if places is None or trigger.word("over").search(trigger.before) is None:
            return []
        visitors = self._clauses.later_subject(trigger, places) if self._clauses.opens(trigger) else speaker
        if visitors is None or not all(map(self._drafter.is_principal, visitors.mentions)):
            return []
        text, seats = context.document.text, self._word("seat-city")
        away = [place for place in places.mentions if seats.fullmatch(text[place.start : place.end]) is None]
        return self._drafter.destinations(context, visitors.mentions, away)

    def _travels(self, context: Context, mention: Mention) -> bool:
        """Whether people are meant: persons, or a delegation."""
        text = context.document.text[mention.start : mention.end]
        return mention.kind in ("person", "group") or self._word("delegation").search(text) is not None
