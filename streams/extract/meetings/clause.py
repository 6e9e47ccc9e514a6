"""Who stands in the clause of a trigger: subjects to its left, pairs before a noun."""

from __future__ import annotations

import re

from streams.extract.document import CLASSES, Line, any_of
from streams.extract.meetings.chains import ACTOR, ADJECTIVES, APPOSED, Chains
from streams.extract.meetings.group import Group, is_nominative
from streams.extract.meetings.rules import Rules, Trigger

_PAIR = re.compile(
    rf"(?P<first>{any_of('ALJ')})"
    rf"(?P<rest>(?:(?:\s*(?:[-–—−/]|,\s*and\b|,|\b(?:and|y|и)\b|&)\s*|(?={CLASSES['J']})){any_of('ALJ')}){{1,6}})"
    r"(?:['’]s?|\))?\s+(?:(?!(?:and\s+(?:an?|the|another|later|then|also)|for|after|before|during|ahead|that|which|who|whose|said|says|told|attend\w*|took|participat\w*|joined"
    r"|sponsored|facilit\w+|mediat?\w+|brokered|welcomed|hailed|critici[sz]ed|condemned|boycotted|denounced|auspici\w+"
    r"|propici\w+|saludaron|aplaudieron|criticaron|rechazaron|приветств\w+|поддержали|осудили)\b)[\w'’“\"-]+\s+){0,5}$"
)
_ASIDE = re.compile(r"(?:['’]s?)?\s+(?!(?:at|in|during)\b)\S+\s+(?:\S+\s+){0,4}?(?:at|in|during)\s+(?:their|the|an?)\s")
"""What a pair qualifies before the noun's own clause: "German-Israeli relations at their meeting"."""
_OPENED = (
    " with ",
    " by ",
    " from ",
    " to ",
    " for ",
    " a ",
    " para ",
    "head of ",
    "head of the ",
    " con ",
    " con el ",
    " con la ",
    " con su ",
)
"""What stands before an actor that is of an opening phrase, and not of the subject behind it."""
_COMMA = re.compile(r", (?:el |la |los )?")
"""What stands between the actor that ends an opening phrase and the subject."""
_ARTICLES = ("", "el", "la", "los")
"""What may stand between the preposition of an opening phrase and its actor: "En el Kremlin, A se reunió con B"."""
_OWNER = re.compile(
    rf"({CLASSES['A']})['’]s?\s+(?:(?!(?:will|would|is|was|were|has|had|can|could|may|might)\b)"
    rf"(?:[\w'’-]+|{CLASSES['D']})\s+){{0,5}}$"
)
"""An actor before what is his, and no verb of which something else of his is the subject ("A's ashes will tour L")."""
_GENITIVE = re.compile(r"['’](?!s\s+(?:going|due|set|expected|scheduled|planning|about|been|also|not)\b|ll\b|d\b|ve\b)")
"""The mark of a possessive, and not of a verb cut short: "he's going to", "they'll"."""
_BRACKETED = re.compile(r"\(.\)")
"""A country that tells whose a name or where a town before it is: "Dilma Rousseff (Brasil)", "в Женеве (Швейцария)"."""
_THAT = re.compile(r",?\s+(?:that|which)\s+(?:(?:has|have|had|is|are|was|were|will|would|also|recently)\s+){0,3}")
_ASIDE_OF = 90
"""Masked characters before an actor in which an aside between commas begins, and whose it is."""
_BEFORE_PLACE = 60  # masked characters before a country in which its preposition stands
_MAX_SUBJECT_GAP = 300  # bounds the time of a sentence that repeats itself


class Clauses(Chains):
    """Finds the arguments of triggers of one language."""

    def __init__(self, rules: Rules) -> None:
        super().__init__(rules)
        self._break = rules.word("break")
        self._preposition = rules.word("preposition")
        self._members = rules.word("members")
        self._left_join = rules.word("left-join")
        self._and_verb = rules.word("and-verb")
        self._opening = rules.word("opening")
        self._relative = rules.word("relative")
        self._issued_by = rules.word("issued-by")
        self._which_other = rules.word("which-other")
        self._verb_gap = rules.word("verb-gap")
        self._says_that = rules.word("says-that")
        self._inviter = rules.word("inviter")
        self._company = rules.word("company")
        self._time_aside = rules.word("time-aside")
        self._aside_of = rules.word("aside-of")

    def subject(self, trigger: Trigger) -> Group | None:
        """The actors that the verb at the trigger belongs to, with those coordinated to their left."""
        line, masked = trigger.line, trigger.line.masked
        aside = trigger.word("who-aside").search(masked, max(0, trigger.start - _MAX_SUBJECT_GAP), trigger.start)
        if aside is not None and line.mentions(*aside.span("who"))[0].codes:
            return self._widen(line, aside.start("who"))  # "A, who flew in after talks with B, met C"
        end = trigger.start
        while True:
            start = _last_actor(masked, max(0, trigger.start - _MAX_SUBJECT_GAP), end)
            if start < 0:
                return None
            if self._break.search(masked, start + 1, trigger.start):
                if self._is_before_aside(line, start, trigger.start):
                    return self._widen(line, start)
                return self._antecedent(line, start, trigger.start)
            acts = self._is_subject(line, start, trigger.start) or self._is_who(line, start, trigger.start)
            if line.mentions(start, start + 1)[0].codes and acts:
                which = self._which_other.search(masked, start + 1, trigger.start)
                if which is not None and any(map(str.isalpha, masked[start + 1 : which.start()])):
                    return None  # "A praised the forum, which met in L"
                group = self._widen(line, start)
                if self._issued_by.search(masked, 0, group.start):
                    return None  # "Statement from A and B on the call with C"
                if self._and_verb.search(masked, start + 1, trigger.start) is None:
                    return self._with_company(line, group, trigger.start)
                first = self._first_subject(line, start)
                return group if group.start <= first else self._widen(line, first)
            end = start

    def _with_company(self, line: Line, group: Group, verb: int) -> Group:
        """The subject with those told between commas behind it: "A, together with the presidents of B and C, held"."""
        company = self._company.match(line.masked, group.end)
        beside = self.chain(line, company.end()) if company is not None else None
        if beside is None or beside.end >= verb:
            return group
        return Group(group.mentions + beside.mentions, group.start, beside.end)

    def _antecedent(self, line: Line, start: int, verb: int) -> Group | None:
        """Who a relative clause goes on from: "part of a delegation that visited L", "A, que ayer visitó L"."""
        mention = line.mentions(start, start + 1)[0]
        if mention.kind == "person" and mention.codes and self._goes_on(line.masked, start, verb):
            return self._widen(line, start)
        if mention.kind != "body" or not mention.codes or _THAT.fullmatch(line.masked, start + 1, verb) is None:
            return None
        return Group([mention], start, start + 1)

    def _is_before_aside(self, line: Line, start: int, verb: int) -> bool:
        """Whether but an aside stands between the actor and the verb: "A, after talks with B, will visit L"."""
        aside = self._time_aside.match(line.masked, start + 1, verb)
        if aside is None or self._verb_gap.match(line.masked[aside.end() : verb]) is None:
            return False
        return bool(line.mentions(start, start + 1)[0].codes) and self._is_subject(line, start, start + 1)

    def _is_who(self, line: Line, start: int, verb: int) -> bool:
        """Whether a person behind a preposition is who acts: "arrangements were made for A, who is to visit L"."""
        who = line.masked.startswith(", who ", start + 1) and line.mentions(start, start + 1)[0].kind == "person"
        return who and self._goes_on(line.masked, start, verb)

    def _goes_on(self, masked: str, start: int, verb: int) -> bool:
        """Whether but a comma and the relative pronoun stand between an actor and the verb."""
        return masked[start + 1 : start + 2] == "," and self._verb_gap.match(masked[start + 1 : verb]) is not None

    def _first_subject(self, line: Line, start: int) -> int:
        """Where the subject of "A met B and flew home" stands, `start` being B."""
        for match in ACTOR.finditer(line.masked, max(0, start - _MAX_SUBJECT_GAP), start):
            mention = line.mentions(match.start(), match.end())[0]
            apposed = line.masked[match.end() : match.end() + 1] == " " and ACTOR.match(line.masked, match.end() + 1)
            if mention.codes and not apposed and self._is_subject(line, match.start(), start):
                return match.start()
        return start

    def later_subject(self, trigger: Trigger, objects: Group) -> Group | None:
        """The subject behind an opening phrase: "After a meeting with B in Paris, A said"."""
        masked, before = trigger.line.masked, trigger.clause
        if not self._opening.match(before) or ACTOR.search(before):
            return None
        begin = objects.end
        if ACTOR.match(masked, begin + 1) is None:  # "During a visit to C, A said"; in Russian there is no comma
            begin = max(masked.find(",", begin, begin + 80) + 1, begin)
        return self.chain(trigger.line, begin, person=True)

    def owner(self, trigger: Trigger) -> Group | None:
        """The actor meant by "his" or "her": the first one of the sentence, or whom that one speaks of ("A said B")."""
        line, masked = trigger.line, trigger.line.masked
        found: Group | None = None
        for match in ACTOR.finditer(masked, max(0, trigger.start - _MAX_SUBJECT_GAP), trigger.start):
            mention = line.mentions(match.start(), match.end())[0]
            if mention.kind != "person" or not self._is_subject(line, match.start(), trigger.start):
                continue
            if found is None or self._says_that.fullmatch(masked, found.end, match.start()):
                found = Group([mention], match.start(), match.end())
        return found

    def _is_subject(self, line: Line, start: int, verb: int) -> bool:
        masked = line.masked
        if self._possessive(masked, start):
            return False
        if _BRACKETED.match(masked, start - 1) and line.mentions(start, start + 1, "A")[0].kind != "org":
            return False
        if self._inviter.search(masked, max(0, start - 60), start):
            return False  # "an invitation from B to visit L"
        if masked.startswith(",", start + 1) and self._aside_of.search(masked, max(0, start - _ASIDE_OF), start):
            return False  # "A, on the orders of B, will visit L"
        if self._verb_gap.match(masked[start + 1 : verb]) and line.mentions(start, start + 1)[0].kind == "person":
            return True
        before = masked[max(0, start - 60) : start]
        if "," in masked[start + 1 : verb] and self._relative.search(before):
            return False  # "A, who chairs the G20, met B"
        return self._preposition.search(before) is None or self._members.search(before) is not None

    @staticmethod
    def _possessive(masked: str, index: int) -> bool:
        return _GENITIVE.match(masked, index + 1) is not None

    def _widen(self, line: Line, start: int) -> Group:
        masked = line.masked
        if ";" in masked[:start]:  # "the presidents of A, X; B, Y, and C, Z"
            for roll in self._roll.finditer(masked, 0, start + 1):
                if roll.end() == start + 1:
                    return Group(line.mentions(roll.start(), roll.end()), roll.start(), roll.end())
        begin = start
        while not is_nominative(line, line.mentions(begin, begin + 1)[0]):  # "met B, and he will fly to L"
            previous = _last_actor(masked, max(0, begin - 60), begin)
            if previous < 0:
                break
            gap = masked[previous + 1 : begin]
            apposed = (
                gap in APPOSED
                and line.mentions(previous, previous + 1)[0].codes == line.mentions(begin, begin + 1)[0].codes
            )
            apart = _COMMA.fullmatch(gap) is not None and (
                self._opens(masked, previous) or self._is_place_before(line, previous, begin)
            )
            if not apposed and (apart or not self._left_join.fullmatch(gap)):
                break
            begin = previous
        adjectives = ADJECTIVES.search(masked, max(0, begin - 60), begin)
        if adjectives:
            begin = adjectives.start()
        return Group(line.mentions(begin, start + 1, "AJ"), begin, start + 1)

    def _is_place_before(self, line: Line, previous: int, person: int) -> bool:
        """Whether a country ends a phrase before the person who acts: "as part of his visit to L, A met B".

        Or an organisation ends the sentence's opening: "En el marco de la cumbre del G20, A se reunió con B".
        """
        one, other = line.mentions(previous, previous + 1)[0], line.mentions(person, person + 1)[0]
        if other.kind != "person":
            return False
        if one.kind == "org":
            return self._opening.match(line.masked, 0, previous) is not None and "," not in line.masked[:previous]
        if one.kind not in ("country", "city"):
            return False
        return self._preposition.search(line.masked, max(0, previous - _BEFORE_PLACE), previous) is not None

    def opens(self, trigger: Trigger) -> bool:
        """Whether the trigger stands in the opening phrase of its sentence: "After talks with B, A said"."""
        before = trigger.clause
        return self._opening.match(before) is not None and ACTOR.search(before) is None and "," not in before

    def _opens(self, masked: str, index: int) -> bool:
        """Whether the actor ends an opening phrase: "After talks with B, A flew home"."""
        before = masked[:index]
        if "," in before:
            return False
        if before.endswith(" with ") and self._while.match(before):
            return True
        opening = self._opening.match(before)
        if opening is None:
            return False
        return before.endswith(_OPENED) or (opening[0].strip() != "" and before[opening.end() :].strip() in _ARTICLES)

    def pair(self, trigger: Trigger) -> Group | None:
        """ "A-B" directly before a noun: "the Russian-Kazakh talks", "U.S.–Japan summit"."""
        before = trigger.before
        match = _PAIR.search(before, max(0, len(before) - 80))
        if match is None or _ASIDE.match(before, match.end("rest")):
            return None
        return Group(
            trigger.line.mentions(match.start("first"), match.end("rest"), "ALJ"),
            match.start("first"),
            match.end("rest"),
        )

    def possessor(self, trigger: Trigger) -> Group | None:
        """The actor of "A's meeting" before a noun."""
        before = trigger.before
        match = _OWNER.search(before[-80:])
        if match is None:
            return None
        start = max(0, len(before) - 80) + match.start(1)
        return self._widen(trigger.line, start)


def _last_actor(masked: str, begin: int, end: int) -> int:
    """Where the last actor of masked[begin:end] stands, or -1."""
    return max((match.start() for match in ACTOR.finditer(masked, begin, end)), default=-1)
