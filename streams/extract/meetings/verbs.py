"""Frames of verbs: who met whom, who received whom, who went where."""

from __future__ import annotations

import re
from dataclasses import replace

from streams.extract.meetings.clause import Clauses
from streams.extract.meetings.complete import principals, spoken_of
from streams.extract.meetings.drafting import Context, Drafter
from streams.extract.meetings.group import Group, codes_of, is_guest
from streams.extract.meetings.occasion import Occasion
from streams.extract.meetings.rules import Rules, Trigger
from streams.extract.meetings.together import Together
from streams.extract.mention import Mention

_MOVERS = ("person", "body", "group", "org")
_TRAVELLERS = ("person", "group")
"""Kinds of mention that may move; countries and bodies are "due" or "in" something else as well."""
_HOMELAND = 14
"""Masked characters behind a verb of travel in which it goes to the reader's own country."""
_HERE = 14
"""Masked characters behind a verb of travel in which it goes where the article was filed: "llegó a esta capital"."""
_OF = re.compile(r"\s+of\s")
_BY = 20
"""Masked characters before a gerund in which "by" stands."""


class Verbs:
    """Reads verb triggers of one language."""

    def __init__(self, rules: Rules, clauses: Clauses, drafter: Drafter, together: Together) -> None:
        self._word = rules.word
        self._clauses = clauses
        self._drafter = drafter
        self._together = together

    def meet(self, context: Context) -> list[Occasion]:
        """SUBJECT met [with] OBJECT, SUBJECTS met, the BODY met, SUBJECT held talks in a foreign PLACE."""
        trigger = context.trigger
        subject = self._subject(context)
        if "event-body" in trigger.rule.marks:
            return self._talks(context, subject)
        objects = self._objects(trigger, subject) or self._clauses.between(trigger) or self._whom(trigger, subject)
        lone = subject is None or len(codes_of(subject.mentions)) == 1
        if objects is not None and lone and self._is_of_body(trigger, objects):
            return self._drafter.session(context, objects.mentions[0])
        if objects is not None:
            return self._met(context, subject, objects)
        if subject is not None and self._word("non-state").match(trigger.after):
            return self._with_group(context, subject.mentions)
        inside = trigger.line.mentions(trigger.start, trigger.end, "AJ")
        if len(codes_of(inside)) >= 2:  # "held Russian-Kazakh talks"
            return self._drafter.occasion(context, inside)
        if any(mention.kind == "person" for mention in inside):  # "spoke to B by phone"
            return self._drafter.occasion(context, self._drafter.hosts(subject, context) + inside)
        peers = subject is not None and self._word("unnamed-peers").match(trigger.after)
        topic = trigger.rule.tense == "past" and self._word("topic-behind").match(trigger.after)
        joint = "joint" in trigger.rule.marks  # "A and B discussed trade by phone"
        if not (peers or topic or joint or trigger.resumed or self._word("intransitive").match(trigger.after)):
            return []
        if subject is None and self._word("unnamed-states").search(trigger.before):
            told = self._drafter.roll_call(context)
            if told:
                return self._drafter.occasion(context, told)
        committee = self._word("committee-of").search(trigger.before) if subject is None else None
        if committee is not None:  # "the alliance's planning group will meet"
            return self._drafter.session(context, trigger.line.mentions(*committee.span(1))[0])
        return self._alone(context, subject.mentions) if subject is not None else self._ours(context)

    def _is_of_body(self, trigger: Trigger, objects: Group) -> bool:
        """Whether it is a session of an organisation: "chaired a meeting of the CIS council"."""
        body = len(objects.mentions) == 1 and self._drafter.body_code(objects.mentions[0]) is not None
        return body and _OF.match(trigger.after) is not None

    def _met(self, context: Context, subject: Group | None, objects: Group) -> list[Occasion]:
        """SUBJECT met OBJECT."""
        trigger = context.trigger
        if subject is None and self._word("non-state-subject").search(trigger.before):
            return self._with_group(context, objects.mentions)
        if subject is None and objects.mentions[0].kind == "group":  # "the two have met each other"
            return []
        private = objects.mentions[-1].kind in ("country", "people") and self._word("private-people")
        if private and private.match(trigger.line.masked, objects.end):  # "met US artists", "met Poles living in L"
            return []
        if "echo" in trigger.rule.marks and not any(mention.kind == "person" for mention in objects.mentions):
            return []
        if subject is None and trigger.rule.tense in ("part", "base"):
            # "A ended his visit after meeting B", "After meeting B in L, A said"
            subject = self._clauses.owner(trigger) or self._clauses.later_subject(trigger, objects)
        hosts = self._drafter.hosts(subject, context)
        if not hosts:  # "to Paris, where he will meet B and C"
            owner = self._clauses.owner(trigger)
            hosts = owner.mentions if owner else []
        return self._drafter.bilaterals(context, hosts, objects.mentions)

    def _whom(self, trigger: Trigger, subject: Group | None) -> Group | None:
        """The object before a relative clause: "B, whom A met on Monday", "B, con quien se reunió"."""
        word, masked = trigger.word("whom"), trigger.line.masked
        match = word.search(masked, 0, trigger.start)
        if match is None and subject is not None and subject.start < trigger.start:
            match = word.search(masked, 0, subject.start)
        return Group(trigger.line.mentions(*match.span(1)), *match.span(1)) if match is not None else None

    def _subject(self, context: Context) -> Group | None:
        """Who acts; in Spanish also who stands behind a verb that opens its sentence ("Recibe A a B").

        Where such a sentence leaves it unsaid, the person whom the text spoke of before.
        """
        trigger = context.trigger
        if trigger.rule.tense == "part" and self._word("by-doing").search(trigger.before[-_BY:]):
            return _first(trigger)  # "A angered C by meeting B"
        subject = self._clauses.subject(trigger)
        if subject is not None or not self._word("unsaid-subject").fullmatch(trigger.before):
            return subject
        subject = self._turned(trigger)
        if subject is not None:
            return subject
        if not self._word("singular").match(trigger.line.masked, trigger.start):
            return None
        person = spoken_of(context.document, trigger.line, trigger.word("preposition"))
        return Group([person], trigger.start, trigger.start) if person is not None else None

    def _turned(self, trigger: Trigger) -> Group | None:
        """The subject inside or behind a trigger that opens its sentence."""
        inside = [m for m in trigger.line.mentions(trigger.start, trigger.end, "A") if m.codes]
        if inside:
            return Group(inside, trigger.start, trigger.end)
        match = self._word("subject-after").match(trigger.after)
        group = self._clauses.chain(trigger.line, trigger.end + match.end(), direct=True) if match else None
        if trigger.rule.frame == "move" and (group is None or group.mentions[0].kind not in _MOVERS):
            match = self._word("subject-behind-bare").match(trigger.after)
            group = self._clauses.chain(trigger.line, trigger.end + match.end(), person=True) if match else None
        return group

    def _objects(self, trigger: Trigger, subject: Group | None) -> Group | None:
        """With whom, behind the subject where that stands behind the verb."""
        direct = _is_direct(trigger)
        if "joint" in trigger.rule.marks:  # "A discussed Syria by phone with B"
            company = trigger.word("later-with").match(trigger.line.masked[trigger.end :])
            return self._clauses.chain(trigger.line, trigger.end + company.end()) if company is not None else None
        if subject is None or subject.end <= trigger.end:
            return self._clauses.objects(trigger, person=direct)
        match = trigger.word("to-object" if direct else "later-with").match(trigger.line.masked[subject.end :])
        return self._clauses.chain(trigger.line, subject.end + match.end(), person=direct) if match else None

    def _with_group(self, context: Context, side: list[Mention]) -> list[Occasion]:
        """A state's meeting with an armed group, which has no code."""
        officials = any(mention.kind in ("person", "body") for mention in side)
        return self._drafter.occasion(context, side, single=True) if officials else []

    def _alone(self, context: Context, subjects: list[Mention]) -> list[Occasion]:
        subjects = subjects + self._drafter.speech.beside(context.trigger, context.document)  # "B and I met"
        if len(codes_of(subjects)) != 1:
            return self._drafter.occasion(context, subjects)
        if context.trigger.rule.format == "call":
            return []
        if self._drafter.body_code(subjects[0]):
            return self._drafter.session(context, subjects[0])
        if subjects[0].kind == "person" and context.spot is not None:
            return self._drafter.trip(context, subjects, context.spot)
        return []

    def _talks(self, context: Context, subject: Group | None) -> list[Occasion]:
        """The session of a body that is talks by its name: "The six-party talks on L resumed in M"."""
        body = subject.mentions[0] if subject is not None else None
        if body is None or not self._word("talks-by-name").search(context.document.text, body.start, body.end):
            return []
        found = self._drafter.session(context, body)
        for occasion in found:
            occasion.draft.format = "talks"
        return found

    def _ours(self, context: Context) -> list[Occasion]:
        """ "In November we had talks in Buenos Aires": those that title and lead tell of."""
        trigger = context.trigger
        if not (context.when or context.spot) or not self._word("spoken-by-us").search(trigger.before):
            return []
        return self._drafter.occasion(context, principals(context.document))

    def receive(self, context: Context) -> list[Occasion]:
        """SUBJECT received PERSON, PERSON was received by SUBJECT."""
        trigger = context.trigger
        subject = self._subject(context)
        if subject is None and trigger.word("being").search(trigger.before):
            subject = self._clauses.owner(trigger)  # "A said after being received by B"
        objects = self._objects(trigger, subject)
        if objects is not None and objects.mentions[0].kind == "group":
            if subject is None:
                return []
            among = set(codes_of(subject.mentions)) <= set(codes_of(objects.mentions))  # "A and B saw each other"
            return self._drafter.occasion(context, subject.mentions + ([] if among else objects.mentions))
        peers = self._word("counterparts").match(trigger.after)
        passive = "passive" in trigger.rule.marks
        if objects is None or not (
            peers or is_guest(objects.mentions) or (passive and objects.mentions[0].kind == "org")
        ):
            return []
        after = trigger.line.masked[objects.end : objects.end + 16]
        if not passive and self._word("own-noun").match(after):
            return []  # "A welcomes the Trump presidency"
        if after[:1] in ("'", "’") or ("naming" in trigger.rule.marks and self._word("called-name").match(after)):
            return []
        if passive and subject is not None and not is_guest(subject.mentions):
            return []  # "a summit on B hosted by A"
        hosts = self._drafter.hosts(subject, context)
        if not any(mention.kind == "person" for mention in hosts + objects.mentions):
            return []
        return self._drafter.bilaterals(context, hosts, objects.mentions)

    def move(self, context: Context) -> list[Occasion]:
        """PERSON visited PLACE, PERSON arrived here."""
        trigger = context.trigger
        visited = self._word("visited-before").search(trigger.before)
        guests = self._guests(trigger) if visited is not None else None
        if visited is not None and guests is not None:  # "Ташкент посетит премьер-министр A"
            return self._drafter.destinations(context, guests, trigger.line.mentions(*visited.span("place"), "AL"))
        subject = self._behind(trigger) or self._subject(context)
        unsaid = "owner" in trigger.rule.marks or self._word("null-subject").search(trigger.before[-25:])
        if subject is None and unsaid:  # "a tour that will take him to Spain", "dijo que viajará a Cuba"
            subject = self._clauses.owner(trigger)
        if subject is None and "owner" in trigger.rule.marks and trigger.rule.tense == "future":
            # "The trip will take him to L"
            person = spoken_of(context.document, trigger.line, trigger.word("preposition"))
            subject = Group([person], trigger.start, trigger.start) if person is not None else None
        if "inverted" in trigger.rule.marks:
            return self._inverted(context)
        visitors = subject.mentions if subject else self._drafter.home(context)
        kinds = _TRAVELLERS if "traveller" in trigger.rule.marks and not self._sent(context, subject) else _MOVERS
        if subject and "delegating" not in trigger.rule.marks and not any(m.kind in kinds for m in visitors):
            return []
        if "leader" in trigger.rule.marks and not self._together.is_away(context, visitors):
            return []
        here = self._word("here").search(trigger.line.masked, trigger.start, trigger.end + _HERE)
        if here and trigger.line.masked.endswith(" for", trigger.start, trigger.end):
            here = None  # "left here for L"
        if here or "filed" in trigger.rule.marks:
            spot = self._drafter.settings.dateline(context.document)
            return self._drafter.trip(context, visitors, spot) if spot else []
        home = self._word("homeland").search(trigger.line.masked, trigger.start)
        if home is not None and home.end() <= trigger.end + _HOMELAND:
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
        sender = None if codes_of(sent.mentions) else self._subject(context)
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


def _first(trigger: Trigger) -> Group | None:
    """The first actor of the sentence before the trigger."""
    actor = next((mention for mention in trigger.line.mentions(0, trigger.start, "A") if mention.codes), None)
    if actor is None:
        return None
    at = trigger.line.masked_index(actor.start)
    return Group([actor], at, at + 1)


def _is_direct(trigger: Trigger) -> bool:
    """Whether the verb takes the person that it is done to without "with"."""
    return trigger.rule.frame == "person" and "passive" not in trigger.rule.marks
