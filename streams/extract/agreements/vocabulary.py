"""The words by which agreements are told, compiled from `agreements.tsv`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from schemas.slots import Action, Instrument
from streams.extract.agreements.matcher import Matcher
from streams.extract.document import CLASSES
from streams.extract.needles import Gate, Openings
from streams.extract.tables import Lexicon, cells
from streams.extract.text import NEVER

_MEMBERS = 40
"""Characters behind the name of an organisation in which "ministers" or "states" tell that its members act."""
_TURNS = ("pledge", "pledge-of", "exit")
"""Cues that tell an agreement by themselves."""


@dataclass(frozen=True, slots=True)
class Head:
    """Masked characters `start` to `end` name an instrument."""

    start: int
    end: int
    instrument: Instrument
    plural: bool


@dataclass(frozen=True, slots=True)
class ActWord:
    """Masked characters `start` to `end` name an act; `form` is one of those that `agreements.tsv` explains."""

    start: int
    end: int
    action: Action
    form: str
    rule: str


@dataclass(frozen=True, slots=True)
class Telling:
    """A turn of phrase, by its `name`, that tells an agreement; groups of `pattern`: `what` it is about, `to` whom.

    `lends` tells credits of organisations, `of_talks` the state of talks, which nobody acts in, `by` what "to" agreed.
    """

    name: str
    action: Action
    rule: str
    instrument: Instrument
    pattern: re.Pattern[str]
    lends: bool
    of_talks: bool
    by: bool


def _masked(pattern: str) -> str:
    for name, chars in CLASSES.items():
        pattern = pattern.replace("{" + name + "}", chars)
    return pattern


def _name_pattern(name: str) -> str:
    """A treaty's name in any case; an acronym as it is written: "SALT" is a treaty, "salt" is not."""
    pattern = re.escape(name).replace(r"\*", r"\w*")
    return pattern if name.split()[0].isupper() else f"(?i:{pattern})"


def _automaton(forms: Iterable[str]) -> AhoCorasick:
    # Kept, the forms are given back as they are: a tenth of the time of making them anew.
    return AhoCorasick(sorted(set(forms)), MatchKind.Standard, store_patterns=True, implementation=Implementation.DFA)


def speaks_of(stems: tuple[str, ...], low: str) -> bool:
    """Whether the lower-case sentence holds any of the stems: a cheap test before the patterns."""
    for stem in stems:  # noqa: SIM110 - runs on every sentence, and a generator costs double
        if stem in low:
            return True
    return False


class Vocabulary:
    """The rows of one language. Built once, at start-up."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        heads: list[tuple[Instrument, bool, str]] = []
        acts: list[tuple[Action, str, str]] = []
        words: dict[str, list[str]] = defaultdict(list)
        self._cues: dict[str, re.Pattern[str]] = {}
        self.tellings: list[Telling] = []
        for row in lexicon.rows("agreements", lang):
            part, value, pattern = row["part"], row["value"], row["pattern"]
            if part in ("head", "heads"):
                heads.append((cast(Instrument, value), part == "heads", _masked(pattern)))
            elif part == "act":
                action, form = value.split()
                acts.append((cast(Action, action), form, _masked(pattern)))
            elif part == "telling":
                action, instrument, rule = value.split()
                compiled = re.compile(_masked(pattern), re.IGNORECASE)
                name = f"telling {len(self.tellings)}"
                told = name, cast(Action, action), rule, cast(Instrument, instrument), compiled
                lends, of_talks, by = (rule == name for name in ("credit", "talks", "agreed-by"))
                self.tellings.append(Telling(*told, lends=lends, of_talks=of_talks, by=by))
            elif part == "words":
                words[value].extend(pattern.split("|"))
            else:
                self._cues[value] = re.compile(_masked(pattern), re.IGNORECASE)
        turns = {name: self._cues[name] for name in _TURNS if name in self._cues}
        self._turns = Gate(turns | {telling.name: telling.pattern for telling in self.tellings}, lang)
        # "firma" is a verb, "la firma de" a noun: the longer pattern has to be tried first.
        acts.sort(key=lambda act: act[1] != "noun")
        self.words = {name: frozenset(items) for name, items in words.items()}
        self._stems = {name: _automaton(stems) for name, stems in words.items() if name.endswith("-stem")}
        self.numbers = {w: int(n) for w, _, n in (item.partition("=") for item in words["number"])}
        self._head_kinds = [(instrument, plural) for instrument, plural, _ in heads]
        self._act_kinds = [(action, form) for action, form, _ in acts]
        treaties = lexicon.rows("treaties", lang)
        self._treaty_parties = [cells(row["parties"]) for row in treaties]
        names = "|".join("(" + _name_pattern(row["name"]) + ")" for row in treaties)
        self._treaty_forms = _automaton(row["name"].partition("*")[0].lower() for row in treaties)
        self._treaties = re.compile(rf"(?<!\w)(?:{names})(?!\w)") if names else NEVER
        self._heads = Matcher([pattern for *_, pattern in heads])
        self._acts = Matcher([pattern for *_, pattern in acts])

    def turns(self, masked: str) -> Openings:
        """The patterns of tellings, pledges and exits that can match in a masked sentence."""
        return self._turns.open(masked)

    def stems_in(self, name: str, low: str) -> tuple[str, ...]:
        """The class's stems that the lower-case text holds: those that its sentences have to be searched for."""
        automaton = self._stems.get(name)
        return tuple(sorted(set(automaton.find_matches_as_strings(low, overlapping=True)))) if automaton else ()

    def has(self, name: str, word: str) -> bool:
        """Whether the lower-case `word` belongs to the class."""
        return word in self.words.get(name, ())

    def cue(self, name: str) -> re.Pattern[str]:
        """The pattern of that name; one that never matches where the language has none."""
        return self._cues.get(name, NEVER)

    def told_by_members(self, text: str, start: int, end: int) -> bool:
        """Whether the organisation named at text[start:end] acts by its members: "EC ministers", "OPEC states"."""
        return self.cue("members").match(text, start, end + _MEMBERS) is not None

    def known_parties(self, name: str) -> tuple[str, ...]:
        """The parties of a well-known instrument, empty where the text names none."""
        if not self._treaty_forms.find_matches_as_indexes(name.lower()):
            return ()
        match = self._treaties.search(name)
        return self._treaty_parties[match.lastindex - 1] if match and match.lastindex else ()

    def heads(self, masked: str) -> list[Head]:
        """The names of instruments in a masked sentence, with the words that stand for the one before ("one on …")."""
        heads = [Head(a, b, *self._head_kinds[number]) for number, a, b in self._heads.find(masked)]
        if not heads:
            return heads
        named = len(heads)
        k = 0
        for match in self.cue("elliptic").finditer(masked, heads[0].end):
            while k + 1 < named and heads[k + 1].end <= match.start():
                k += 1
            heads.append(Head(*match.span(), heads[k].instrument, plural=False))
        return sorted(heads, key=lambda head: head.start)

    def acts(self, masked: str) -> list[ActWord]:
        """The words of acts in a masked sentence."""
        found = []
        for number, start, end in self._acts.find(masked):
            action, form = self._act_kinds[number]
            found.append(ActWord(start, end, action, form, f"{action}-{form}"))
        return found
