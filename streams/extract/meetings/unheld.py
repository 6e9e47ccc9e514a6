"""Frames of nouns beside which neither partners nor a body stand ("the talks"): whose clause tells who was there."""

from __future__ import annotations

import re
from dataclasses import replace

from streams.extract.document import CLASSES, any_of
from streams.extract.meetings.attending import Attending
from streams.extract.meetings.clause import Clauses
from streams.extract.meetings.complete import principals
from streams.extract.meetings.drafting import Context, Drafter
from streams.extract.meetings.group import Group, codes_of
from streams.extract.meetings.occasion import Occasion
from streams.extract.meetings.rules import Rules, Trigger
from streams.extract.mention import Mention

_ACTOR = re.compile(CLASSES["A"])
_GOES_ON = re.compile(rf"[\s,]*(?:the\s+|both\s+)?(?={any_of('AJ')})")
_SPEECH = 120
"""Masked characters before a noun in which the one stands who speaks of it."""
LEFT = 60
"""Masked characters before a noun in which those stand whom it is of, and what tells how it came about."""
_PAIR = 2


class Unheld:
    """Reads such triggers of one language."""

    def __init__(self, rules: Rules, clauses: Clauses, drafter: Drafter, attending: Attending) -> None:
        self._word = rules.word
        self._clauses = clauses
        self._drafter = drafter
        self._attending = attending

    def read(self, context: Context) -> list[Occasion]:
        """A noun beside which neither partners nor a body stand: whose clause tells who was there."""
        trigger = context.trigger
        if trigger.rule.frame == "session":
            told = self._attending.read(context) or self._hosted(context)
            if told:
                return told
        if "series" in trigger.rule.marks and (context.when or context.spot) and self._is_joint(trigger):
            sides = [replace(mention, kind="country", name="") for mention in principals(context.document)]
            return self._drafter.occasion(context, sides)
        if context.status == "cancelled" and (both := self._called_off(trigger)):
            return self._drafter.occasion(context, both)
        owner = self._clauses.possessor(trigger)
        if owner is not None and len(codes_of(owner.mentions)) >= 2:
            return self._drafter.occasion(context, owner.mentions)
        which = self._word("in-which").match(trigger.after)
        if which is None and self._word("opens-in").fullmatch(trigger.clause):  # "In a meeting on Monday, A told B"
            which = self._word("told-there").match(trigger.after)
        if which is not None:  # "a two-hour meeting in which A told B"
            begin, end = (trigger.end + at for at in which.span("both"))
            return self._drafter.occasion(context, trigger.line.mentions(begin, end, "A"))
        leaders = self._leaders(context) or self._took_part(context) or self._behind(context) or self._called(context)
        if leaders:
            return self._drafter.occasion(context, leaders)
        since = self._word("in-for").search(trigger.before)
        if since is not None and self._word("moving").search(trigger.before, 0, since.start()):
            return []  # "flew to L for talks": the verb tells it
        away = self._away(context) if since is not None else self._attending.talked(context, self.speaker(trigger))
        return away or self._drafter.orphan(context)

    def _called_off(self, trigger: Trigger) -> list[Mention]:
        """Both of "A calls off B talks"."""
        begin = max(0, trigger.start - len("B "))
        other = trigger.line.mentions(begin, begin + 1, "AJL")
        subject = self._clauses.subject(replace(trigger, start=begin)) if other else None
        if subject is None or set(codes_of(other)) & set(codes_of(subject.mentions)):
            return []
        return [*subject.mentions, *other]

    def before_theirs(self, trigger: Trigger) -> list[Mention]:
        """Both of "A and B before their meeting" or "A and B agreed after talks": whom a sentence opens with.

        Nobody where they are of one side only, or the sentence names others before "their".
        """
        match = self._word("before-theirs").search(trigger.before)
        if match is None and trigger.line.span.paragraph and self._word("talks-told").match(trigger.after):
            match = self._word("after-talks").search(trigger.before)
        if match is None:
            return []
        if trigger.line.span.paragraph > 0:
            group = self._clauses.chain(trigger.line, 0, direct=True)
            if group is None or _ACTOR.search(trigger.line.masked, group.end, match.start()):
                return []
        else:
            group = self._clauses.subject(replace(trigger, start=match.start()))
            if group is None or any(mention.kind not in ("person", "org") for mention in group.mentions):
                return []
        return group.mentions if len(codes_of(group.mentions)) > 1 else []

    def _is_joint(self, trigger: Trigger) -> bool:
        """Whether a body of the two states meets that the article is about: "заседание двусторонней комиссии"."""
        begin = max(0, trigger.start - LEFT)
        return self._word("joint-body").search(trigger.line.masked, begin, trigger.end + LEFT) is not None

    def _called(self, context: Context) -> list[Mention]:
        """ "A nine-nation conference opens here on Monday": the nations, where the text goes on to list them."""
        counted = self._word("of-states")
        trigger = context.trigger
        if not (counted.search(trigger.before[-LEFT:]) or self._word("unnamed-states").search(trigger.before)):
            return []
        return self._drafter.roll_call(context)

    def _away(self, context: Context) -> list[Occasion]:
        """ "A, in L for talks with officials": the journey of a person to the place."""
        if context.spot is None:
            return []
        subject = self._clauses.subject(context.trigger)
        if subject is None or any(mention.kind != "person" for mention in subject.mentions):
            return []
        return self._drafter.trip(context, subject.mentions, context.spot)

    def _took_part(self, context: Context) -> list[Mention]:
        """ "Ministers of A, B and C took part in the talks in L": people of two states, or three states."""
        trigger = context.trigger
        verb = trigger.word("took-part").search(trigger.before[-LEFT:]) if context.when or context.spot else None
        if verb is None:
            return []
        start = max(0, trigger.start - LEFT) + verb.start()
        subject = self._clauses.subject(replace(trigger, start=start))
        if subject is None or any(m.kind not in ("person", "body", "country") for m in subject.mentions):
            return []
        people = all(mention.kind == "person" or len(mention.codes) > 1 for mention in subject.mentions)
        return subject.mentions if len(codes_of(subject.mentions)) > (1 if people else _PAIR) else []

    def _behind(self, context: Context) -> list[Mention]:
        """ "At their meeting in L, A and B agreed": those of two countries with whom the sentence goes on."""
        trigger = context.trigger
        told = context.when or context.spot or self._word("joint-noun").search(trigger.before)
        if not told or not self._clauses.opens(trigger):
            return []
        held = self._word("held-there").match(trigger.after)
        begin = trigger.end + (held.end() if held else 0)
        lead = self._word("lead").match(trigger.line.masked[begin:])
        begin += lead.end() if lead else 0
        last = trigger.line.mentions(begin - 1, begin, "A")
        begin -= any(mention.kind == "person" for mention in last)  # "in L, A" is no city and its state
        match = _GOES_ON.match(trigger.line.masked, begin)
        group = self._clauses.chain(trigger.line, match.end(), direct=True) if match else None
        if group is None or len(codes_of(group.mentions)) < 2:
            return []
        several = all(m.kind in ("person", "group") for m in group.mentions)  # "Meeting in L, the two ministers agreed"
        return group.mentions if several else []

    def _leaders(self, context: Context) -> list[Mention]:
        """The subjects of "ministers of A and B signed it after talks"; of "at a meeting" where both have names."""
        trigger = context.trigger
        begin = max(0, trigger.start - LEFT)
        over = trigger.word("over").search(trigger.before, begin)
        event = over or trigger.word("at-event").search(trigger.before, begin)
        placed = context.when is not None or context.spot is not None
        event = event or (self._word("in-event").search(trigger.before, begin) if placed else None)
        subject = self._clauses.subject(replace(trigger, start=event.start())) if event else None
        if subject is None or len(codes_of(subject.mentions)) < 2:
            return []
        if trigger.rule.frame == "occasion" and all(m.kind == "country" for m in subject.mentions):
            told = placed if self._is_joint(trigger) else context.spot and (context.when or over)
            return subject.mentions if told else []  # "A and B opened the border at a meeting in L on Monday"
        teams = placed and any(m.kind == "person" and (m.plural or len(m.codes) > 1) for m in subject.mentions)
        if over is None and not teams and not all(m.kind == "person" and m.name for m in subject.mentions):
            return []
        kinds = {mention.kind for mention in subject.mentions}
        return subject.mentions if "person" in kinds and "group" not in kinds else []

    def _hosted(self, context: Context) -> list[Occasion]:
        """ "a donors' conference co-hosted by A and B in Geneva": where a place or day is told."""
        match = self._word("hosted-by").match(context.trigger.after)
        if match is None or not (context.when or context.spot):
            return []
        hosts = self._clauses.chain(context.trigger.line, context.trigger.end + match.end(), direct=True)
        return self._drafter.occasion(context, hosts.mentions) if hosts is not None else []

    def speaker(self, trigger: Trigger) -> Group | None:
        """Who speaks of talks that he comes from: "A said after talks with B"."""
        begin = max(0, trigger.start - _SPEECH)
        match = self._word("said-after").search(trigger.line.masked[begin : trigger.start])
        if match is None:
            return None
        start, end = (begin + at for at in match.span(match.lastindex or 1))
        return Group(trigger.line.mentions(start, end, "A"), start, end)
