"""What is done with instruments: acts, told apart as done, to come, or not real, and the phrases they take."""

from __future__ import annotations

import re
from bisect import bisect_left

from streams.extract.agreements.act import ENDING, Act
from streams.extract.agreements.objects import ObjectFinder
from streams.extract.agreements.phrase import Phrase
from streams.extract.agreements.vocabulary import ActWord, Vocabulary

_WINDOW, _NEAR, _LATER = 70, 28, 260
"""Masked characters before an act that tell its tense, right before it that deny it, behind it that put it off."""
_AROUND = 60
"""Phrases before and behind an act that it may be done upon: a sentence that has more repeats itself."""
_MADE = frozenset({"signed", "adopted", "agreed"})
"""Acts by which an instrument comes about that does something to another."""
_RESOLVED = ENDING | {"extended"}
"""Acts that are done when they are resolved upon: "decided to end its pact"."""
_PURPOSE = 70
"""Masked characters between an accord and what it is meant to do."""
_CLOSED = re.compile(r"[,;:]")
_ASIDE = 160
"""Masked characters of a relative clause between a phrase and its verb."""


_AUXILIARIES = ("passive", "modal", "perfect")
"""Cues of what may stand between the subject of a main clause and its act: "the treaty, signed in May, has lapsed"."""


class ActFinder:
    """Finds the acts of a sentence and the phrases that they govern."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary
        self._objects = ObjectFinder(vocabulary)

    def find(self, masked: str, words: list[ActWord], phrases: list[Phrase], *, title: bool) -> list[Act]:
        """The acts of a sentence that govern a phrase, in order."""
        acts: list[Act] = []
        bound = main = 0
        provisions = [word for word in words if word.form == "provides"]
        words = [word for word in words if word.form != "provides"]
        starts = [phrase.start for phrase in phrases]

        def around(word: ActWord) -> list[Phrase]:
            at = bisect_left(starts, word.start)
            return phrases[max(0, at - _AROUND) : at + _AROUND]

        for number, word in enumerate(words):
            following = words[number + 1].start if number + 1 < len(words) else len(masked)
            near = around(word)
            act = self._act(masked, word, near, bound, following, title=title)
            if act is not None and act.passive and not act.phrases and main < bound:
                act.phrases = self._resumed(masked, act, near, main)
            if act is not None and act.phrases:
                acts.append(act)
            if word.form not in ("noun", "adjective"):
                main = main if act is not None and act.reduced else bound
                bound = word.end
        acts = self._without_contents(masked, self._without_laws(masked, _with_own(acts)))
        taken = {phrase.start for act in acts for phrase in act.phrases}
        for word in provisions:
            act = self._provision(masked, word, [p for p in around(word) if p.start not in taken])
            if act is not None:
                acts.append(act)
        return acts

    def _without_laws(self, masked: str, acts: list[Act]) -> list[Act]:
        """The acts without those upon a law: "law ratifying the agreement signed" tells no signing of the agreement."""
        lawful = {
            phrase.start
            for act in acts
            if act.told == "ratified" and self._words.cue("law").search(masked[max(0, act.start - _NEAR) : act.start])
            for phrase in act.phrases
        }

        def of_law(act: Act) -> bool:
            mute = not act.passive or not masked[act.end :].strip(" .")
            own = not act.reduced or masked[: act.start].rstrip().endswith(" and")
            passed = act.passive and own and act.told in ("adopted", "agreed")  # by a parliament
            return (passed or (act.told == "signed" and mute)) and any(p.start in lawful for p in act.phrases)

        return [act for act in acts if not of_law(act)]

    def _without_contents(self, masked: str, acts: list[Act]) -> list[Act]:
        """The acts without what another one's instrument does, or is done by another one.

        "signed a protocol extending the accord" is one, and so is "the withdrawal from the treaty took effect".
        """
        made = [phrase for act in acts if act.told in _MADE for phrase in act.phrases]
        heads = {phrase.head.end for phrase in made}
        topics = {start for phrase in made for start, _ in phrase.topics}
        left = {phrase.start for act in acts if act.told in ENDING and act.nominal for phrase in act.phrases}

        def is_purpose(act: Act) -> bool:
            """Whether it is what an accord is meant to do: "the accord of A and B in May to extend the pact"."""
            if act.told != "extended" or act.nominal or act.passive:
                return False
            gaps = [masked[end : act.start] for end in heads if end < act.start <= end + _PURPOSE]
            open_ = [gap for gap in gaps if not (_CLOSED.search(gap) or self._words.cue("resolved").search(gap))]
            return any(self._words.cue("infinitive").search(gap) for gap in open_)

        def of_another(act: Act) -> bool:
            if act.told == "in_force":
                return any(phrase.start in left for phrase in act.phrases)
            if is_purpose(act):
                return True
            done = act.told == "extended" and len(masked[: act.start].rstrip()) in heads
            return act.nominal and (done or act.start in topics)  # "a declaration on ratifying the treaty"

        return [act for act in acts if not of_another(act)]

    def _provision(self, masked: str, word: ActWord, phrases: list[Phrase]) -> Act | None:
        """ "a separate deal lets X do Y": an instrument told by what it provides, where it is new to the text."""
        subject = next(
            (p for p in phrases if not p.nested and masked[p.end : word.start].strip(" ,") in ("", "which")), None
        )
        if (
            subject is None
            or subject.definite
            or subject.head.plural
            or subject.end > word.start
            or not subject.told_new
        ):
            return None
        act = Act(word.start, word.end, word.action, word.rule, passive=True, told=word.action, limit=len(masked))
        act.phrases = [subject]
        return act if not self._is_denied(masked[max(0, subject.start - _WINDOW) : word.start], act) else None

    def _resumed(self, masked: str, act: Act, phrases: list[Phrase], main: int) -> list[Phrase]:
        """What a main clause goes on with behind a relative one: "the accord, signed in 2002, was renewed"."""
        lead = masked[max(main, act.start - _ASIDE) : act.start]
        for auxiliary in _AUXILIARIES:
            lead = self._words.cue(auxiliary).sub("", lead)
        lead = lead.rstrip()
        coordinated = act.reduced and lead.endswith(" and")  # "the deal, brokered by X and signed by Y and Z"
        closed = coordinated or lead.endswith((",", ")", "–", "—"))
        ahead = act.action == "planned" or self._words.cue("coming").match(masked, act.start)
        if not closed and (act.reduced or ahead or not self._words.cue("one-verb").fullmatch(lead)):
            return []  # a finite verb, but not that of "a pact signed in May by X and Y took effect"
        outer = [p for p in phrases if not p.nested and main <= p.start and p.end <= act.start]
        return outer[-1:] if outer and act.start - outer[-1].end <= _ASIDE else []

    def _act(
        self, masked: str, word: ActWord, phrases: list[Phrase], bound: int, following: int, *, title: bool
    ) -> Act | None:
        """The act that a word tells, with its phrases; None where it is not real."""
        left = masked[max(bound, word.start - _WINDOW) : word.start]
        act = Act(word.start, word.end, word.action, word.rule, subject=bound, told=word.action, limit=following)
        outer = [p for p in phrases if not p.nested]
        if word.form in ("past", "participle"):
            act.close = word.form == "participle"
            real = self._past(masked, left, act, outer)
        elif word.form == "base":
            real = self._base(masked, left, act, title=title)
        else:
            real = True
            progressive = self._words.cue("passive").search(left) if word.form == "gerund" else None
            act.nominal = word.form in ("noun", "gerund") and progressive is None
            if progressive is not None and progressive["planned"] and act.told not in ENDING:
                act.action = "planned"  # "will be signing"
            act.passive = word.form == "force"
            near = max(0, word.start - _NEAR)
            over = self._words.cue("talks-over").search(masked, near, word.start) if word.form == "adjective" else None
            if over is not None:
                act.action = act.told = "agreed"
                act.start, act.subject = over.start(), 0 if bound > over.start() else bound
            if word.form == "present":
                real = self._present(masked, left, act)
            ahead = act.passive and self._is_ahead(left)
            if word.form == "future" or (ahead and act.told != "extended"):
                act.action = "planned"
        assent = word.form != "goal" and self._words.cue("assent").match(masked, word.start)
        if assent and self._words.cue("lawmakers").search(left):
            act.action = act.told = "ratified"
        behind = masked[word.end : word.end + _LATER]
        if not real or self._is_denied(left, act) or self._is_void(masked, left, act, word, bound):
            return None
        if act.nominal and not self._words.cue("led-to").search(left):
            act.action = "planned" if self._is_due(masked, left, act, word, bound) else act.action
        if (act.nominal or word.form == "base") and self._words.cue("later").match(behind):
            act.action = "planned"
        governed = self._objects.governed(masked, act, phrases, outer, bound)
        act.phrases = [p for p in governed if not self._words.cue("no-such").match(masked, p.start)]
        return act

    def _is_due(self, masked: str, left: str, act: Act, word: ActWord, bound: int) -> bool:
        """Whether an act told by a noun is to come: "they discussed the signing of a pact", "will see the signing"."""
        over = self._words.cue("since-the").search(left)  # "what was reached since the signing of the accord"
        noun = word.form == "noun"
        before = noun and self._words.cue("discussed").search(masked, bound, word.start)
        behind = self._words.cue("discussed-behind").match(masked, word.end)
        # A gerund before a comma is an aside: "Signing the pact, the two said that trade was discussed."
        discussed = not over and (before or (behind and (noun or "," not in behind[0])))
        seen = self._words.cue("witnessing").search(masked, max(0, act.start - _ASIDE), act.start)
        notice = act.told in ENDING and self._words.cue("notice").search(left)
        planned = not (over or notice) and self._words.cue("planned").search(left)
        return bool(discussed or planned or (seen and self._is_shared(masked, seen.start())))

    def _past(self, masked: str, left: str, act: Act, outer: list[Phrase]) -> bool:
        """Tells active, passive ("was signed") and reduced ("the pact signed in Rome") apart; whether it is real."""
        passive = self._words.cue("passive").search(left)
        if passive is not None:
            act.passive = True
            act.action = "planned" if passive["planned"] else act.action
            if self._words.cue("counted").search(left):
                return False  # "is the first to be signed by X"
            return passive["unreal"] is None and not self._words.cue("not-yet").search(left)
        if self._words.cue("infinitive").search(left) or self._words.cue("to-which").search(left):
            return False
        will = act.told not in ENDING and self._words.cue("modal").search(left)
        if will or self._words.cue("once").search(left):
            act.action = "planned"  # "when concluded, this agreement will", "will put in place an accord"
        behind = next((p for p in outer if p.start >= act.end), None)
        follows = any(not masked[p.end : act.start].strip(" ,") for p in outer if p.end <= act.start)
        if (
            follows
            or behind is None
            or behind.start > act.limit
            or not self._objects.is_short(masked[act.end : behind.start])
        ):
            act.passive = act.reduced = True
            return self._words.cue("behind-participle").match(masked, act.end) is not None
        return True

    def _is_shared(self, masked: str, start: int) -> bool:
        """Whether the verb there shares the auxiliary of the one before: "will adopt a statement and sign a treaty"."""
        return self._words.cue("shared-plan").search(masked[max(0, start - _ASIDE) : start]) is not None

    def _present(self, masked: str, left: str, act: Act) -> bool:
        """Tells "adopt", "will adopt" and "are to adopt" apart; whether it is real."""
        infinitive = self._words.cue("infinitive").search(left) is not None
        if self._words.cue("coordinate").search(left) and self._words.cue("unreal").search(left):
            return False  # "threatened to raise tariffs and renegotiate the pact"
        if act.told not in ENDING and self._is_shared(masked, act.start):
            act.action = "planned"
            return True
        if self._words.cue("due" if infinitive else "modal").search(left):
            resolved = act.told in _RESOLVED and self._words.cue("resolved").search(left)
            ending = act.told in ENDING and not infinitive  # announcing that one leaves is leaving
            act.action = act.action if resolved or ending else "planned"
            return True
        return not infinitive or self._words.cue("glad").search(left) is not None  # "pleased to announce"

    def _base(self, masked: str, left: str, act: Act, *, title: bool) -> bool:
        """Tells "will sign", "agreed to extend" and "voted to ratify" apart; whether it is real."""
        modal = self._words.cue("modal").search(left) is not None
        if modal and act.told in ENDING:
            return True  # announcing that one leaves is leaving
        if not self._is_ahead(left):
            if self._is_shared(masked, act.start):
                act.action = "planned"
                return True
            # In Russian the form tells no act by itself.
            return (title or act.told == "signed") and not self._words.cue("infinitive-only").search(left)
        if self._words.cue("nth").search(left):
            return True  # "the seventh nation to sign the accords"
        if self._words.cue("purpose").search(left):
            return True  # "joined his counterparts in Rome to sign"
        near = masked[max(0, act.start - _NEAR) : act.start]
        resolved = act.told in _RESOLVED and self._words.cue("resolved").search(near)
        law = self._words.cue("law").search(left.rstrip().removesuffix("to"))
        lawful = law is not None and not self._words.cue("planned").search(left, 0, law.start())
        if not resolved and not lawful:
            act.action = "planned"
        return True

    def _is_ahead(self, left: str) -> bool:
        return any(self._words.cue(name).search(left) for name in ("modal", "infinitive", "coordinate"))

    def _is_denied(self, left: str, act: Act) -> bool:
        if self._words.cue("negated").search(left[-_NEAR:]) or self._words.cue("denial").search(left):
            return True
        wide = act.action == "planned" or act.nominal or act.rule.endswith("-base")
        return self._words.cue("unreal").search(left if wide else left[-_NEAR:]) is not None

    def _is_void(self, masked: str, left: str, act: Act, word: ActWord, bound: int) -> bool:
        """Whether an act is only imagined, broken off, or entry into force of no day that something else precedes."""
        if act.nominal and self._is_supposed(masked, left, word):
            return True
        if word.action == "planned" and word.form in ("adjective", "force"):
            return self._words.cue("broken-off").match(masked[word.end : word.end + _LATER]) is not None
        if word.action != "in_force":
            return False
        end = masked.find(" ", word.start)
        ahead = self._words.cue("ahead-of-force").search(masked, max(bound, word.start - _WINDOW), end)
        return ahead is not None and self._words.cue("dated-force").match(masked, word.end) is None

    def _is_supposed(self, masked: str, left: str, word: ActWord) -> bool:
        """Whether an act is the subject of what would follow: "leaving the pact would be costly"."""
        cue = "hypothetical" if word.form == "gerund" else "hypothetical-noun"
        supposed = self._words.cue(cue).match(masked, word.end) is not None
        return supposed and self._words.cue("sequel").search(left) is None


def _with_own(acts: list[Act]) -> list[Act]:
    """The acts without phrases listed behind them that have such an act of their own.

    "The treaty, signed in 1966, and the accord, signed in 2002".
    """
    for number, act in enumerate(acts):
        own = {p.start for later in acts[number + 1 :] if later.reduced for p in later.phrases if p.start > act.end}
        if act.reduced and own:
            act.phrases = [phrase for phrase in act.phrases if phrase.start not in own]
    return [act for act in acts if act.phrases]
