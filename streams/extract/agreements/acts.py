"""What is done with instruments: acts, told apart as done, to come, or not real, and the phrases they take."""

from __future__ import annotations

from dataclasses import dataclass, field

from schemas.report import Action
from streams.extract.agreements.phrase import Phrase
from streams.extract.agreements.vocabulary import ActWord, Vocabulary

_WINDOW, _GAP, _FIRST_GAP = 70, 60, 80
"""Masked characters: before an act that tell its tense, between two listed phrases, between an act and its object."""


@dataclass(slots=True)
class Act:
    """An act in a sentence, at masked `start` to `end`: `action` is "planned" where it is to come.

    `passive` acts take what stands before them. `subject` is where the clause starts that names who acts; `limit` where the next act
    starts. `nominal` acts ("the signing of") have no subject of their own.
    """

    start: int
    end: int
    action: Action
    rule: str
    passive: bool = False
    reduced: bool = False
    nominal: bool = False
    subject: int = 0
    limit: int = 0
    told: Action = "signed"
    phrases: list[Phrase] = field(default_factory=list)


class ActFinder:
    """Finds the acts of a sentence and the phrases that they govern."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary

    def find(self, masked: str, words: list[ActWord], phrases: list[Phrase], *, title: bool) -> list[Act]:
        """The acts of a sentence that govern a phrase, in order."""
        acts: list[Act] = []
        bounds = [0]
        for number, word in enumerate(words):
            following = words[number + 1].start if number + 1 < len(words) else len(masked)
            act = self._act(masked, word, phrases, bounds[-1], following, title=title)
            if act is not None and act.phrases:
                acts.append(act)
            if word.form not in ("noun", "adjective"):
                bounds.append(word.end)
        return acts

    def _act(
        self, masked: str, word: ActWord, phrases: list[Phrase], bound: int, following: int, *, title: bool
    ) -> Act | None:
        left = masked[max(bound, word.start - _WINDOW) : word.start]
        act = Act(word.start, word.end, word.action, word.rule, subject=bound, told=word.action, limit=following)
        act.nominal = word.form in ("noun", "gerund")
        outer = [p for p in phrases if not p.nested]
        if word.form == "past":
            passive = self._words.cue("passive").search(left)
            if passive:
                act.passive = True
                if passive["unreal"]:
                    return None
                if passive["planned"]:
                    act.action = "planned"
            elif not self._object_follows(masked, word.end, outer, following):
                if not self._words.cue("behind-participle").match(masked, word.end):
                    return None
                act.passive = act.reduced = True
            if not passive and self._words.cue("infinitive").search(left):
                return None
        elif word.form == "gerund" and self._words.cue("passive").search(left):
            act.nominal = False
        elif word.form == "force":
            act.passive = True
            if self._words.cue("modal").search(left) or self._words.cue("infinitive").search(left):
                act.action = "planned"
        elif (
            word.form == "base" and word.action in ("terminated", "suspended") and self._words.cue("modal").search(left)
        ):
            pass
        elif word.form == "base":
            if self._words.cue("modal").search(left) or self._words.cue("infinitive").search(left):
                act.action = "planned"
                if word.action == "extended" and self._words.cue("resolved").search(left):
                    act.action = word.action
                if self._words.cue("law").search(left.rstrip().removesuffix("to")):
                    act.action = word.action
            elif not (title or word.action == "signed"):
                return None
        elif word.form in ("adjective", "future"):
            act.action = "planned"
        if self._denied(masked, left, word, act):
            return None
        if (
            act.action not in ("planned",)
            and word.form in ("gerund", "noun")
            and self._words.cue("planned").search(left)
        ):
            act.action = "planned"
        if (
            word.form in ("noun", "gerund", "base")
            and act.action != "planned"
            and self._words.cue("later").match(masked[word.end : word.end + 260])
        ):
            act.action = "planned"
        act.phrases = self._govern(masked, act, phrases, outer, bound, following)
        return act

    def _denied(self, masked: str, left: str, word: ActWord, act: Act) -> bool:
        if self._words.cue("negated").search(left[-24:]):
            return True
        if act.action == "planned" or word.form in ("noun", "gerund"):
            return self._words.cue("unreal").search(left) is not None
        return self._words.cue("unreal").search(left[-28:]) is not None

    def _object_follows(self, masked: str, end: int, phrases: list[Phrase], following: int) -> bool:
        for phrase in phrases:
            if phrase.start >= end:
                gap = masked[end : phrase.start]
                return phrase.start <= following and self._is_short(gap)
        return False

    def _is_short(self, gap: str) -> bool:
        """Whether only small words and mentions stand between an act and its object ("signed in Rome on Friday a")."""
        return len(gap) <= _FIRST_GAP and self._words.cue("gap").fullmatch(gap) is not None

    def _govern(
        self, masked: str, act: Act, phrases: list[Phrase], outer: list[Phrase], bound: int, following: int
    ) -> list[Phrase]:
        if act.passive:
            taken = self._before(masked, act, phrases if act.reduced else outer, bound)
            if not act.reduced or taken:
                taken += self.listed(masked, act.end, outer, taken)
            if taken:
                return taken
        first = next((p for p in outer if p.start >= act.end), None)
        if first is None:
            first = next((p for p in phrases if p.start >= act.end), None)
        if first is None or first.start > following or not self._is_short(masked[act.end : first.start]):
            return []
        return [first, *self.listed(masked, first.end, outer, [first])]

    def _before(self, masked: str, act: Act, phrases: list[Phrase], bound: int) -> list[Phrase]:
        taken: list[Phrase] = []
        edge = act.start
        for phrase in reversed([p for p in phrases if p.end <= act.start]):
            gap = masked[phrase.end : edge]
            if not taken:
                if (len(gap) > _FIRST_GAP * (2 if not act.reduced else 1)) or (";" in gap) or phrase.end <= bound - 1:
                    break
                if act.reduced and (len(gap.split()) > 12 or self._has_verb(gap)):
                    break
            elif act.reduced or not self._words.cue("join").fullmatch(gap) or phrase.end <= bound:
                break
            taken.insert(0, phrase)
            edge = phrase.start
        return taken

    def _has_verb(self, gap: str) -> bool:
        return any(self._words.has("finite", word.lower()) for word in gap.split()[:-3])

    def listed(self, masked: str, start: int, phrases: list[Phrase], taken: list[Phrase]) -> list[Phrase]:
        """Phrases from `start` on that are listed with the ones taken."""
        found: list[Phrase] = []
        edge = start
        for phrase in phrases:
            if phrase.start < start or phrase in taken:
                continue
            gap = masked[edge : phrase.start]
            late = not found and self._words.cue("join-late").fullmatch(gap)
            if not late and (len(gap) > _GAP or not self._words.cue("join").fullmatch(gap)):
                break
            found.append(phrase)
            edge = phrase.end
        return found


__all__ = ["Act", "ActFinder"]
