"""Frames of nouns: talks between A and B, the summit of an organisation."""

from __future__ import annotations

import re
from dataclasses import replace

from streams.extract.document import CLASSES
from streams.extract.meetings.attending import Attending
from streams.extract.meetings.clause import Clauses
from streams.extract.meetings.complete import faces, principals
from streams.extract.meetings.drafting import Context, Drafter
from streams.extract.meetings.group import Group, codes_of
from streams.extract.meetings.occasion import Occasion
from streams.extract.meetings.rules import Rules, Trigger
from streams.extract.meetings.unheld import LEFT, Unheld
from streams.extract.meetings.visits import whose
from streams.extract.mention import Mention

_BODY_BEFORE = re.compile(
    rf"({CLASSES['A']})(?:['’]s?|\))?\s+(?:(?:(?!(?:at|in|on|to|from|with)\s)[\w'’“\"-]+|{CLASSES['D']})\s+){{0,5}}$"
)
_TALKS_NAME = 3
"""Blanks between a body and "talks" of its own: "OPEC oil price talks"."""
_OWNS = ("'s", "’s")
"""What makes the noun the owner of something else: "the forum's report on Guinea and Ethiopia"."""
_PAIR = 2
_HYPHEN = re.compile(r"[-–—−]")


class Nouns:
    """Reads noun triggers of one language."""

    def __init__(self, rules: Rules, clauses: Clauses, drafter: Drafter, attending: Attending) -> None:
        self._word = rules.word
        self._clauses = clauses
        self._drafter = drafter
        self._attending = attending
        self._unheld = Unheld(rules, clauses, drafter, attending)

    def occasion(self, context: Context) -> list[Occasion]:
        """A-B talks, talks between A and B, (A's) talks with B, the summit of a body; else a noun without parties."""
        trigger = context.trigger
        if _is_setting(trigger):
            return []
        pair = self._clauses.pair(trigger) or self._both(trigger)
        if "paired" in trigger.rule.marks and not (pair is not None and self._sits(trigger)):
            return self._attending.read(context)
        if pair is not None and len(codes_of(pair.mentions)) >= 2:
            return self._paired(context, pair)
        if trigger.after.startswith(_OWNS):
            return self._drafter.orphan(context)
        beside = self._beside(context)
        if beside:
            return beside
        between = self._clauses.between(trigger)
        told = self._behind_noun(context, between)
        if told is not None:
            return told
        both = self._unheld.before_theirs(trigger)
        if both:
            return self._drafter.occasion(context, both)
        body = self._body(trigger, between) or self._holder(trigger)
        if body is not None and self._is_lenders(trigger, [body]):
            return self._with(context, Group([body], trigger.start, trigger.start))
        if body is not None:
            return self._drafter.session(context, body)
        return self._unheld.read(context)

    def _behind_noun(self, context: Context, between: Group | None) -> list[Occasion] | None:
        """What "between A and B" or "with B" behind the noun tells; None where nothing of the kind stands there."""
        trigger = context.trigger
        if between is not None:
            further = self._word("and-with").match(trigger.line.masked, between.end)
            others = self._clauses.chain(trigger.line, further.end(), person=True) if further else None
            parties = [*self._host(trigger), *between.mentions, *(others.mentions if others else [])]
            if len(codes_of(parties)) >= 2:  # also "a meeting of A with B"
                return self._drafter.occasion(context, parties)
        if between is not None and trigger.word("between-two").match(trigger.after):
            if len(between.mentions) > 1:
                return []  # of one country
            return self._drafter.lone(context, between.mentions)
        partners = self._partners(trigger)
        if partners is not None:
            return self._with(context, partners)
        return [] if trigger.word("with-own").match(trigger.after) else None

    def _host(self, trigger: Trigger) -> list[Mention]:
        """Who "hosted a summit" to which others came."""
        hosting = self._word("host-of").search(trigger.before[-LEFT:])
        if hosting is None:
            return []
        start = max(0, trigger.start - LEFT) + hosting.start()
        subject = self._clauses.subject(replace(trigger, start=start))
        return subject.mentions if subject is not None else []

    def _beside(self, context: Context) -> list[Occasion]:
        """Russian: "между министрами A и B состоялись переговоры", "заседание российско-вьетнамской комиссии"."""
        trigger = context.trigger
        behind = self._word("pair-behind").match(trigger.after)
        if behind is not None:
            begin, end = (trigger.end + at for at in behind.span("pair"))
            return self._drafter.occasion(context, trigger.line.mentions(begin, end, "JA"))
        begin = max(0, trigger.start - LEFT)
        team = self._word("between-before").search(trigger.line.masked[begin : trigger.start])
        if team is None:
            return []
        return self._drafter.occasion(context, trigger.line.mentions(begin + team.start(1), begin + team.end(1)))

    def _sits(self, trigger: Trigger) -> bool:
        """Whether it is told that a joint body came together, or who took part: its founding is no meeting."""
        narrated = trigger.word("narrated").match(trigger.after)
        return narrated is not None or trigger.word("attend").search(trigger.before) is not None

    def _is_debate(self, trigger: Trigger) -> bool:
        """Whether the noun is one of talking ("talks"), which, other than "meeting", a body does not hold alone."""
        noun = trigger.line.masked[trigger.start : trigger.end].lower()
        return self._word("debate").fullmatch(noun) is not None

    def _is_lenders(self, trigger: Trigger, bodies: list[Mention]) -> bool:
        """Whether "IMF talks" are talks with a body that lends, and no session of its members."""
        return self._is_debate(trigger) and all(
            self._word("lender").fullmatch(self._drafter.body_code(body) or "") for body in bodies
        )

    def _with(self, context: Context, partners: Group) -> list[Occasion]:
        """(A's) talks with B; where the clause does not tell whose, those of title and lead, or one side only."""
        hosts = self._drafter.hosts(self._party(context.trigger, partners), context)
        hosts = _without_former(hosts, codes_of(partners.mentions), context.document.home)
        if not hosts and self._is_lenders(context.trigger, partners.mentions):
            teller = self._clauses.owner(context.trigger)  # "he said prices would rise after talks with the IMF"
            hosts = teller.mentions if teller is not None else []
        hosts = hosts or self._doer(context.trigger)
        if not hosts and (context.when or context.spot):
            both = principals(context.document)
            over = self._word("over").search(context.trigger.before[-LEFT:])
            speaker = self._clauses.owner(context.trigger) if over else None
            other = speaker is not None and not set(codes_of(speaker.mentions)) & set(codes_of(both))
            if not other and len(codes_of(both)) == _PAIR and set(codes_of(partners.mentions)) <= set(codes_of(both)):
                hosts = faces(both)
            elif speaker is not None:  # "A said that at a meeting with B in Rome", "A flew to L after talks with B"
                hosts = speaker.mentions
        if not hosts and len(codes_of(partners.mentions)) > 1 and self._clauses.opens(context.trigger):
            if not context.trigger.before and self._drafter.apart(context, partners.mentions):
                return []  # a title, "Meetings with A and B", does not say whose
            return self._drafter.occasion(context, partners.mentions)  # "After talks with B, A said"
        if (
            not hosts
            and len(codes_of(partners.mentions)) > _PAIR
            and self._word("trilateral").search(context.trigger.before)
        ):
            return self._drafter.occasion(context, partners.mentions)
        if not hosts:
            return self._drafter.lone(context, partners.mentions)
        return self._drafter.bilaterals(context, hosts, partners.mentions)

    def _holder(self, trigger: Trigger) -> Mention | None:
        """The organisation of "OPEC agreed ... at the end of its conference"."""
        if trigger.rule.frame != "session" or not trigger.word("own").search(trigger.before[-40:]):
            return None
        subject = self._clauses.subject(trigger)
        return next((m for m in subject.mentions if self._drafter.body_code(m)), None) if subject else None

    def _paired(self, context: Context, pair: Group) -> list[Occasion]:
        joined = _HYPHEN.search(context.trigger.line.masked, pair.start, pair.end)
        bodies = all(mention.kind == "org" for mention in pair.mentions)
        if not joined and self._is_lenders(context.trigger, pair.mentions):
            return self._with(context, pair)
        if not joined and bodies and context.trigger.rule.frame == "session":  # "the BRICS and SCO summits"
            return [found for body in pair.mentions for found in self._drafter.session(context, body)]
        return self._drafter.occasion(context, pair.mentions)

    def _partners(self, trigger: Trigger) -> Group | None:
        match = trigger.word("noun-with").match(trigger.after)
        if match is None and trigger.rule.format == "call":
            match = trigger.word("call-to").match(trigger.after)
        return self._clauses.chain(trigger.line, trigger.end + match.end()) if match else None

    def _party(self, trigger: Trigger, partners: Group) -> Group | None:
        """The other side of talks "with" the partners."""
        inner = trigger.line.mentions(trigger.end, partners.start, "A")
        if inner and not trigger.word("at-seat").match(trigger.after):  # Russian: "переговоры A с B"
            return Group(inner, trigger.end, partners.start)
        return (
            self._clauses.possessor(trigger)
            or self._clauses.later_subject(trigger, partners)
            or self._unheld.speaker(trigger)
            or whose(trigger, self._clauses)
        )

    def _doer(self, trigger: Trigger) -> list[Mention]:
        """Who did something "during a meeting with B": the person or delegation before it."""
        event = self._word("in-course").search(trigger.before[-LEFT:])
        if event is None:
            return []
        begin = max(0, trigger.start - LEFT) + event.start()
        subject = self._clauses.subject(replace(trigger, start=begin))
        if subject is None or any(m.kind not in ("person", "body") for m in subject.mentions):
            return []
        return subject.mentions

    @staticmethod
    def _both(trigger: Trigger) -> Group | None:
        """Two states told in one word before the noun: "the inter-Korean talks"."""
        match = _BODY_BEFORE.search(trigger.before, max(0, trigger.start - 80))
        if match is None or trigger.word("took-part").search(trigger.before, match.start()):
            return None
        states = trigger.line.mentions(*match.span(1))
        return Group(states, *match.span(1)) if states[0].kind == "body" and len(states[0].codes) == _PAIR else None

    def _body(self, trigger: Trigger, of: Group | None) -> Mention | None:
        """The organisation whose summit or session the noun tells."""
        match = _BODY_BEFORE.search(trigger.before, max(0, trigger.start - 80))
        candidates = list(of.mentions) if of is not None else []
        if match and self._is_debate(trigger) and match.group().count(" ") > _TALKS_NAME:
            match = None  # "EC links farm trade talks to reform"
        candidates += trigger.line.mentions(match.start(1), match.end(1)) if match else []
        for mention in candidates:
            if self._drafter.body_code(mention):
                return mention
        return None


def _without_former(hosts: list[Mention], partner: list[str], home: tuple[str, ...]) -> list[Mention]:
    """ "A met B. During a meeting with C, the two leaders": A, who is at `home` or was told first, and C."""
    two = hosts[0] if len(hosts) == 1 and hosts[0].kind == "group" and len(hosts[0].codes) == _PAIR else None
    if two is None or len(partner) != 1 or partner[0] in two.codes:
        return hosts
    stays = home if set(home) & set(two.codes) else two.codes[:1]
    return [replace(two, codes=stays, people=[person for person in two.people if person.codes == stays])]


def _is_setting(trigger: Trigger) -> bool:
    """Whether the noun is but where something else happened: "on the sidelines of the summit", "на саммите"."""
    at_session = trigger.rule.frame == "session" and trigger.word("at-session").search(trigger.before)
    return bool(at_session) or trigger.word("sidelines").search(trigger.before) is not None
