"""From a trigger to occasions, by the frame of its rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from schemas.slots import MeetingStatus
from streams.extract.document import Document
from streams.extract.meetings.attending import Attending
from streams.extract.meetings.clause import Clauses
from streams.extract.meetings.drafting import Context, Drafter
from streams.extract.meetings.moves import Moves
from streams.extract.meetings.nouns import Nouns
from streams.extract.meetings.occasion import Occasion
from streams.extract.meetings.rules import Rules, Trigger
from streams.extract.meetings.setting import Settings
from streams.extract.meetings.status import Statuses
from streams.extract.meetings.subjects import Subjects
from streams.extract.meetings.together import Together
from streams.extract.meetings.verbs import Verbs
from streams.extract.meetings.visits import Visits
from streams.extract.tables import Lexicon
from streams.extract.when import When


class Frames:
    """Reads triggers of one language."""

    def __init__(self, rules: Rules, lexicon: Lexicon, lang: str) -> None:
        clauses = Clauses(rules)
        self._rules = rules
        self._auxiliary = rules.word("auxiliary")
        self._eve = rules.word("eve")
        self._statuses = Statuses()
        self._clauses = clauses
        self.settings = Settings(rules, lexicon, lang)
        self.drafter = Drafter(rules, self.settings, clauses)
        self._together = Together(rules, clauses, self.drafter)
        self._attending = Attending(rules, clauses, self.drafter)
        subjects = Subjects(rules, clauses)
        self._verbs = Verbs(rules, clauses, self.drafter, subjects)
        self._moves = Moves(rules, clauses, self.drafter, subjects, self._together)
        self._nouns = Nouns(rules, clauses, self.drafter, self._attending)
        self._visits = Visits(rules, clauses, self.drafter)

    def read(self, trigger: Trigger, document: Document) -> list[Occasion]:
        """The occasions that a trigger tells; none where nobody comes together."""
        found = self._read(trigger, document)
        following = self._following(trigger) if found else None
        while following is not None:  # "will visit L on Monday and M on Tuesday"
            found += self._read(following, document)
            following = self._following(following)
        noun = self._rules.noun_in(trigger) if not found and trigger.rule.frame == "with" else None
        if noun is None:
            return found
        told = self._read(noun, document, trigger)
        strangers = self._rules.word("strangers-hold").search(trigger.before)
        return [o for o in told if not (strangers and (o.orphan or o.lone))]  # "Arab leaders are to hold a summit"

    def _read(self, trigger: Trigger, document: Document, verb: Trigger | None = None) -> list[Occasion]:
        """The occasions of a trigger; for the object of a `verb`, in the state that the verb tells."""
        if trigger.rule.frame == "move" and self._is_noun(trigger):
            trigger = replace(trigger, rule=replace(trigger.rule, frame="visit", tense="noun"))
        if trigger.rule.frame in ("together", "signing") and not _has_two(trigger):
            return []
        when = self.settings.when(trigger)
        status = self._status(trigger, document, when, verb)
        if status is None:
            return []
        if when is not None and document.anchor is not None:
            when, status = self._without_others_date(trigger, document.anchor, when, status)
        context = Context(trigger, document, when, status, self.settings)
        match trigger.rule.frame:
            case "with":
                return self._verbs.meet(context)
            case "together" | "signing":
                return self._together.read(context)
            case "person":
                return self._verbs.receive(context)
            case "move":
                passing = "passing" in trigger.rule.marks and context.is_past
                return [] if passing else self._moves.read(context)
            case "visit":
                return self._visits.read(context)
            case "attend":
                return self._attending.read(context)
            case "dialogue" if not (when or context.spot or trigger.line.span.paragraph == 0):
                # "the political dialogue between A and B" is no occasion by itself.
                return self.drafter.orphan(context)
        return self._nouns.occasion(context)

    def _status(
        self, trigger: Trigger, document: Document, when: When | None, verb: Trigger | None
    ) -> MeetingStatus | None:
        status = self._statuses.of(verb, when, document.anchor) if verb is not None else None
        if status is None:
            status = self._statuses.of(trigger, when, document.anchor)
            base = verb is not None and verb.rule.tense == "base" and self._auxiliary.search(verb.before)
            if base and (status == "held" or self._rules.word("if-clause").match(trigger.before)):
                return None  # "the decision to hold talks on a treaty with B"
        if status == "held" and trigger.rule.tense == "present" and self._is_today(when, document):
            return "planned"
        return "planned" if status is None and self._is_accepted(trigger, document) else status

    def _is_today(self, when: When | None, document: Document) -> bool:
        """Whether the date is "today" in a morning paper, whose news are of the day before ("hoy almuerza con X")."""
        today = when is not None and when.deictic and when.span.start == document.anchor == when.span.end
        return today and self._eve.search(document.text) is not None

    def _is_accepted(self, trigger: Trigger, document: Document) -> bool:
        """Whether "A invited B to visit L" goes on with an acceptance, in its sentence or at the start of the next."""
        if trigger.rule.tense != "base" or not self._rules.word("invited").search(trigger.before):
            return False
        end = trigger.line.offsets(trigger.start, trigger.end)[1]
        return self._rules.word("then-accepted").match(document.text, end) is not None

    def _without_others_date(
        self, trigger: Trigger, anchor: date, when: When, status: MeetingStatus
    ) -> tuple[When | None, MeetingStatus]:
        """Date and status, without a date that is that of something else."""
        weak = trigger.rule.frame in ("together", "signing")
        if weak and when.span.start > anchor and self._statuses.of(trigger, None, None) == "held":
            return None, "held"  # "A and B agreed to lift tariffs on November 1"
        if status == "planned" and when.ahead is None and (when.over or when.span.end < anchor):
            return None, status  # another meeting's date
        return when, status

    def _following(self, trigger: Trigger) -> Trigger | None:
        """The trigger carried on to the next object that has a date of its own."""
        matched = trigger.line.masked[trigger.start : trigger.end].lower()
        several = trigger.rule.frame == "occasion" and self._rules.word("several").match(matched) is not None
        if trigger.rule.frame not in ("with", "move") and not several:
            return None
        match = self._rules.word("then-on").match(trigger.after)
        if match is None:
            return None
        end = trigger.end + match.end()
        own = match.groupdict().get("own") is not None  # "а в декабре — Париж", "and on Sunday with B"
        return replace(trigger, end=end, resumed=trigger.end + (match.start("own") if own else match.end()))

    def _is_noun(self, trigger: Trigger) -> bool:
        """ "Secretary Blinken's Travel to Kuwait" has the form of the verb."""
        if trigger.rule.tense != "base" or self._auxiliary.search(trigger.before):
            return False
        if self._rules.word("visit-of").match(trigger.after):  # "the visit he will make to L"
            return True
        return self._clauses.possessor(trigger) is not None


def _has_two(trigger: Trigger) -> bool:
    """Whether the sentence names two sides, or one that is an organisation's or has somebody of unknown country.

    Most that "agreed" do not.
    """
    actors = trigger.line.actors
    if "in-person" in trigger.rule.marks:  # what a person does abroad
        actors = trigger.line.mentions(0, len(trigger.line.masked), "AL")
    codes = {code for mention in actors for code in mention.codes}
    if len(codes) == 1 and next(iter(codes)).startswith("org:"):
        return True
    return len(codes) > 1 or (bool(codes) and any(mention.name and not mention.codes for mention in actors))
