"""Noun phrases that name an instrument: what it is called, what it is about, between whom, of which year."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from schemas.report import Instrument
from streams.extract.agreements.vocabulary import Head, Vocabulary
from streams.extract.document import CLASSES, Line
from streams.extract.mention import Mention

_TOKEN = re.compile(r"[^\W_]+(?:['’.\-‑/&][^\W_]+)*|[^\w\s]")
_IS = {name: re.compile(chars) for name, chars in CLASSES.items()}
_OPENING, _CLOSING = "“\"«„‘”'", "”\"»“’'"
_MAX_LEFT, _MAX_TOPIC, _MAX_ITEM = 9, 45, 14
"""Words before a head, words of what an instrument is about, words of one item of a list."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mention or a punctuation mark of a masked sentence."""

    start: int
    end: int
    text: str

    @property
    def low(self) -> str:
        """The text in lower case."""
        return self.text.lower()

    def stands_for(self, classes: str) -> bool:
        """Whether it is a mention of one of the classes."""
        return any(_IS[name].match(self.text) for name in classes)


def tokens(masked: str) -> list[Token]:
    """The tokens of a masked sentence."""
    return [Token(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(masked)]


@dataclass(slots=True)
class Phrase:
    """One mention of an instrument; all positions count masked characters.

    `name` spans modifiers and head; `topics` what it is about, one span for each instrument that a plural names;
    `parties` are named in the phrase itself, `partners` behind "with". `title_topic` marks a topic that carries on
    the name ("Treaty of Friendship"). `bare` phrases have nothing that tells them from others ("the treaty").
    """

    start: int
    end: int
    head: Head
    name: tuple[int, int]
    topics: list[tuple[int, int]] = field(default_factory=list)
    parties: list[Mention] = field(default_factory=list)
    partners: list[Mention] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)
    count: int | None = None
    definite: bool = False
    indefinite: bool = False
    bare: bool = True
    nested: bool = False

    @property
    def instrument(self) -> Instrument:
        """What kind of instrument it is."""
        return self.head.instrument


class PhraseFinder:
    """Finds the noun phrases of instruments in a sentence."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary

    def _is(self, word: str, name: str) -> bool:
        return self._words.has(name, word)

    def find(
        self, line: Line, heads: list[Head], stops: frozenset[int], nouns: frozenset[int] = frozenset()
    ) -> list[Phrase]:
        """The phrases of a sentence, in order.

        `stops` are where acts start that end a phrase, `nouns` where those start that may stand inside one.
        """
        row = tokens(line.masked)
        starts = {token.start: index for index, token in enumerate(row)}
        phrases: list[Phrase] = []
        head_starts = frozenset(head.start for head in heads)
        for head in heads:
            first = starts.get(head.start)
            if first is None:
                continue
            last = first
            while last + 1 < len(row) and row[last + 1].start < head.end:
                last += 1
            phrase = self._left(line, row, first, head, stops | nouns)
            self._right(line, row, last + 1, phrase, stops, head_starts)
            if phrases and phrase.start < phrases[-1].end:
                phrase.nested = True
            if phrases and self._is_coordinate(line.masked, phrases[-1], phrase):
                before = phrases.pop()
                phrase.start, phrase.count, phrase.definite = before.start, before.count, before.definite
                phrase.bare = phrase.bare and before.bare
                phrase.parties[:0] = before.parties
                phrase.name = (before.name[0], phrase.name[1])
                phrase.head = before.head
            phrases.append(phrase)
        return phrases

    def _is_coordinate(self, masked: str, one: Phrase, other: Phrase) -> bool:
        """ "20 agreements and memoranda": one phrase with two heads."""
        return (
            one.head.plural
            and other.head.plural
            and one.end == one.head.end
            and other.start == other.head.start
            and (not (link := masked[one.end : other.start].strip(" ,").lower()) or self._is(link, "and"))
        )

    def items_after(self, line: Line, start: int) -> list[tuple[int, int]]:
        """The items of a list from masked `start` to the end: "on visas; on trade", "visas, debt and air traffic"."""
        row = [token for token in tokens(line.masked) if token.start >= start]
        while row and (row[-1].text in ".;:" or self._is(row[-1].low, "loose")):
            row.pop()
        first = 0
        while first < len(row) and (self._is(row[first].low, "loose") or row[first].text in ":,–—-"):
            first += 1
        if first >= len(row):
            return []
        cuts = [k + 1 for k in range(first, len(row)) if row[k].text == ";"]
        if cuts:
            return [
                (row[a].start, row[b - 1].end)
                for a, b in self._pieces(row, first, len(row), cuts)
                if b > a and b - a <= _MAX_TOPIC
            ]
        return self._items(row, first, min(len(row), first + 2 * _MAX_TOPIC))

    def _pieces(self, row: list[Token], first: int, last: int, cuts: list[int]) -> list[tuple[int, int]]:
        bounds = [first, *cuts, last]
        pieces = []
        for a, b in pairwise(bounds):
            while a < b and (row[a].text == "," or self._is(row[a].low, "loose")):
                a += 1
            while b > a and (row[b - 1].text in ",;" or self._is(row[b - 1].low, "loose")):
                b -= 1
            pieces.append((a, b))
        return pieces

    # -- before the head -------------------------------------------------------------------------------------

    def _left(self, line: Line, row: list[Token], first: int, head: Head, stops: frozenset[int]) -> Phrase:
        k = first
        telling = False
        phrase = Phrase(head.start, head.end, head, (head.start, head.end))
        while k > 0 and first - k < _MAX_LEFT:
            token = row[k - 1]
            low = token.low
            if token.start in stops:
                break
            if token.stands_for("AJL"):
                mention = line.mentions(token.start, token.end, "AJL")[0]
                if mention.kind in ("person", "group"):
                    break
                telling = telling or mention.kind == "city"
                if mention.kind != "city" or (k > 1 and row[k - 2].text in "-–") or row[k].text in "-–":
                    phrase.parties[:0] = [mention]
            elif token.stands_for("D"):
                phrase.dates.append(token.start)
            elif token.stands_for("M"):
                phrase.sums.append(token.start)
            elif token.text in ("’", "'") or low == "s":
                if not self._possessive(line, row, k - 1, phrase):
                    break
                k -= 2 if low == "s" else 1
                phrase.definite = True
                break
            elif low in self._words.numbers or low.isdigit():
                phrase.count = self._words.numbers.get(low) or int(low[:6])
            elif self._words.has("determiner", low):
                phrase.definite = not self._words.has("indefinite", low)
                phrase.indefinite = not phrase.definite
                k -= 1
                break
            elif token.text in "-–/" and k > 1:
                pass
            elif self._joins_adjectives(row, k - 1):
                pass
            elif not token.text[0].isalnum() or self._words.has("left-stop", low):
                break
            else:
                telling = telling or not self._words.has("generic", low)
            k -= 1
        if k > 1 and self._is(row[k - 1].low, "of") and self._words.has("quantity", row[k - 2].low):
            phrase.indefinite = True
            k -= 2
            if k > 0 and self._words.has("indefinite", row[k - 1].low):
                k -= 1
        if k < first:
            phrase.start = row[k].start
            skip = k
            while skip < first and (
                self._words.has("determiner", row[skip].low)
                or row[skip].stands_for("D")
                or row[skip].text in "-–/’'"
                or row[skip].low in self._words.numbers
                or row[skip].low == "s"
                or self._is(row[skip].low, "of")
                or row[skip].low.isdigit()
                or self._words.has("quantity", row[skip].low)
            ):
                skip += 1
            phrase.name = (row[skip].start, head.end)
        phrase.bare = not telling and not phrase.parties and not phrase.dates
        return phrase

    def _joins_adjectives(self, row: list[Token], k: int) -> bool:
        """Whether token k is the "and" of "Friendship and Cooperation Treaty" or of "bilateral and other accords"."""
        if k < 1 or not self._is(row[k].low, "and") or k + 1 >= len(row) or not row[k - 1].text[0].isalpha():
            return False
        before, after = row[k - 1], row[k + 1]
        if self._words.has("left-stop", before.low):
            return False
        if before.text[0].isupper() and after.text[0].isupper() and not before.text.isupper():
            return True
        return before.low.endswith(_ADJECTIVAL) and after.low.endswith(_ADJECTIVAL)

    def _possessive(self, line: Line, row: list[Token], k: int, phrase: Phrase) -> bool:
        owner = k - 1 if row[k].low != "s" else k - 2
        if owner >= 0 and row[owner].stands_for("A"):
            phrase.parties[:0] = line.mentions(row[owner].start, row[owner].end, "A")
            return True
        return False

    # -- behind the head -------------------------------------------------------------------------------------

    def _right(
        self, line: Line, row: list[Token], k: int, phrase: Phrase, stops: frozenset[int], heads: frozenset[int]
    ) -> None:
        while k < len(row):
            token = row[k]
            low = token.low
            if low == "(":
                close = next((j for j in range(k, min(k + 14, len(row))) if row[j].text == ")"), None)
                if close is None:
                    break
                k = close + 1
                phrase.end = row[close].end
            elif token.text in _OPENING and token.text != "'":
                close = self._quoted(row, k)
                if close is None:
                    break
                phrase.topics.append((row[k + 1].start, row[close - 1].end))
                phrase.end, phrase.bare = row[close].end, False
                k = close + 1
                while k < len(row) and phrase.head.plural and (row[k].text == "," or self._is(row[k].low, "and")):
                    k += 1
            elif self._is(low, "with") and k + 2 < len(row) and self._is(row[k + 1].low, "respect") and not phrase.topics:
                k = self._topic(line, row, k + 3, phrase, stops, heads)
            elif self._is(low, "between") or self._is(low, "with"):
                k, found = self._actors(line, row, k + 1)
                if not found and self._words.cue("nobody").match(line.masked, token.end):
                    break
                if not found:
                    if self._is(low, "with"):
                        break
                    k = self._topic(line, row, k - 1, phrase, stops, heads)
                    break
                target = phrase.partners if self._is(low, "with") else phrase.parties
                target.extend(found)
                phrase.end = row[k - 1].end
            elif (
                self._is(low, "author")
                and phrase.instrument in ("statement", "declaration")
                and not phrase.topics
                and self._actors(line, row, k + 1)[1]
            ):
                k, found = self._actors(line, row, k + 1)
                phrase.parties.extend(found)
                phrase.end = row[k - 1].end
            elif self._is(low, "of") and k + 1 < len(row) and row[k + 1].stands_for("D"):
                phrase.dates.append(row[k + 1].start)
                phrase.end = row[k + 1].end
                k += 2
            elif self._is(low, "of") and k + 1 < len(row) and self._is(row[k + 1].low, "understanding"):
                phrase.end = row[k + 1].end
                phrase.name = (phrase.name[0], phrase.end)
                k += 2
            elif not phrase.topics and token.start not in stops and (
                self._is(low, "of") or self._words.has("topic-start", low)
            ):
                if not self._is(low, "of") and k + 1 < len(row) and row[k + 1].stands_for("DL") and not self._lower_of(row, k + 2):
                    break
                keep = self._words.has("title-start", low)
                before = k
                if self._words.cue("duration").match(line.masked, token.start):
                    break
                if self._is(low, "to") and phrase.instrument == "statement":
                    break
                if self._is(low, "for") and phrase.instrument == "plan" and self._actors(line, row, k + 1)[1]:
                    break
                k = self._topic(line, row, k if keep else k + 1, phrase, stops, heads)
                if k <= before + 1:
                    break
            elif token.text == "," and k + 1 < len(row) and not phrase.topics and self._is(row[k + 1].low, "on"):
                k += 1
            elif self._is(low, "entitled") and k + 1 < len(row) and row[k + 1].text in _OPENING:
                k += 1
            else:
                break

    @staticmethod
    def _lower_of(row: list[Token], k: int) -> bool:
        return k < len(row) and row[k].low in ("’", "'", "-", "s")

    @staticmethod
    def _quoted(row: list[Token], k: int) -> int | None:
        for j in range(k + 2, min(k + 40, len(row))):
            if row[j].text in _CLOSING and not (row[j].text in "’'" and j + 1 < len(row) and row[j + 1].low == "s"):
                return j
        return None

    def _actors(self, line: Line, row: list[Token], k: int) -> tuple[int, list[Mention]]:
        """Actors from token k on, and the token behind the last of them."""
        found: list[Mention] = []
        last = k
        j = k
        while j < len(row) and j - k < 60:
            if row[j].stands_for("ALJ"):
                found.extend(line.mentions(row[j].start, row[j].end, "ALJ"))
                last = j + 1
            elif not self._words.has("party-fill", row[j].low) or j - last > 6:
                break
            j += 1
        while found and last < len(row) and self._words.has("party-noun", row[last].low):
            last += 1
        return (last, found) if found else (k, [])

    def _topic(
        self, line: Line, row: list[Token], first: int, phrase: Phrase, stops: frozenset[int], heads: frozenset[int]
    ) -> int:
        """Reads what the instrument is about from token `first` on; returns the token behind it."""
        k = first
        while k < len(row) and k - first < _MAX_TOPIC:
            token = row[k]
            low = token.low
            if token.start in stops or token.text in ";:.!?—()[]" or (token.text in "–" and self._spaced(line, token)):
                break
            if token.text in "“”\"«»" and k > first:
                break
            if self._is(low, "between") or self._is(low, "with") or self._is(low, "by"):
                after, found = self._actors(line, row, k + 1)
                if found and self._is(low, "between") and phrase.head.plural and after < len(row) and row[after].text in ",":
                    k = after
                    continue
                if found:
                    if not self._is(low, "by"):
                        (phrase.partners if self._is(low, "with") else phrase.parties).extend(found)
                        self._close(row, first, k, phrase)
                        phrase.end = row[after - 1].end
                        if after < len(row) and self._is(row[after].low, "on") and k == first:
                            return self._topic(line, row, after + 1, phrase, stops, heads)
                        return after
                    break
                if not self._is(low, "between"):
                    break
            elif phrase.head.plural and self._is(low, "as") and k + 1 < len(row) and self._is(row[k + 1].low, "well"):
                pass
            elif self._words.has("topic-stop", low) and k > first:
                break
            elif token.stands_for("D") and k > first and not self._is(row[k - 1].low, "dated"):
                break
            elif self._is(low, "locative") and self._is_circumstance(row, k):
                break
            elif token.text == "," and not self._list_goes_on(row, k, stops, heads, plural=phrase.head.plural):
                break
            elif (self._is(low, "and") or low == ",") and self._next_phrase(row, k + 1, heads):
                break
            k += 1
        self._close(row, first, k, phrase)
        return k

    @staticmethod
    def _spaced(line: Line, token: Token) -> bool:
        return line.masked[max(0, token.start - 1)] == " " and line.masked[token.end : token.end + 1] == " "

    def _is_circumstance(self, row: list[Token], k: int) -> bool:
        """ "in Moscow on Friday", "on Friday", "in May": where and when of the act, not what it is about."""
        j = k + 1
        if j < len(row) and self._is(row[j].low, "article"):
            j += 1
        if j >= len(row):
            return False
        if row[j].stands_for("D"):
            return True
        if self._is(row[k].low, "on"):
            return False
        return row[j].stands_for("L") and (j + 1 >= len(row) or row[j + 1].stands_for("D") or self._is(row[j + 1].low, "on"))

    def _list_goes_on(
        self, row: list[Token], k: int, stops: frozenset[int], heads: frozenset[int], *, plural: bool
    ) -> bool:
        """Whether the comma at token k stands inside a list ("science, culture and sports")."""
        if k + 1 >= len(row) or row[k + 1].stands_for("D"):
            return False
        if self._is(row[k + 1].low, "and"):
            return k + 2 < len(row) and not self._words.has("comma-stop", row[k + 2].low) and not self._next_phrase(
                row, k + 2, heads
            )
        article = plural and (self._is(row[k + 1].low, "article") or self._is(row[k + 1].low, "on") or self._is(row[k + 1].low, "as"))
        if (self._words.has("comma-stop", row[k + 1].low) and not article) or self._next_phrase(row, k + 1, heads):
            return False
        since = 0
        for j in range(k + 1, min(k + 1 + 4 * _MAX_ITEM, len(row))):
            token = row[j]
            if token.text in ";:.—“" or token.start in stops:
                return False
            if self._words.has("topic-stop", token.low) and not (plural and (self._is(token.low, "between") or self._is(token.low, "with") or self._is(token.low, "as"))):
                return False
            since = 0 if token.text == "," else since + 1
            if since > _MAX_ITEM:
                return False
            if self._is(token.low, "and"):
                return True
        return False

    def _next_phrase(self, row: list[Token], k: int, heads: frozenset[int]) -> bool:
        """Whether another instrument's phrase starts at token k ("and a protocol", "and press statements")."""
        if k >= len(row):
            return False
        opens = self._words.has("determiner", row[k].low)
        for j in range(k, min(k + 7, len(row))):
            if row[j].start in heads:
                return opens or j == k or row[j].text[0].isupper() or j - k <= 2
            if not row[j].text[0].isalnum() and not row[j].stands_for("JAL") and row[j].text not in "-–":
                return False
            if j > k and self._is(row[j].low, "inner"):
                if not (self._is(row[j].low, "of") and self._words.has("quantity", row[j - 1].low)):
                    return False
        return False

    def _close(self, row: list[Token], first: int, last: int, phrase: Phrase) -> None:
        while last > first and (row[last - 1].text in ",-–(“\"" or self._is(row[last - 1].low, "loose")):
            last -= 1
        while first < last and (self._is(row[first].low, "article") or row[first].text in "“\"«"):
            first += 1
        if last <= first:
            return
        phrase.end = max(phrase.end, row[last - 1].end)
        phrase.bare = False
        if phrase.head.plural:
            phrase.topics.extend(self._items(row, first, last))
        else:
            phrase.topics.append((row[first].start, row[last - 1].end))

    def _items(self, row: list[Token], first: int, last: int) -> list[tuple[int, int]]:
        """The items of what several instruments are about; one where they cannot be told apart for sure.

        "on trade and on visas" are two, as are "cooperation in tourism and double taxation"; "cooperation in
        science, culture and sports" is one.
        """
        cuts = [k for k in range(first + 1, last) if self._is(row[k].low, "on") and (self._is(row[k - 1].low, "and") or self._is(row[k - 1].low, "loose") or row[k - 1].text == ",")]
        if not cuts:
            cuts = [k + 1 for k in range(first + 1, last) if row[k].text == "," or self._is(row[k].low, "and")]
            pieces = [piece for piece in self._pieces(row, first, last, cuts) if piece[1] > piece[0]]
            if len(pieces) < 2 or any(b - a < 2 for a, b in pieces):
                return [(row[first].start, row[last - 1].end)]
            if len(pieces) == 2 and not any(self._is(row[k].low, "inner") for k in range(*pieces[0])):
                return [(row[first].start, row[last - 1].end)]
            return [(row[a].start, row[b - 1].end) for a, b in pieces]
        pieces = [piece for piece in self._pieces(row, first, last, cuts) if piece[1] > piece[0]]
        return [(row[a].start, row[b - 1].end) for a, b in pieces]


_ADJECTIVAL = ("al", "ic", "ive", "ary", "an")
_ADJECTIVAL = ("al", "ic", "ive", "ary", "an")
