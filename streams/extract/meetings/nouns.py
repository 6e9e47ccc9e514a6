"""Frames of nouns: talks between A and B, the summit of an organisation."""

from __future__ import annotations

import re
from dataclasses import replace

from streams.extract.document import CLASSES, any_of
from streams.extract.meetings.attending import Attending
from streams.extract.meetings.clause import Clauses
from streams.extract.meetings.complete import faces, principals
from streams.extract.meetings.drafting import Context, Drafter
from streams.extract.meetings.group import Group, codes_of
from streams.extract.meetings.occasion import Occasion
from streams.extract.meetings.rules import Rules, Trigger
from streams.extract.meetings.visits import whose
from streams.extract.mention import Mention

_BODY_BEFORE = re.compile(
    rf"({CLASSES['A']})(?:['’]s?|\))?\s+(?:(?:(?!(?:at|in|on|to|from|with)\s)[\w'’“\"-]+|{CLASSES['D']})\s+){{0,5}}$"
)
_TALKS_NAME = 3
"""Blanks between a body and "talks" of its own: "OPEC oil price talks"."""
_OWNS = ("'s", "’s")
"""What makes the noun the owner of something else: "the forum's report on Guinea and Ethiopia"."""
_ACTOR = re.compile(CLASSES["A"])
_GOES_ON = re.compile(rf"[\s,]*(?:the\s+|both\s+)?(?={any_of('AJ')})")
_SPEECH = 120
"""Masked characters before a noun in which the one stands who speaks of it."""
_LEFT = 60
"""Masked characters before a noun in which those stand whom it is of, and what tells how it came about."""
_PAIR = 2
_HYPHEN = re.compile(r"[-–—−]")


class Nouns:
    """Reads noun triggers of one language."""

    def __init__(self, rules: Rules, clauses: Clauses, drafter: Drafter, attending: Attending) -> None:
        self._word = rules.word
        self._clauses = clauses
        self._drafter = drafter
        self._attending = attending

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
        both = self._before_theirs(trigger)
        if both:
            return self._drafter.occasion(context, both)
        body = self._body(trigger, between) or self._holder(trigger)
        if body is not None and self._is_lenders(trigger, [body]):
            return self._with(context, Group([body], trigger.start, trigger.start))
        if body is not None:
            return self._drafter.session(context, body)
        return self._unheld(context)

    def _behind_noun(self, context: Context, between: Group | None) -> list[Occasion] | None:
        """What "between A and B" or "with B" behind the noun tells; None where nothing of the kind stands there."""
        trigger = context.trigger
        if between is not None:
            further = self._word("and-with").match(trigger.line.masked, between.end)
            others = self._clauses.chain(trigger.line, further.end(), person=True) if further else None
            parties = between.mentions + (others.mentions if others else [])
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

    def _beside(self, context: Context) -> list[Occasion]:
        """Russian: "между министрами A и B состоялись переговоры", "заседание российско-вьетнамской комиссии"."""
        trigger = context.trigger
        behind = self._word("pair-behind").match(trigger.after)
        if behind is not None:
            begin, end = (trigger.end + at for at in behind.span("pair"))
            return self._drafter.occasion(context, trigger.line.mentions(begin, end, "JA"))
        begin = max(0, trigger.start - _LEFT)
        team = self._word("between-before").search(trigger.line.masked[begin : trigger.start])
        if team is None:
            return []
        return self._drafter.occasion(context, trigger.line.mentions(begin + team.start(1), begin + team.end(1)))

    def _unheld(self, context: Context) -> list[Occasion]:
        """A noun beside which neither partners nor a body stand: whose clause tells who was there."""
        trigger = context.trigger
        if trigger.rule.frame == "session":
            told = self._attending.read(context) or self._hosted(context)
            if told:
                return told
        if "series" in trigger.rule.marks and (context.when or context.spot) and self._is_joint(trigger):
            sides = [replace(mention, kind="country", name="") for mention in principals(context.document)]
            return self._drafter.occasion(context, sides)
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
        away = self._away(context) if since is not None else self._attending.talked(context, self._speaker(trigger))
        return away or self._drafter.orphan(context)

    def _before_theirs(self, trigger: Trigger) -> list[Mention]:
        """Both of "A and B before their meeting": the subject of a title, with whom a sentence opens.

        Nobody where they are of one side only, or the sentence names others before "their".
        """
        match = self._word("before-theirs").search(trigger.before)
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
        begin = max(0, trigger.start - _LEFT)
        return self._word("joint-body").search(trigger.line.masked, begin, trigger.end + _LEFT) is not None

    def _called(self, context: Context) -> list[Mention]:
        """ "A nine-nation conference opens here on Monday": the nations, where the text goes on to list them."""
        counted = self._word("of-states")
        trigger = context.trigger
        if not (counted.search(trigger.before[-_LEFT:]) or self._word("unnamed-states").search(trigger.before)):
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

    def _sits(self, trigger: Trigger) -> bool:
        """Whether it is told that a joint body came together, or who took part: its founding is no meeting."""
        narrated = trigger.word("narrated").match(trigger.after)
        return narrated is not None or trigger.word("attend").search(trigger.before) is not None

    def _took_part(self, context: Context) -> list[Mention]:
        """ "Ministers of A, B and C took part in the talks in L": people of two states, or three states."""
        trigger = context.trigger
        verb = trigger.word("took-part").search(trigger.before[-_LEFT:]) if context.when or context.spot else None
        if verb is None:
            return []
        start = max(0, trigger.start - _LEFT) + verb.start()
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
        if group is None or len(codes_of(group.mentions)) < 2 or any(m.kind != "person" for m in group.mentions):
            return []
        return group.mentions

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
            over = self._word("over").search(context.trigger.before[-_LEFT:])
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
        if not hosts:
            return self._drafter.lone(context, partners.mentions)
        return self._drafter.bilaterals(context, hosts, partners.mentions)

    def _holder(self, trigger: Trigger) -> Mention | None:
        """The organisation of "OPEC agreed ... at the end of its conference"."""
        if trigger.rule.frame != "session" or not trigger.word("own").search(trigger.before[-40:]):
            return None
        subject = self._clauses.subject(trigger)
        return next((m for m in subject.mentions if self._drafter.body_code(m)), None) if subject else None

    def _leaders(self, context: Context) -> list[Mention]:
        """The subjects of "ministers of A and B signed it after talks"; of "at a meeting" where both have names."""
        trigger = context.trigger
        begin = max(0, trigger.start - _LEFT)
        over = trigger.word("over").search(trigger.before, begin)
        event = over or trigger.word("at-event").search(trigger.before, begin)
        placed = context.when is not None or context.spot is not None
        event = event or (self._word("in-event").search(trigger.before, begin) if placed else None)
        subject = self._clauses.subject(replace(trigger, start=event.start())) if event else None
        if subject is None or len(codes_of(subject.mentions)) < 2:
            return []
        teams = placed and any(m.kind == "person" and len(m.codes) > 1 for m in subject.mentions)
        if over is None and not teams and not all(m.kind == "person" and m.name for m in subject.mentions):
            return []
        kinds = {mention.kind for mention in subject.mentions}
        return subject.mentions if "person" in kinds and "group" not in kinds else []

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
            or self._speaker(trigger)
            or whose(trigger, self._clauses)
        )

    def _speaker(self, trigger: Trigger) -> Group | None:
        """Who speaks of talks that he comes from: "A said after talks with B"."""
        begin = max(0, trigger.start - _SPEECH)
        match = self._word("said-after").search(trigger.line.masked[begin : trigger.start])
        if match is None:
            return None
        start, end = (begin + at for at in match.span(match.lastindex or 1))
        return Group(trigger.line.mentions(start, end, "A"), start, end)

    def _doer(self, trigger: Trigger) -> list[Mention]:
        """Who did something "during a meeting with B": the person or delegation before it."""
        event = self._word("in-course").search(trigger.before[-_LEFT:])
        if event is None:
            return []
        begin = max(0, trigger.start - _LEFT) + event.start()
        subject = self._clauses.subject(replace(trigger, start=begin))
        if subject is None or any(m.kind not in ("person", "body") for m in subject.mentions):
            return []
        return subject.mentions

    def _hosted(self, context: Context) -> list[Occasion]:
        """ "a donors' conference co-hosted by A and B in Geneva": where a place or day is told."""
        match = self._word("hosted-by").match(context.trigger.after)
        if match is None or not (context.when or context.spot):
            return []
        hosts = self._clauses.chain(context.trigger.line, context.trigger.end + match.end(), direct=True)
        return self._drafter.occasion(context, hosts.mentions) if hosts is not None else []

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
