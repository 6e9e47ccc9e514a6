"""From a trigger to occasions, by the frame of its rule."""

from __future__ import annotations

from streams.extract.document import Document
from streams.extract.meetings.clause import Clauses
from streams.extract.meetings.drafting import Context, Drafter
from streams.extract.meetings.nouns import Nouns
from streams.extract.meetings.occasion import Occasion
from streams.extract.meetings.rules import Rules, Trigger
from streams.extract.meetings.setting import Settings
from streams.extract.meetings.status import Statuses
from streams.extract.meetings.verbs import Verbs
from streams.extract.tables import Lexicon


class Frames:
    """Reads triggers of one language."""

    def __init__(self, rules: Rules, lexicon: Lexicon, lang: str) -> None:
        clauses = Clauses(rules)
        self._rules = rules
        self._auxiliary = rules.word("auxiliary")
        self._statuses = Statuses(rules)
        self._clauses = clauses
        self.settings = Settings(rules, lexicon, lang)
        self.drafter = Drafter(rules, self.settings, clauses)
        self._verbs = Verbs(rules, clauses, self.drafter)
        self._nouns = Nouns(rules, clauses, self.drafter)

    def read(self, trigger: Trigger, document: Document) -> list[Occasion]:
        """The occasions that a trigger tells; none where nobody comes together."""
        found = self._read(trigger, document)
        noun = self._rules.noun_in(trigger) if not found and trigger.rule.frame == "with" else None
        return self._read(noun, document) if noun is not None else found

    def _read(self, trigger: Trigger, document: Document) -> list[Occasion]:
        when = self.settings.when(trigger)
        status = self._statuses.of(trigger, when, document.anchor)
        if status is None:
            return []
        context = Context(trigger, document, when, status, self.settings.where(trigger, document))
        match trigger.rule.frame:
            case "with":
                return self._verbs.meet(context)
            case "together" | "signing":
                return self._verbs.together(context)
            case "person":
                return self._verbs.receive(context)
            case "move" if not self._is_noun(trigger):
                return self._verbs.move(context)
            case "move" | "visit":
                return self._nouns.visit(context)
            case "attend":
                return self._nouns.attend(context)
            case "dialogue" if not (when or context.spot or trigger.line.span.paragraph == 0):
                # "the political dialogue between A and B" is no occasion by itself.
                return self.drafter.orphan(context)
        return self._nouns.occasion(context)

    def _is_noun(self, trigger: Trigger) -> bool:
        """ "Secretary Blinken's Travel to Kuwait" has the form of the verb."""
        if trigger.rule.tense != "base" or self._auxiliary.search(trigger.before):
            return False
        return self._clauses.possessor(trigger) is not None
