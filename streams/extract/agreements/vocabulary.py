"""The words by which agreements are told, compiled from `agreements.tsv`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from schemas.slots import Action, Instrument
from streams.extract.agreements.matcher import Matcher
from streams.extract.agreements.stems import Stems
from streams.extract.document import with_classes
from streams.extract.needles import Gate, Openings
from streams.extract.tables import Lexicon, LexiconError, Row, among, by_name, cells, compiled, searched
from streams.extract.text import NEVER

_LABEL = re.compile(r"[^a-z:]{0,80}:\s")
"""The rest of a heading in capitals with which a paragraph opens."""
_MEMBERS = 40
"""Characters behind the name of an organisation in which "ministers" or "states" tell that its members act."""
_SIGNED = 160
"""Masked characters before "was signed" that name what was."""
_TURNS = ("pledge", "pledge-of", "exit")
"""Cues that tell an agreement by themselves."""
_SELDOM = ("bystander", "broker", "elliptic", "signatories", "signs", "was-signed")
"""Cues that are looked for in every sentence of an instrument, and stand in few."""
_KEPT = 100
"""Sentences whose openings are kept: those of an article are asked for them several times each."""


_INSTRUMENTS: tuple[Instrument, ...] = get_args(Instrument)
_ACTIONS: tuple[Action, ...] = get_args(Action)
_BEARER = 20
"""Masked characters before a participle in which the word stands that bears it."""
_STEMS = ("head-stem", "understanding-stem", "coming-stem")
_FORMS = ("base", "present", "past", "participle")
_PARTS = ("head", "heads", "act", "verb", "telling", "words", "cue")


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
    """A turn of phrase that tells an agreement; groups of `pattern`: `what` it is about, `to` whom.

    `lends` tells credits of organisations, `of_talks` the state of talks, which nobody acts in, `by` what "to" agreed.
    """

    action: Action
    rule: str
    instrument: Instrument
    pattern: re.Pattern[str]
    lends: bool
    of_talks: bool
    by: bool


def _fields(row: Row, names: str) -> list[str]:
    """The words of the row's value, which are to be those that `names` names."""
    fields = row["value"].split()
    if len(fields) != len(names.split()):
        raise LexiconError(f"{row.where}: the value is to be {names}, not {row['value']!r}")
    return fields


def _whole(row: Row) -> str:
    """The pattern of a row that is tried beside others; raises LexiconError where it cannot be."""
    pattern = with_classes(row["pattern"])
    if row.added and compiled(row, pattern).groups:
        raise LexiconError(f"{row.where}: a group is written (?:…) here, for several patterns are tried at once")
    return pattern


def _conjugated(row: Row) -> Iterator[tuple[str, str, re.Pattern[str] | None]]:
    """The forms of a verb as acts of their own: the name of each, its pattern and, of active ones, the participle's."""
    forms = [form.strip() for form in _whole(row).split("/")]
    if len(forms) != len(_FORMS):
        raise LexiconError(f"{row.where}: a verb is given as {'/'.join(_FORMS)}, not {row['pattern']!r}")
    base, present, past, participle = forms
    passive = compiled(row, rf"(?:{participle})(?!\w)") if participle else NEVER
    for name, form in (("past", past), ("present", present), ("present", base)):
        if form:
            yield name, f"(?:{form})", passive
    if participle:
        yield "participle", f"(?:{participle})", None


def _name_pattern(name: str) -> str:
    """A treaty's name in any case; an acronym as it is written: "SALT" is a treaty, "salt" is not."""
    pattern = re.escape(name).replace(r"\*", r"\w*")
    return pattern if name.split()[0].isupper() else f"(?i:{pattern})"


class Vocabulary:
    """The rows of one language. Built once, at start-up."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        heads: list[tuple[Instrument, bool, str]] = []
        acts: list[tuple[Action, str, str, re.Pattern[str] | None]] = []
        verbs: list[tuple[Action, Row]] = []
        words: dict[str, list[str]] = defaultdict(list)
        cues = (row for row in lexicon.rows("agreements", lang) if row["part"] == "cue")
        self._cues = by_name(cues, "value", with_classes)
        self.tellings: dict[str, Telling] = {}
        for row in lexicon.rows("agreements", lang):
            part, value, pattern = among(row, row["part"], _PARTS), row["value"], row["pattern"]
            if part in ("head", "heads"):
                heads.append((among(row, value, _INSTRUMENTS), part == "heads", _whole(row)))
            elif part == "act":
                action, form = _fields(row, "ACTION FORM")
                acts.append((among(row, action, _ACTIONS), form, _whole(row), None))
            elif part == "verb":
                verbs.append((among(row, value, _ACTIONS), row))
            elif part == "telling":
                action, instrument, rule = _fields(row, "ACTION INSTRUMENT RULE")
                name = f"telling {len(self.tellings)}"
                told = among(row, action, _ACTIONS), rule, among(row, instrument, _INSTRUMENTS)
                lends, of_talks, by = (rule == name for name in ("credit", "talks", "agreed-by"))
                turn = searched(row, with_classes(pattern))
                self.tellings[name] = Telling(*told, turn, lends=lends, of_talks=of_talks, by=by)
            elif part == "words":
                words[value].extend(pattern.split("|"))
        for action, row in verbs:
            acts.extend((action, *form) for form in _conjugated(row))
        gated = {name: self._cues[name] for name in (*_TURNS, *_SELDOM) if name in self._cues}
        gate = Gate(gated | {name: telling.pattern for name, telling in self.tellings.items()}, lang)
        self._openings = lru_cache(maxsize=_KEPT)(gate.open)
        # "firma" is a verb, "la firma de" a noun: the longer pattern has to be tried first.
        acts.sort(key=lambda act: act[1] != "noun")
        self.words = {name: frozenset(items) for name, items in words.items()}
        self._stems = Stems({name: words[name] for name in _STEMS}, lang)
        self.numbers = {w: int(n) for w, _, n in (item.partition("=") for item in words["number"])}
        self.ordinals = {w: int(n) for w, _, n in (item.partition("=") for item in words["ordinal"])}
        self._head_kinds = [(instrument, plural) for instrument, plural, _ in heads]
        self._act_kinds = [(action, form, participle) for action, form, _, participle in acts]
        treaties = lexicon.rows("treaties", lang)
        self._treaty_parties = [cells(row["parties"]) for row in treaties]
        names = "|".join("(" + _name_pattern(row["name"]) + ")" for row in treaties)
        forms = sorted({row["name"].partition("*")[0].lower() for row in treaties})
        self._treaty_forms = AhoCorasick(forms, MatchKind.Standard, implementation=Implementation.DFA)
        self._treaties = re.compile(rf"(?<!\w)(?:{names})(?!\w)") if names else NEVER
        self._heads = Matcher([pattern for *_, pattern in heads], lang)
        self._acts = Matcher([pattern for _, _, pattern, _ in acts], lang)

    def turns(self, masked: str) -> Openings:
        """The patterns of tellings, pledges, exits and seldom cues that can match in a masked sentence."""
        return self._openings(masked)

    def stems(self, text: str) -> tuple[list[int], ...]:
        """Where stems of instruments, understandings and signings to come start: only their sentences are read."""
        return tuple(self._stems.find(text).values())

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
        heads += list(self._signed(masked, heads))
        if not heads:
            return heads
        heads.sort(key=lambda head: head.start)
        named = len(heads)
        k = 0
        for match in self.turns(masked).word("elliptic").finditer(masked, heads[0].end):
            while k + 1 < named and heads[k + 1].end <= match.start():
                k += 1
            heads.append(Head(*match.span(), heads[k].instrument, plural=False))
        return sorted(heads, key=lambda head: head.start)

    def _signed(self, masked: str, heads: list[Head]) -> Iterator[Head]:
        """What names an instrument only where it is signed: "signed a partnership on"."""
        taken = [head.start for head in heads]
        turns = self.turns(masked)
        for match in turns.word("signs").finditer(masked):
            begin, end = match.span("what")
            at = bisect_left(taken, match.start())
            named = taken[at] if at < len(taken) else len(masked) + 1
            if named > end + 1 and (at == len(taken) or not self.cue("same-name").fullmatch(masked, end, named)):
                yield self._signable(masked, begin, end)
        for match in turns.word("was-signed").finditer(masked):
            near = max(0, match.start() - _SIGNED)
            if bisect_left(taken, near) == bisect_left(taken, match.start()):
                for thing in list(self.cue("signable").finditer(masked, near, match.start()))[-1:]:
                    yield self._signable(masked, *thing.span())

    def _signable(self, masked: str, begin: int, end: int) -> Head:
        plan = self.cue("plan-word").match(masked, begin)
        return Head(begin, end, "plan" if plan else "agreement", plural=False)

    def _takes(self, masked: str, end: int) -> bool:
        """Whether an object stands behind a verb that ends there."""
        return masked.startswith(" ", end) and self.cue("object").match(masked, end + 1) is not None

    def _is_borne(self, masked: str, start: int) -> bool:
        """Whether an auxiliary, an adverb or an instrument stands before a participle: "was", "jointly", "pact"."""
        before = masked[max(0, start - _BEARER) : start].split()
        return bool(before) and self.has("bearer", before[-1].lower())

    def acts(self, masked: str) -> list[ActWord]:
        """The words of acts in a masked sentence."""
        found = []
        for number, start, end in self._acts.find(masked):
            if masked[start - 1 : start] in ("-", "–"):
                continue  # "an EU-brokered accord"
            if masked[start:end].isupper() and _LABEL.match(masked, end):
                continue  # "SECURING THE DEAL: On Friday ..."
            action, form, participle = self._act_kinds[number]
            if participle is not None and not self._takes(masked, end):
                # No active form: "unveiled" may be the participle, as "sewn" always is.
                passive = participle.match(masked, start)
                if passive is None:
                    continue
                form, end = "participle", passive.end()
            if form == "participle" and not self._is_borne(masked, start):
                if not (
                    self._takes(masked, end) and self.cue("perfect").search(masked, max(0, start - _BEARER), start)
                ):
                    continue
                form = "past"  # "has broken off its pact with"
            found.append(ActWord(start, end, action, form, f"{action}-{form}"))
        return found
