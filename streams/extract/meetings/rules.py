"""The rules of one language, from `meetings.tsv` (triggers) and `meeting_words.tsv` (word patterns)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import Literal, get_args

from schemas.slots import MeetingFormat
from streams.extract.beginnings import beginning
from streams.extract.deferred import Deferred
from streams.extract.document import Document, Line, any_of, with_classes
from streams.extract.letters import Letters
from streams.extract.meetings.heads import Heads
from streams.extract.meetings.needs import Needs
from streams.extract.needles import Gate, Openings
from streams.extract.tables import Lexicon, LexiconError, Row, among, by_name, cells, compiled
from streams.extract.text import NEVER

Frame = Literal["with", "person", "move", "occasion", "visit", "session", "dialogue", "attend", "together", "signing"]
Tense = Literal["past", "base", "present", "future", "part", "noun"]

_FRAMES: tuple[Frame, ...] = get_args(Frame)
_FORMATS: tuple[MeetingFormat, ...] = get_args(MeetingFormat)
_TENSES: tuple[Tense, ...] = get_args(Tense)
_HEAD = re.compile(r"[\w’'.-]+(?: [\w’'.-]+)*")
_MAX_TRIGGERS = 20  # in one sentence; what has more is no prose
_beginning = lru_cache(maxsize=None)(beginning)
_UNGATED = frozenset(
    cells(
        "a-new|aide|and-verb|and-with|auxiliary|before-theirs|break|called-name|clause-start|committee-of|"
        "coordinated|counterparts|date-topic|debate|definite|delegation|fixed-date|hosted-by|in-country|in-"
        "course|in-event|in-for|in-which|intransitive|invited|issued-by|join|lead|leads-state|left-join|"
        "lender|members|ministers|moving|next|no-home|non-state|non-state-subject|noun-edge|object-lead|of|"
        "of-states|official-outlet|opening|opening-date|opens-in|other-event|own-noun|place-topic|"
        "preposition|principal|private-journey|private-people|relative|retold|roll|roll-call|said-after|"
        "same-visit|says-that|seat-city|several|spoken-by-me|spoken-by-us|spoken-on|summit|then-accepted|"
        "then-on|to-event|to-gather|told-again|told-there|took-place|topic|topic-behind|unnamed-peers|"
        "unnamed-states|verb-gap|visit-by|visit-of|visit-to|which-other|acts|at-home|comes-together|if-clause|"
        "on-island|quoted-me|said-by|sent-by|time-aside|while-clause"
    )
)
"""Words that are asked of the rules and not of a trigger, or may stand in most sentences: to look for what they need
would take longer than to search for them.
"""
_GAP = rf"(?:(?:[\w'’.,«“\"-]+\s+|{any_of('ADJLN')}['’]?s?[-–—/]?\s*){{0,5}}?)"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of trigger: where its arguments stand (`frame`) and what it says by itself.

    `marks` are explained in `meetings.tsv`.
    """

    name: str
    frame: Frame
    format: MeetingFormat
    tense: Tense
    confidence: float
    marks: frozenset[str]


@dataclass(slots=True)
class Trigger:
    """Masked characters `start` to `end` of `line` matched the rule.

    `word` gives the word pattern of a name, or one that matches nothing where that one can match nowhere in the line.
    Where the verb has further objects, `resumed` is where the next one begins; what stands before is not of it.
    """

    line: Line
    rule: Rule
    start: int
    end: int
    word: Callable[[str], re.Pattern[str]]
    resumed: int = 0
    _before: str | None = field(default=None, init=False, repr=False, compare=False)
    _clause: str | None = field(default=None, init=False, repr=False, compare=False)
    _after: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def before(self) -> str:
        """The masked sentence up to the trigger."""
        if self._before is None:
            self._before = self.line.masked[: self.start]
        return self._before

    @property
    def clause(self) -> str:
        """The masked words before the trigger from where its clause begins: behind "said that", or ", but"."""
        if self._clause is None:
            before = self.before
            begin = max((match.end() for match in self.word("clause-start").finditer(before)), default=0)
            self._clause = before[begin:]
        return self._clause

    @property
    def after(self) -> str:
        """The masked sentence from the trigger's end."""
        if self._after is None:
            self._after = self.line.masked[self.end :]
        return self._after


def expand(pattern: str) -> str:
    """The regular expression of a pattern in which classes of mentions have their signs, and `~` is a few words."""
    return with_classes(pattern.replace("~", _GAP))


def _rule(row: Row) -> Rule:
    try:
        confidence = float(row["confidence"])
    except ValueError as error:
        raise LexiconError(f"{row.where}: a confidence is a number from 0 to 1, not {row['confidence']!r}") from error
    return Rule(
        row["name"],
        among(row, row["frame"], _FRAMES),
        among(row, row["format"], _FORMATS),
        among(row, row["tense"], _TENSES),
        confidence,
        frozenset(cells(row["marks"])),
    )


def _any_beginning(patterns: list[str]) -> Deferred:
    """What matches the text wherever one of the patterns matches its masked form."""
    return Deferred("|".join(dict.fromkeys(map(_beginning, patterns))) or NEVER.pattern, re.IGNORECASE)


class Rules:
    """Triggers and word patterns of a language; compiled once."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        self._by_head: dict[str, list[tuple[re.Pattern[str], Rule]]] = defaultdict(list)
        self._nouns: list[tuple[re.Pattern[str], Rule]] = []
        for row in lexicon.rows("meetings", lang):
            rule = _rule(row)
            pattern = compiled(row, expand(row["pattern"]))
            if rule.tense == "noun":
                self._nouns.append((pattern, rule))
            for head in cells(row["heads"]):
                if _HEAD.fullmatch(head) is None:
                    raise LexiconError(f"{row.where}: a head is a word as texts write it, not {head!r}")
                for form in dict.fromkeys((head, head.capitalize(), head.upper())):
                    self._by_head[form].append((pattern, rule))
        own = {head: (number, tuple(pairs)) for number, (head, pairs) in enumerate(self._by_head.items())}
        for form, known in self._by_head.items():
            # "visits" is found where "visit" and "visits" are both searched: it tries the rules of both.
            shorter = sorted((own[form[:end]] for end in range(1, len(form)) if form[:end] in own), key=itemgetter(0))
            known += [pair for _, pairs in shorter for pair in pairs]
        self._heads = list(self._by_head)
        self._open = [
            " " in head
            or any(
                re.search(re.escape(head.lower()) + r"(?:[^\W_]|\\w|\(|\[)", p.pattern) for p, _ in self._by_head[head]
            )
            for head in self._heads
        ]
        """Whether a head may be found where a word goes on behind it: "meeting" in "meetings", not "go" in "goal".

        One of several words may: "spoke to" is found in "spoke today", where the patterns of "spoke" may match.
        """
        sources = {head: list(dict.fromkeys(p.pattern for p, _ in self._by_head[head])) for head in self._heads}
        letters = Letters(lang)
        self._letters = letters.of
        needs = [Needs(sources[head], head, letters) for head in self._heads]
        self._beginnings = [_any_beginning(sources[head]) for head in self._heads]
        self._needs = [(need, _any_beginning(need.free)) for need in needs]
        self._finder = Heads(self._heads, letters)
        self._words = by_name(lexicon.rows("meeting_words", lang), "name", expand)
        self._gate = Gate(self._words, lang, _UNGATED)

    def word(self, name: str) -> re.Pattern[str]:
        """The word pattern of that name; one that matches nothing where the language has none."""
        return self._words.get(name, NEVER)

    def triggers(self, document: Document) -> list[Trigger]:
        """The triggers of an article from left to right, none overlapping another."""
        text = document.text
        found: list[Trigger] = []
        lines = iter(document.lines)
        line = next(lines, None)
        reached = count = 0
        turns: Openings | None = None
        letters = self._letters(f" {text}")
        told = b""
        size = len(text)
        for index, start, end in self._finder.find(text, letters):
            if end < size and text[end].isalpha() and not self._open[index]:
                continue
            while line is not None and line.span.end <= start:
                line, reached, count, turns, told = next(lines, None), 0, 0, None, b""
            if line is None:
                break
            if start < line.span.start or not self._beginnings[index].match(text, start, line.span.end):
                continue
            needs, begins_free = self._needs[index]
            if not begins_free.match(text, start, line.span.end):  # the cheaper question
                told = told or letters[line.span.start : line.span.end + 1]
                if not needs.are_met(told):
                    continue
            position = line.plain_index(start)
            if position is None or position < reached:
                continue
            matched = self._match(line, self._heads[index], position) if count < _MAX_TRIGGERS else None
            if matched is not None:
                turns = turns or self._gate.open(line.masked)
                rule, reached = matched
                count += 1
                found.append(Trigger(line, rule, position, reached, turns.word))
        return found

    def noun_in(self, trigger: Trigger) -> Trigger | None:
        """The noun at the end of a trigger that is a verb with its object ("begin the summit")."""
        position = trigger.line.masked.rfind(" ", trigger.start, trigger.end) + 1
        for pattern, rule in self._nouns if position > trigger.start else ():
            match = pattern.match(trigger.line.masked, position)
            if match is not None:
                return Trigger(trigger.line, rule, position, match.end(), trigger.word)
        return None

    def _match(self, line: Line, head: str, position: int) -> tuple[Rule, int] | None:
        """The first of a head's rules whose pattern matches at the masked character, and where that ends."""
        for pattern, rule in self._by_head[head]:
            match = pattern.match(line.masked, position)
            if match is not None and match.end() > position:
                return rule, match.end()
        return None
