"""Reference: who "the two leaders", "he", "the president" and "his Kazakh counterpart" are."""

from __future__ import annotations

from operator import attrgetter

from streams.extract.acquaintances import Acquaintances, again
from streams.extract.focus import Focus
from streams.extract.mention import Mention
from streams.extract.strangers import Strangers
from streams.extract.text import Sentence
from streams.extract.units import Row, Words

_OFFICES_OF = {
    "papal-office": ("VAT",),
    "american-office": ("USA",),
    "british-office": ("GBR",),
    "indian-office": ("IND",),
}
"""Offices that, where nothing tells their country, are of one that alone calls them so: "the Treasury Secretary"."""


def resolve(
    text: str,
    spans: list[Sentence],
    rows: list[Row],
    found: list[list[Mention]],
    home: tuple[str, ...],
    words: Words,
) -> None:
    """Fills in codes, names and roles of mentions that refer to others; changes `found` in place.

    `spans`, `rows` and `found` run in parallel, one item a sentence; `home` is the outlet's country, which an
    office without a country belongs to when the article names none.
    """
    memory = _Memory(text, words, home)
    memory.named = {code for mentions in found for m in mentions for code in m.codes} | set(home)
    for mentions in found:
        memory.acquaintances.meet_strangers(mentions)
    for mentions in found:
        memory.acquaintances.learn(mentions, memory.named)
    for span, row, mentions in zip(spans, rows, found, strict=True):
        memory.acquaintances.recall(row, mentions)
        if mentions:
            memory.settle_all(row, mentions)
        memory.recall_pronouns(row, mentions)
        if mentions:
            memory.settle_counterparts(mentions)
            memory.follow(span, mentions)


_SECRETARIES = frozenset({"USA", "MEX", "PHL", "LKA", "IND", "PAK", "BGD"})
"""States that call their ministers secretaries."""
_FIRST = len("The ")
"""Characters before the office with which a sentence opens."""
_OPENING = 4
"""Units at the start of a sentence that may name the country where all of it takes place."""
_SEVERAL = 2  # countries of an article that names more than one
_WORD = 12  # characters before a person in which a preposition stands
SPOKESMAN = ("spokes", "press secretary")
"""Offices, as the table writes them, of those who speak for others."""
_FOREIGN_MINISTER = "foreign minister"
"""The office of the table that a state's "top diplomat" has."""
_CABINET_SECRETARY = "secretary of state"
"""The office that Britain's ministers have "for Defence", and one American has for nothing else."""
_LEADERS = frozenset({"president", "prime minister"})
"""Offices of the table whose holders any word for a head of state may mean."""


class _Memory:
    """What the article has said so far of persons and of the pair it is about."""

    def __init__(self, text: str, words: Words, home: tuple[str, ...]) -> None:
        self._text = text
        self._words = words
        self._home = home
        self._pronouns = words.of("pronoun") | words.of("object")
        self._counterpart = words.of("counterpart")
        self._link, self._led_by = words.pattern("link"), words.pattern("led-by")
        self._who_said, self._says = words.pattern("who-said"), words.pattern("says")
        self.named: set[str] = set()
        self.acquaintances = Acquaintances(text, words)
        self._by_office: dict[str, Mention] = {}
        self._last_person: Mention | None = None
        self._other_person: Mention | None = None  # of whom the text spoke before that
        self._focus = Focus(text, words)
        self._strangers = Strangers(text, words)
        self._context: tuple[str, ...] = ()

    def recall_pronouns(self, row: Row, mentions: list[Mention]) -> None:
        """Makes "he" and "she" the first person of the sentence, else the one that the text spoke of last."""
        if self._pronouns.isdisjoint(row.texts):
            return
        for k in [k for k, text in enumerate(row.texts) if text in self._pronouns]:
            if row.kinds[k] not in ("low", "cap"):
                continue
            start = row.starts[k]
            known = None
            if self._words.has("pronoun", row.texts[k]):
                before = [m for m in mentions if m.kind == "person" and m.codes and m.end <= start]
                first = self._first(sorted((m for m in before if not m.plural), key=_start), start)
                hidden = self._strangers.before(first, mentions, start)
                known = None if hidden else first or self._last_person
            else:
                known = self._object(start, mentions)
            if known is not None and not self._strangers.fits(row.texts[k], known):
                other = self._other_person
                known = other if other is not None and self._strangers.fits(row.texts[k], other) else None
            if known is not None:
                mentions.append(again(known, start, row.ends[k]))
        mentions.sort(key=_start)

    def _first(self, people: list[Mention], start: int) -> Mention | None:
        """Whom "he" means among the people before it: the first, no host of an opening ("After talks with B, A").

        A spokesman is meant only where he speaks of nobody; in "A met B, who said he" it is B.
        """
        if len(people) > 1 and self._who_said.fullmatch(self._text, people[-1].end, start):
            return people[-1]
        people = _spoken_of(people)
        if len(people) > 1 and self._text.startswith(", ", people[0].end) and people[1].start == people[0].end + 2:
            before = self._text[max(0, people[0].start - _WORD) : people[0].start].split()
            if before and self._words.has("company", before[-1].lower()):
                return people[1]
        return people[0] if people else None

    def _object(self, start: int, mentions: list[Mention]) -> Mention | None:
        """ "who received him": the one the sentence before spoke of, where this one speaks of another."""
        people = [m for m in mentions if m.kind == "person" and m.codes and not m.plural and m.end <= start]
        if len(people) > 1 and people[-1].codes != people[-2].codes:
            return people[-2]  # "A held talks with B, and C met him"
        last = self._last_person
        if last is None or any(m.codes == last.codes for m in mentions if m.end <= start):
            return None
        return last

    def settle_all(self, row: Row, mentions: list[Mention]) -> None:
        """Gives the mentions of a sentence what they lack.

        An office without a country belongs to the country of the person it is listed behind, else to the one
        the sentence opens with ("In Egypt, he met Prime Minister …"), else to the outlet's.
        """
        lacking = any(m.kind == "person" and not m.codes for m in mentions)
        host = self._host(row, mentions) if lacking or any(m.plural for m in mentions) else ()
        before: Mention | None = None
        speaker = self._speaker(mentions) if lacking else None
        for number, mention in enumerate(mentions):
            if speaker is not None and self._is_spoken_of(mention):
                mention.codes = speaker.codes  # "the Kremlin said the president would fly to Minsk"
            if before is not None and self._chairs_besides(before, mention):
                mention.codes = before.codes
            if lacking:
                self._context = self._shared(before, mention) or host
            if mention.kind == "group":
                self._settle_group(mention, mentions[:number])
            elif mention.kind == "person":
                if not (mention.codes or mention.name) and number + 1 < len(mentions):
                    mention.codes = self._second_office(mention, mentions[number + 1])
                self._settle_person(mention)
                if mention.kind == "group" and not mention.codes:  # "A and B said that the foreign ministers would"
                    self._settle_group(mention, mentions[:number])
                if mention.kind == "group" and host:
                    self._settle_hosts(mention, host)
            before = mention

    def _speaker(self, mentions: list[Mention]) -> Mention | None:
        """The body of a state that the sentence begins with and that says something."""
        first = mentions[0]
        speaks = first.kind == "body" and len(first.codes) == 1 and not first.guessed
        return first if speaks and self._says.match(self._text, first.end) else None

    def _is_spoken_of(self, mention: Mention) -> bool:
        """Whether it is an office without name and country, and nobody's counterpart."""
        alone = mention.kind == "person" and mention.office and not (mention.codes or mention.name or mention.plural)
        return bool(alone) and not self._is_counterpart(mention)

    def _settle_group(self, mention: Mention, before: list[Mention]) -> None:
        """Gives a group its parties and those whom the text has named of it; "of the two countries" adds no people."""
        mention.codes, people = self._focus.group(mention, before)
        mention.referred = True
        holder = before[-1] if before and before[-1].kind == "group" else None
        if holder is not None and self._text[holder.end : mention.start] == " of ":
            holder.codes = holder.codes or mention.codes
            people = []
        mention.people = self._of_office(mention, people)

    def _settle_hosts(self, mention: Mention, host: tuple[str, ...]) -> None:
        """Those of the country that the sentence opens with: "In Lima, he met counterparts", on a tour of three."""
        office = self._text[mention.start : mention.end].rpartition(" ")[2].lower()
        if set(host) < set(mention.codes) and self._words.has("counterpart", office):
            mention.codes = host
            mention.people = [person for person in mention.people if person.codes == mention.codes]

    def _of_office(self, mention: Mention, people: list[Mention]) -> list[Mention]:
        """Without the presidents where the group is one of ministers, and without the ministers where of presidents."""
        words = self._text[mention.start : mention.end].lower()
        if "ministers" in words and "prime" not in words:
            return [person for person in people if not self._leads_state(person.office)]
        if "presidents" in words and "vice" not in words:
            return [person for person in people if not person.office or self._leads_state(person.office)]
        return people

    def _leads_state(self, office: str) -> bool:
        return office in _LEADERS or office in self._words.of("head-of-state") or office == "chancellor"

    def _second_office(self, mention: Mention, other: Mention) -> tuple[str, ...]:
        """The country of the office that its holder has besides: "presidente y primer secretario de Cuba"."""
        joined = self._text[mention.end : other.start] == " y " and other.kind == "person" and not other.plural
        return other.codes if joined and other.office and not other.guessed and not mention.plural else ()

    def _chairs_besides(self, before: Mention, mention: Mention) -> bool:
        """Whether a head of state chairs an organisation: "President of Guinea and Chairperson of the AU X"."""
        office = before.kind == "person" and not (before.name or before.plural) and len(before.codes) == 1
        chair = mention.name and mention.office.startswith("chair") and mention.codes[:1] != before.codes
        return bool(office and chair) and self._text[before.end : mention.start] == " and "

    def _shared(self, before: Mention | None, mention: Mention) -> tuple[str, ...]:
        """The country of the person that the mention is listed behind, or of the delegation that it heads."""
        if before is None:
            return ()
        gap = before.end, mention.start
        listed = before.kind in ("person", "body") and self._link.fullmatch(self._text, *gap)
        leads = before.kind in ("country", "body", "org") and self._led_by.fullmatch(self._text, *gap)
        return before.codes if listed or leads else ()

    def _host(self, row: Row, mentions: list[Mention]) -> tuple[str, ...]:
        if not self._words.has("locative", row.texts[0].lower()):
            return ()
        for k in range(1, min(_OPENING, row.size)):
            if row.kinds[k] in ("country", "city"):
                return next((m.codes for m in mentions if m.start == row.starts[k]), ())
        return ()

    def settle_counterparts(self, mentions: list[Mention]) -> None:
        """Gives "his Kazakh counterpart" the office of the person who stands before."""
        for mention in mentions:
            if mention.kind != "person" or not self._is_counterpart(mention):
                continue
            before = [m for m in mentions if m.start < mention.start and m.office and m is not mention]
            holder = before[-1] if before else self._last_person
            if holder is not None and not self._is_counterpart(holder):
                mention.office, mention.role = holder.office, holder.role

    def _is_counterpart(self, mention: Mention) -> bool:
        return mention.office.rpartition(" ")[2] in self._counterpart

    def _settle_person(self, mention: Mention) -> None:
        if mention.name:
            self._settle_named(mention)
        elif mention.plural and not mention.codes and self._is_known_group(mention):
            # "the heads of state", "the foreign ministers"
            mention.kind, mention.referred = "group", True
            mention.codes, people = self._focus.states()
            mention.people = self._of_office(mention, people)
        elif mention.office and not mention.plural:
            self._settle_office(mention)
        if mention.name and not mention.plural and mention.codes:
            for key in {mention.office, mention.office.split(" ")[-1]} - {""}:
                self._by_office[key] = mention

    def _is_known_group(self, mention: Mention) -> bool:
        """Whether a plural goes on from those named: not "ministers from L", "with presidents", "foreign heads"."""
        if self._text.startswith(" from ", mention.end):
            return False
        before = self._text[max(0, mention.start - _WORD) : mention.start].split()
        abroad = mention.office.startswith("foreign ") and "minister" not in mention.office
        return not abroad and not (before and self._words.has("unspecific", before[-1].lower()))

    def _settle_named(self, mention: Mention) -> None:
        known = self.acquaintances.family(mention) or self.acquaintances.called(mention.name)
        if known is not None and known is not mention:
            # "the Saudi crown prince Mohammed" is no Mohammed of another country.
            stranger = mention.role and mention.codes and mention.codes != known.codes
            if stranger and known.codes and self._words.has("tasked", mention.office):
                stranger, mention.codes = False, known.codes  # "Burundi mediator X" is of his own country
            lone = self.acquaintances.is_lone(mention) and not stranger
            if lone and known.codes and len(known.name.split()) > 1 and not self.acquaintances.is_lone(known):
                # The article's own persons come before those of the table.
                mention.codes, mention.name, mention.guessed = known.codes, known.name, known.guessed
            mention.codes = mention.codes or known.codes
            mention.guessed = mention.guessed or (mention.codes == known.codes and known.guessed)
            mention.office = mention.office or known.office
            mention.role = mention.role or known.role
            if len(mention.name.split()) == 1:
                mention.name = known.name
        if not mention.codes and mention.office:
            self._guess(mention)

    def _settle_office(self, mention: Mention) -> None:
        if self._words.has("top-diplomat", mention.office):
            mention.office = _FOREIGN_MINISTER
        if mention.codes:
            for known in self.acquaintances.everybody():
                if known.codes == mention.codes and self._same_office(known.office, mention.office):
                    mention.name, mention.referred = known.name, True
                    return
            return
        last = self._of_rank(mention) if self._words.has("epithet", mention.office) else None
        before = self._at_home(mention) or last or self._by_office.get(mention.office) or self._of_rank(mention)
        if before is not None:
            mention.codes, mention.name, mention.referred = before.codes, before.name, True
        elif not self._is_counterpart(mention):
            self._guess(mention)

    def _at_home(self, mention: Mention) -> Mention | None:
        """The holder of an office in the outlet's country: its papers call their own president "the president"."""
        alike = (p for p in self.acquaintances.everybody() if self._same_office(p.office, mention.office))
        return next((person for person in alike if self._home and person.codes == self._home), None)

    def _of_rank(self, mention: Mention) -> Mention | None:
        """Whom "el mandatario" means: the head of state whom the text spoke of last, else the only one."""
        ranks = self._words.of("head-of-state")
        if mention.office not in ranks:
            return None
        last = self._last_person
        if last is not None and (last.office in ranks or last.office in _LEADERS):
            return last
        known = {person.name: person for office, person in self._by_office.items() if office in ranks}
        return next(iter(known.values())) if len(known) == 1 else None

    def _same_office(self, one: str, other: str) -> bool:
        if not one or not other:
            return False
        ranks = self._words.of("head-of-state") | {"president"}  # so the table calls them, in all languages
        return one == other or one.split()[-1] == other.split()[-1] or (one in ranks and other in ranks)

    def _guess(self, mention: Mention) -> None:
        if self._words.has("papal-office", mention.office):
            mention.codes = _OFFICES_OF["papal-office"]
            return
        context = () if self._is_secretary_abroad(mention) else self._context
        mention.codes = context or (() if mention.former else self._home)
        mention.guessed = not context
        if mention.codes == self._home and self._is_american(mention):
            mention.codes = _OFFICES_OF["american-office"]
        if not mention.codes:
            title, _, task = mention.office.partition(" for ")
            kind = next((name for name in _OFFICES_OF if self._words.has(name, title)), "")
            if task and title == _CABINET_SECRETARY:
                kind = "british-office"
            if kind and (kind != "british-office" or "GBR" in self.named or len(self.named) < _SEVERAL):
                mention.codes = _OFFICES_OF[kind]  # other states have a foreign secretary as well

    def _is_secretary_abroad(self, mention: Mention) -> bool:
        """Whether an office is the outlet's own, where its sentence opens abroad: "In Paris, Under Secretary X"."""
        alone = self._home == _OFFICES_OF["american-office"] and self._context[:1] != self._home
        return alone and self._words.has("secretary-rank", mention.office.partition(" of ")[0].partition(" for ")[0])

    def _is_american(self, mention: Mention) -> bool:
        """Whether copy filed from a state without secretaries speaks of the American "Treasury Secretary"."""
        elsewhere = bool(self._home) and self._home[0] not in _SECRETARIES
        return elsewhere and self._words.has("american-office", mention.office)

    def follow(self, span: Sentence, mentions: list[Mention]) -> None:
        """Keeps track of who the text is about after each sentence."""
        people = [m for m in mentions if m.kind == "person" and m.codes and m.name]
        holders = [m for m in mentions if m.kind == "person" and m.codes and m.office and not m.plural]
        opens = [m for m in holders[:1] if not m.name and m.start - span.start <= _FIRST]  # "The president met B."
        spoken = opens or _spoken_of(people) or holders
        if self._strangers.before(spoken[0] if spoken else None, mentions, span.end):
            self._last_person = None
        elif spoken:
            if self._last_person is not None and self._last_person.name not in ("", spoken[0].name):
                self._other_person = self._last_person
            self._last_person = spoken[0]
        self._focus.follow(mentions, people, lead=span.paragraph <= 1)


def _spoken_of(people: list[Mention]) -> list[Mention]:
    """The people without the spokesmen who speak of them ("spokesman C said that A would meet B. She will ...")."""
    return [person for person in people if not person.office.startswith(SPOKESMAN)] or people


_start = attrgetter("start")
