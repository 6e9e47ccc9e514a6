"""Frames of verbs: who met whom, who received whom."""

from __future__ import annotations

import re

from streams.extract.meetings.clause import Clauses
from streams.extract.meetings.complete import principals
from streams.extract.meetings.drafting import Context, Drafter
from streams.extract.meetings.group import Group, codes_of, is_guest
from streams.extract.meetings.occasion import Occasion
from streams.extract.meetings.rules import Rules, Trigger
from streams.extract.meetings.subjects import OPENING, Subjects
from streams.extract.mention import Mention

_OF = re.compile(r"\s+of\s")


class Verbs:
    """Reads verb triggers of one language."""

    def __init__(self, rules: Rules, clauses: Clauses, drafter: Drafter, subjects: Subjects) -> None:
        self._word = rules.word
        self._clauses = clauses
        self._drafter = drafter
        self._subjects = subjects

    def meet(self, context: Context) -> list[Occasion]:
        """SUBJECT met [with] OBJECT, SUBJECTS met, the BODY met, SUBJECT held talks in a foreign PLACE."""
        trigger = context.trigger
        subject = self._subjects.of(context)
        if "event-body" in trigger.rule.marks:
            return self._talks(context, subject)
        objects = self._objects(trigger, subject)
        met = objects is not None
        objects = objects or self._clauses.between(trigger) or self._whom(trigger, subject)
        lone = subject is None or len(codes_of(subject.mentions)) == 1
        if objects is not None and lone and self._is_of_body(trigger, objects):
            return self._drafter.session(context, objects.mentions[0])
        if objects is not None:
            return self._met(context, subject, objects, met=met)
        if subject is not None and self._word("non-state").match(trigger.after):
            return self._with_group(context, subject.mentions)
        inside = trigger.line.mentions(trigger.start, trigger.end, "AJ")
        if any(mention.kind == "person" for mention in inside):  # "spoke to B by phone", "hosted B and C for talks"
            return self._drafter.occasion(context, self._drafter.hosts(subject, context) + inside)
        if len(codes_of(inside)) >= 2:  # "held Russian-Kazakh talks"
            return self._drafter.occasion(context, inside)
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

    def _met(self, context: Context, subject: Group | None, objects: Group, *, met: bool) -> list[Occasion]:
        """SUBJECT met OBJECT; those whom somebody unknown `met` did not meet each other."""
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
        if subject is None and trigger.rule.tense in OPENING:
            # "A ended his visit after meeting B", "After meeting B in L, A said"
            subject = self._clauses.owner(trigger) or self._clauses.later_subject(trigger, objects)
        hosts = self._drafter.hosts(subject, context)
        if not hosts:  # "to Paris, where he will meet B and C"
            owner = self._clauses.owner(trigger)
            hosts = owner.mentions if owner else []
        if not hosts and met and trigger.rule.tense in ("past", "present"):
            return []  # "A group of bishops met with A and B"
        return self._drafter.bilaterals(context, hosts, objects.mentions)

    def _whom(self, trigger: Trigger, subject: Group | None) -> Group | None:
        """The object before a relative clause: "B, whom A met on Monday", "B, con quien se reunió"."""
        word, masked = trigger.word("whom"), trigger.line.masked
        match = word.search(masked, 0, trigger.start)
        if match is None and subject is not None and subject.start < trigger.start:
            match = word.search(masked, 0, subject.start)
        return Group(trigger.line.mentions(*match.span(1)), *match.span(1)) if match is not None else None

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
        if len({mention.name for mention in subjects if mention.kind == "person" and mention.name}) > 1:
            return []  # a president and a rebel of his country
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

    def _host_and_guest(self, context: Context) -> tuple[Group | None, Group | None]:
        """Who received, and whom; what a passive tells the other way round."""
        trigger = context.trigger
        subject = self._subjects.of(context)
        if subject is None and trigger.word("being").search(trigger.before):
            subject = self._clauses.owner(trigger)  # "A said after being received by B"
        objects = self._objects(trigger, subject)
        if subject is None and objects is not None and trigger.rule.tense in OPENING:
            subject = self._clauses.later_subject(trigger, objects)  # "Al recibir a B, A dijo"
        return subject, objects

    def receive(self, context: Context) -> list[Occasion]:
        """SUBJECT received PERSON, PERSON was received by SUBJECT."""
        trigger = context.trigger
        subject, objects = self._host_and_guest(context)
        if objects is not None and objects.mentions[0].kind == "group":
            if subject is None:
                return []
            among = set(codes_of(subject.mentions)) <= set(codes_of(objects.mentions))  # "A and B saw each other"
            return self._drafter.occasion(context, subject.mentions + ([] if among else objects.mentions))
        if subject is not None and objects is not None and trigger.word("later-with").match(trigger.after):
            both = codes_of(subject.mentions)
            if len(both) > 1 and set(codes_of(objects.mentions)) <= set(both):  # "A and B discussed ties with B"
                return self._drafter.occasion(context, subject.mentions)
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
        if passive and not hosts:
            return []  # "The summit was hosted by A and B"
        if not any(mention.kind == "person" for mention in hosts + objects.mentions):
            return []
        return self._drafter.bilaterals(context, hosts, objects.mentions)


def _is_direct(trigger: Trigger) -> bool:
    """Whether the verb takes the person that it is done to without "with"."""
    return trigger.rule.frame == "person" and "passive" not in trigger.rule.marks
