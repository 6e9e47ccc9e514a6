"""Who acts in a clause: subjects, agents, those whom a sentence names besides."""

from __future__ import annotations

import re

from streams.extract.agreements.act import Act
from streams.extract.agreements.matcher import Token, tokens
from streams.extract.agreements.phrase import Phrase, stands_for
from streams.extract.agreements.sides import Side, sides
from streams.extract.agreements.vocabulary import Vocabulary
from streams.extract.document import Line
from streams.extract.mention import Mention

_CLAUSE, _AGENT = 300, 160
"""Masked characters before an act that may name who acts, and behind a passive."""
_CAUSE = 20
"""Masked characters before a phrase that tell that somebody lets it lapse."""
_KIND = 40
"""Masked characters before the noun of an instrument in which its kind stands."""
_ADVERBS = 20
"""Masked characters of auxiliaries and adverbs between a list of names and its verb."""
_FULL_STOP = re.compile(r"[;.]\s")


class ClauseReader:
    """Reads who acts, in one language."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary
        self._listed = vocabulary.cue("listed-actor")

    def told(self, line: Line, act: Act | None, phrase: Phrase) -> tuple[list[Side], list[Side], list[Side]]:
        """Who is named in the phrase, behind its "with", and as acting."""
        aside = self.bystanders(line)
        named = [side for side in sides(phrase.parties) if side.code not in aside]
        partners = sides(phrase.partners)
        if act is None:
            return named, partners, []
        if act.passive:
            return named, partners, sides(self._behind_passive(line, act, phrase))
        if self.is_brokered(line, act):
            return named, partners, []  # "X, who brokered the deal with Y"
        subject = self.subject(line, act)
        inside = line.mentions(act.start, act.end, "A") if act.rule == "planned-adjective" or act.nominal else []
        if inside and act.nominal:
            return named, partners, sides(inside)  # "the ratification by X of"
        acting = sides([*(subject[:1] if inside else subject), *inside])  # "talks with X on a treaty"
        if subject and all(mention.kind == "group" for mention in subject):
            before = line.mentions(act.subject, line.masked_index(subject[0].start), "A")
            there = sides(before)
            acting = there if len(there) == 2 else acting  # "X met Y in Rome, where the two sides signed"
        if len(acting) < 2 and not partners:
            partners = sides(self.agent(line, act))
        return named, partners, [side for side in acting if side.code not in aside]

    def is_brokered(self, line: Line, act: Act) -> bool:
        """Whether the act is that of a mediator, who is no party to what others agree."""
        return self._words.cue("mediated").match(line.masked, act.start) is not None

    def is_private(self, line: Line, act: Act, phrase: Phrase) -> bool:
        """Whether firms, rebels or other people who speak for no state make the deal, or one side of it."""
        masked, head = line.masked, phrase.head.start
        if self._words.cue("private-kind").search(masked[max(phrase.start, head - _KIND) : head]):
            return True  # "a licensing deal"
        nobody = not (phrase.partners or phrase.parties)
        if nobody and self._words.cue("private-owner").match(masked, phrase.start, head):
            return True  # "Exxon's Arctic agreement"
        if not phrase.partners and self._words.cue("private-partner").match(masked, phrase.end):
            return True  # "a deal with the carmaker"
        active = not (act.passive or act.nominal or act.reduced)
        return active and self._words.cue("private-subject").search(masked[act.subject : act.start]) is not None

    def is_strangers(self, line: Line, act: Act, phrase: Phrase) -> bool:
        """Whether the clause names a party that speaks for no state, so that no other is to be looked for elsewhere.

        "Mr Baker has signed a deal", "a treaty signed by 190 nations", "a pact with several tribes".
        """
        masked = line.masked
        if not phrase.partners and self._words.cue("other-partner").match(masked, phrase.end):
            return True
        if phrase.instrument == "statement" and self._words.cue("private-author").match(masked, phrase.head.end):
            return True
        if act.passive:
            return self._words.cue("other-agent").match(masked, act.end) is not None
        clause = masked[act.subject : act.start]
        of_state = self._words.cue("office").search(clause)
        if act.nominal or (of_state and phrase.partners):
            return False
        if of_state:  # "the Department of X and the Office of Y": of one state, where none is named
            several = self._words.cue("offices").search(clause) is not None
            return several and len(sides(line.mentions(act.subject, act.start, "A"))) < 2
        return self._words.cue("other-subject").search(clause) is not None

    def is_signed(self, line: Line, act: Act, phrase: Phrase) -> bool:
        """Whether a state signs or joins the treaty, and nobody is named who is none."""
        return act.told != "agreed" and any(self.told(line, act, phrase)) and not self.is_strangers(line, act, phrase)

    def bystanders(self, line: Line) -> set[str]:
        """Codes of who only hails what others did, or brokers it: "X welcomes the accord", "an X-brokered truce"."""
        turns = self._words.turns(line.masked)
        match = turns.word("bystander").match(line.masked)
        spans = [match.span(1)] if match else []
        spans += [broker.span(1) for broker in turns.word("broker").finditer(line.masked)]
        return {code for span in spans for m in line.mentions(*span, "AJL") for code in m.codes}

    def in_sentence(self, line: Line, act: Act, phrase: Phrase) -> list[Side]:
        """Whom the rest of the sentence names: "X will sell Y oil under a pact signed in Rome"."""
        if act.reduced:
            session = self._words.cue("reached-at").match(line.masked, act.end)
            if session is not None:  # "the accords reached at the summit of X and Y"
                return sides(line.mentions(session.start(1), session.end(1), "AJ"))
            before, behind = line.mentions(0, phrase.start, "A"), line.mentions(phrase.end, len(line.masked), "A")
            if self.is_brokered(line, act) and before:
                behind = []  # "X and Y swapped prisoners in a deal mediated by Z"
            there = sides([*before, *behind])
            roll = None if before else self._words.cue("under-it").match(line.masked, act.end)
            if roll is not None:
                return sides(line.mentions(*roll.span(1), "A"))  # "Under a pact signed in May, X, Y and Z will"
            return there if len(there) <= 2 else []
        return [] if act.passive or act.nominal else sides(line.mentions(0, act.start, "A"))

    def subject(self, line: Line, act: Act) -> list[Mention]:
        """Who acts: the actors right before the act, else those of the clause before it."""
        begin = max(act.subject, act.start - _CLAUSE)
        clause = line.masked[begin : act.start]
        if ";" in clause:  # "the presidents of A, X; B, Y, and C, Z"
            rolls = [m for m in self._words.cue("roll").finditer(clause) if len(clause) - m.end() <= _ADVERBS]
            if rolls:
                return line.mentions(begin + rolls[-1].start(), begin + rolls[-1].end(), "A")
        cut = max(clause.rfind(mark) for mark in ';:“"—') + 1
        row = [token for token in tokens(clause) if token.start >= cut]
        joined = self._words.cue("purpose").search(clause)  # "X joined Y and Z in Rome to sign": all of them do
        near = [] if joined else self._right_before(row)
        if near:
            return [m for t in near for m in line.mentions(begin + t.start, begin + t.end, "A")]
        they = self._words.cue("they").search(clause)
        if they is not None:
            several = self._spoken_of(line, begin + they.start())
            if len(sides(several)) > 1:
                return several
        owner = self._words.cue("owner" if act.nominal else "decision").search(clause, cut)
        if act.nominal or owner:
            return line.mentions(begin + owner.start(1), begin + owner.end(1), "A") if owner else []
        found = [m for t in self._acting(row) for m in line.mentions(begin + t.start, begin + t.end, "A")]
        k = self._past_adverbs(row)
        if not found and k and self._words.has("and", row[k - 1].low):  # "X signed a pact with Y and closed a deal"
            found = self.free(line, max(0, begin - _CLAUSE), begin)
        return found or self._speaker(line, begin, clause)

    def _speaker(self, line: Line, begin: int, clause: str) -> list[Mention]:
        """Whom "it" stands for in what somebody says: "X announced that it was withdrawing from"."""
        if begin == 0 or self._words.cue("it").search(clause) is None:
            return []
        return self.leading(line, begin)

    def leading(self, line: Line, end: int | None = None) -> list[Mention]:
        """The first actor before masked `end` that can be a subject."""
        row = tokens(line.masked[:end])
        found = (t for k, t in enumerate(row) if stands_for(t, "A") and self._is_free(row, k))
        first = next(found, None)
        return line.mentions(first.start, first.end, "A") if first is not None else []

    @staticmethod
    def _spoken_of(line: Line, end: int) -> list[Mention]:
        """Whom "they" stands for: the last pair or group that the sentence names before masked `end`."""
        before = line.mentions(0, end, "A")
        group = next((m for m in reversed(before) if len(m.codes) > 1), None)
        return [group] if group is not None else before[-2:]

    def _joins(self, token: Token) -> bool:
        return token.text in ",-–/" or self._words.has("and", token.low)

    def _is_free(self, row: list[Token], k: int) -> bool:
        """Whether no preposition stands before token k ("in", "of the"), so that it can be a subject."""
        before = k - 2 if k and self._words.has("article", row[k - 1].low) else k - 1
        return before < 0 or not self._words.has("preposition", row[before].low)

    def _right_before(self, row: list[Token]) -> list[Token]:
        """The actors that the row ends with, auxiliaries and adverbs passed over: "X and Y have today"."""
        k = self._past_adverbs(row)
        found: list[Token] = []
        if k and self._words.has("and", row[k - 1].low):
            return []  # "signed a pact with X and closed"
        while k and (stands_for(row[k - 1], "A") or self._links(row, k - 1)):
            k -= 1
            if stands_for(row[k], "A"):
                found.insert(0, row[k])
        at = next((n for n in range(k, len(row)) if found and row[n] is found[0]), 0)
        before = at - 2 if at and self._words.has("article", row[at - 1].low) else at - 1
        if found and before >= 0 and self._words.has("locative", row[before].low):
            del found[0]  # "X and Y in Z signed"
        if found and before > 0 and self._words.has("company", row[before - 1].low):
            return self._right_before(row[: before - 1]) + found  # "X, along with Y and Z, signed"
        if found and before >= 0 and self._words.has("with", row[before].low):
            comma = max((token.start for token in row[at:] if token.text == ","), default=0)
            found = [t for t in found if t.start > comma] or found  # "After talks with X and Y, Z signed"
        return found

    def _past_adverbs(self, row: list[Token]) -> int:
        """Where the auxiliaries and adverbs start that the row ends with."""
        k = len(row)
        while k and (self._words.has("auxiliary", row[k - 1].low) or stands_for(row[k - 1], "DL")):
            k -= 1
        return k

    def _links(self, row: list[Token], k: int) -> bool:
        """Whether token k may stand between actors: "los presidentes de X y de Y", "A de X y B de Y"."""
        of_another = (
            self._words.has("of", row[k].low) and k and (self._joins(row[k - 1]) or stands_for(row[k - 1], "A"))
        )
        return bool(of_another) or self._words.has("actor-link", row[k].low)

    def _behind_passive(self, line: Line, act: Act, phrase: Phrase) -> list[Mention]:
        """Who acts in a passive: its agent, the subject of a relative clause, who lets an accord lapse."""
        found = self.agent(line, act)
        between = self.free(line, phrase.end, act.start) if act.reduced else []
        if found and between and len(sides(between)) == 1:
            return [*between, *found]  # "a pact that X signed with Y"
        found = found or between
        if not found and self._words.cue("causing").search(line.masked, max(0, phrase.start - _CAUSE), phrase.start):
            found = line.mentions(max(act.subject, phrase.start - _CLAUSE), phrase.start, "A")
        return found

    def free(self, line: Line, begin: int, end: int) -> list[Mention]:
        """The actors between masked `begin` and `end` behind no preposition: the subject of a clause."""
        free = self._acting(tokens(line.masked[begin:end]))
        return [m for t in free for m in line.mentions(begin + t.start, begin + t.end, "A")]

    def _acting(self, row: list[Token]) -> list[Token]:
        """The actors behind no preposition, nor joined to one that is."""
        found: list[Token] = []
        free = False
        for k, token in enumerate(row):
            if not stands_for(token, "A"):
                continue
            if not (k > 1 and self._words.has("and", row[k - 1].low) and stands_for(row[k - 2], "A")):
                free = self._is_free(row, k)
            if free:
                found.append(token)
        return found

    def agent(self, line: Line, act: Act) -> list[Mention]:
        """Who acts, behind a passive: "by X and Y", "between X and Y", "with X"."""
        limit = act.limit if act.reduced else len(line.masked)
        right = line.masked[act.end : min(limit, act.end + _AGENT)]
        brokered = self.is_brokered(line, act)
        behalf = [act.end + match.start(1) for match in self._words.cue("behalf").finditer(right)]
        if len(behalf) > 1:  # "signed by Dr Silva on behalf of X and Mr Khan on behalf of Y"
            return [mention for at in behalf for mention in line.mentions(at, at + 1, "ALJ")]
        for match in self._words.cue("agent").finditer(right):
            if _FULL_STOP.search(right, 0, match.end()):
                break
            if brokered and self._words.has("by", match.group().strip().lower()):
                continue
            if self._words.cue("of-other").search(right, 0, match.end()):
                continue  # "after inking the accord, at the end of talks hosted by X"
            found: list[Mention] = []
            k = match.end()
            while (actor := self._listed.match(right, k)) is not None:
                found.extend(line.mentions(act.end + actor.start(1), act.end + actor.end(1), "ALJ"))
                k = actor.end()
            if found:
                return found
        return []
