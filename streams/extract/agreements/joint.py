"""Joint statements and declarations told by their name or by what they say, without a word for the act."""

from __future__ import annotations

from streams.extract.agreements.act import Act
from streams.extract.agreements.drafting import Drafter
from streams.extract.agreements.phrase import Phrase
from streams.extract.agreements.sides import Side, sides
from streams.extract.agreements.state import State
from streams.extract.agreements.vocabulary import Vocabulary
from streams.extract.document import Line

_LEAD = 6
"""First sentences of a joint text, which say whose it is."""
_MANY = 5
"""Parties that a lead lists: so many are whose text it is, of fewer the later ones may be what it is about."""
_TITLE_START = 40
"""Masked characters of a title within which the name of the text itself starts."""
_OWNERS = 20
"""Masked characters before a statement in which stands whose it is: "foreign ministers'"."""
_SAID = 50
"""Masked characters before a joint statement that may tell that it is only to come."""


class JointTextReader:
    """Reads joint texts of one language."""

    def __init__(self, vocabulary: Vocabulary, drafter: Drafter) -> None:
        self._words = vocabulary
        self._drafter = drafter

    def itself(self, state: State, line: Line, phrases: list[Phrase]) -> None:
        """A title that names the text itself: "Joint Statement of X and Y on …"."""
        phrase = phrases[0] if phrases else None
        if phrase is None or phrase.start > _TITLE_START:
            return
        act = Act(phrase.head.start, phrase.head.end, "adopted", "text-itself", told="adopted")
        if phrase.instrument == "memorandum":
            name = line.masked[phrase.start : phrase.end].lower().split()
            if len(sides(phrase.parties)) < 2 and not any(self._words.has("understanding", word) for word in name):
                return  # a president's memorandum to his ministers
            act.action = act.told = "signed"
        elif phrase.instrument not in ("statement", "declaration") or not (
            (len(sides(phrase.parties)) > 1 and self._words.cue("several-authors").match(line.masked, phrase.head.end))
            or self._words.cue("joint-text").search(line.masked, max(0, phrase.start - _OWNERS), phrase.head.end)
        ):
            return
        parties = sides(phrase.parties)
        met = self._words.cue("after-meeting").match(line.masked, phrase.head.end)
        if len(parties) < 2 and met is not None:  # "Joint Statement Following the Meeting Between X and Y in Z"
            parties = sides(line.mentions(met.end(), len(line.masked), "A"))
        if len(parties) < 2:
            owners = sides(line.mentions(0, phrase.head.start, "A"))  # "G7 Foreign Ministers' Statement on"
            parties = self._lead_parties(state) or parties or owners or state.parties.focus
        if len(parties) >= 2 or (parties and parties[0].code.startswith("org:")):
            act.phrases.append(phrase)
            self._drafter.add(state, line, act, phrase, parties)

    def told_in(self, state: State, line: Line, phrase: Phrase) -> bool:
        """A joint statement told by what it says: "X and Y said in a joint statement"; whether there is one."""
        if phrase.instrument not in ("statement", "declaration") or phrase.head.plural:
            return False
        masked = line.masked
        left = masked[: phrase.start]
        itself = self._words.cue("text-is").search(left[-_SAID:])
        joint = itself or self._words.cue("joint-text").search(masked, phrase.start, phrase.head.end)
        if joint is None:
            return phrase.instrument == "statement" and self._told_by_all(state, line, phrase)
        told = itself or (not phrase.definite and self._words.cue("told-in").search(masked, 0, joint.start()))
        heading = not any(map(str.isalpha, left)) and not masked[phrase.end :].strip(" ,.") and len(phrase.parties) > 1
        telling = told or heading or self._words.cue("telling").match(masked, phrase.end)
        cited = len(sides(phrase.parties)) > 1 and bool(phrase.topics)  # "they recalled the statement of X and Y on"
        if not telling and not cited:
            return False
        if any(self._words.cue(name).search(left[-_SAID:]) for name in ("planned", "unreal")):
            return False
        act = Act(phrase.head.start, phrase.head.end, "adopted", "told-in", told="adopted", limit=len(masked))
        if self._words.cue("private-author").match(masked, phrase.end):
            return False  # "in a joint statement by two agencies"
        parties = sides(phrase.parties)
        if len(parties) < 2:
            parties = state.parties.of(line, act, phrase, [])
        if len(parties) < 2:
            parties = sides(line.mentions(phrase.end, phrase.end + _SAID, "A")) or parties
        joined = len(parties) >= 2 or (parties and parties[0].code.startswith("org:"))
        if not joined or line.span.start < state.document.article.title_end:
            return False
        act.phrases.append(phrase)
        known = any({side.code for side in parties} == set(draft.parties) for _, draft in state.drafts)
        if (itself or not telling) and known:
            return True  # the title has told it
        if telling:
            self._drafter.add(state, line, act, phrase, parties)
        elif draft := self._drafter.draft(state, line, act, phrase, parties):
            draft.date, draft.confidence = None, 0.6
            draft.evidence = [item for item in draft.evidence if item.slot != "date"]
            state.add(line, draft)
        return True

    def _told_by_all(self, state: State, line: Line, phrase: Phrase) -> bool:
        """ "In a statement after the talks, the two sides said": one that several make together."""
        match = self._words.cue("sides-said").match(line.masked, phrase.end)
        if phrase.definite or match is None or not self._words.cue("told-in").search(line.masked, 0, phrase.start):
            return False
        parties = sides(line.mentions(match.start("who"), match.end("who"), "A"))
        if len(parties) < 2:
            return False
        act = Act(phrase.head.start, phrase.head.end, "adopted", "told-in", told="adopted", limit=len(line.masked))
        act.phrases.append(phrase)
        self._drafter.add(state, line, act, phrase, parties)
        return True

    def _lead_parties(self, state: State) -> list[Side]:
        """Whose joint text it is, as its first sentences say ("X, Y and Z issue the following joint statement")."""
        lead = state.document.lines[1:_LEAD]
        for line in lead:
            found = sides([m for m in line.actors if m.kind in ("country", "org", "body")])
            if len(found) >= 2 and self._words.cue("text-of").search(line.masked):
                return found
        for line in lead:
            found = sides([m for m in line.actors if m.kind in ("country", "org", "body", "person")])
            if len(found) >= 2:
                return found if len(found) >= _MANY else self._first_listed(line, found)
        return []

    def _first_listed(self, line: Line, found: list[Side]) -> list[Side]:
        """The first two sides, and those that are listed with them: "as leaders of A, B and C"."""
        last = 2
        while last < len(found):
            begin, end = line.masked_index(found[last - 1].start) + 1, line.masked_index(found[last].start)
            if self._words.cue("join-sides").fullmatch(line.masked, begin, end) is None:
                break
            last += 1
        return found[:last]
