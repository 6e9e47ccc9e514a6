"""What an instrument is about, and the lists in which several are named."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from streams.extract.agreements.matcher import Token, tokens
from streams.extract.agreements.phrase import Phrase, Span, goes_on, stands_for
from streams.extract.agreements.vocabulary import Vocabulary
from streams.extract.document import Line
from streams.extract.mention import Mention

_DESCRIBED = 2
"""Words that an adjective of country goes with in a list of parties."""
_FIELD = 2
"""Words before what names a field: "materia de"."""
_OPENING, _CLOSING, _QUOTED = '“"«', '”"»', 7
"""Marks around a name inside a topic, and the tokens that it may reach to."""
_MAX_TOPIC, _MAX_ITEM, _MAX_ACTORS = 45, 14, 60
"""Tokens of what an instrument is about, of one item of a list, of a list of parties."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence being read: its tokens, where acts start that end a phrase, and where instruments' heads start."""

    line: Line
    row: list[Token]
    stops: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()

    def at(self, k: int) -> Token | None:
        """Token k, None behind the last."""
        return self.row[k] if 0 <= k < len(self.row) else None


class TopicReader:
    """Reads what stands behind the name of an instrument."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary

    def is_word(self, token: Token | None, *classes: str) -> bool:
        """Whether the token is a word of any of the classes."""
        if token is not None:
            for name in classes:
                if token.low in self._words.words.get(name, ()):
                    return True
        return False

    # -- parties ---------------------------------------------------------------------------------------------

    def actors(self, sentence: Sentence, k: int) -> tuple[int, list[Mention]]:
        """The actors listed from token k on, and the token behind the last of them (k where there are none)."""
        row = sentence.row
        found: list[Mention] = []
        last = k
        for j in range(k, min(k + _MAX_ACTORS, len(row))):
            if found and (row[j].text == ":" or self._is_next(sentence, j)):
                break  # a list begins or goes on
            if stands_for(row[j], "ALJ"):
                found.extend(sentence.line.mentions(row[j].start, row[j].end, "ALJ"))
                last = j + 1
            elif found and (self._is_name(row[j]) or self._is_described(row, j, last)):
                last = j + 1
            elif (
                not (self.is_word(row[j], "party-fill") or self._words.cue("sized").fullmatch(row[j].low))
                or j - last > 6
            ):
                break
        while found and last < len(row) and (self.is_word(row[last], "party-noun") or row[last].text in "”)"):
            last += 1
        return (last, found) if found else (k, [])

    def _is_next(self, sentence: Sentence, j: int) -> bool:
        """Whether another instrument is listed at token j: "between A and B, and the Treaty between C and D"."""
        row = sentence.row
        return row[j].start in sentence.heads and j > 0 and self.is_word(row[j - 1], "determiner")

    def _is_described(self, row: list[Token], j: int, last: int) -> bool:
        """Whether it is what an adjective of country goes with ("between RZD and Vietnamese railways")."""
        behind = next((n for n in range(1, _DESCRIBED + 1) if stands_for(row[max(0, j - n)], "J")), 0)
        words = [token for token in row[j - behind + 1 : j + 1] if behind]
        return bool(words) and last == j and all(self._is_plain(token) for token in words)

    def _is_plain(self, token: Token) -> bool:
        """Whether it is a word that does nothing in a list of parties but describe."""
        return token.text.isalpha() and not self.is_word(
            token, "topic-stop", "topic-start", "and", "on", "of", "with", "party-fill", "party-tail"
        )

    def _is_name(self, token: Token) -> bool:
        """Whether it is part of a name that the lexicon does not hold ("between Armenia and the Saratov Region")."""
        return token.text[0].isupper() and token.text.isalpha() and not self.is_word(token, "topic-start")

    # -- topic -----------------------------------------------------------------------------------------------

    def topic(self, sentence: Sentence, first: int, phrase: Phrase) -> int:
        """Reads what the phrase's instrument is about from token `first` on; returns the token behind it."""
        k = first
        while k < len(sentence.row) and k - first < _MAX_TOPIC:
            token = sentence.row[k]
            closing = sentence.at(k + 2)
            acronym = token.text == "(" and k > first and not self._links(sentence.row[k - 1])
            acronym = acronym and not stands_for(sentence.row[min(k + 1, len(sentence.row) - 1)], "D")
            if acronym and closing is not None and closing.text == ")":
                k += 3  # an acronym: "Extraordinary Revenue Acceleration (ERA) loans"
                continue
            if (closed := self._named_in_quotes(sentence, k, first)) is not None:
                k = closed  # "the project of the “Power of Siberia” pipeline"
                continue
            if phrase.head.plural and self._repeats(sentence, k):
                k += 1  # "on trade; on military cooperation, and on visas"
                continue
            if self._is_end(sentence, k, first):
                break
            regard = self._words.cue("with-regard").match(sentence.line.masked, token.start)
            if self.is_word(token, "between", "with", "by") and regard is None:
                after = self._parties(sentence, k, first, phrase)
                if after is not None:
                    return after
                named = self.is_word(token, "between") and not self._is_stranger(sentence, k + 1)
                if not (named or (phrase.head.plural and self.is_word(token, "between"))):
                    break
            elif regard is None and self._stops(sentence, k, first, plural=phrase.head.plural):
                break
            k += 1
        self._close(sentence.row, first, k, phrase)
        return k

    @staticmethod
    def _named_in_quotes(sentence: Sentence, k: int, first: int) -> int | None:
        """The token behind a short name in quotation marks that opens at token k, behind a word of the topic."""
        row = sentence.row
        if k == first or row[k].text not in _OPENING or k + 1 >= len(row):
            return None
        if not (row[k + 1].text[0].isupper() or stands_for(row[k + 1], "ALJ")):
            return None
        end = next((n for n in range(k + 2, min(k + _QUOTED, len(row))) if row[n].text in _CLOSING), None)
        return end + 1 if end is not None else None

    def _repeats(self, sentence: Sentence, k: int) -> bool:
        """Whether another "on" follows the comma or semicolon at token k, that of no day."""
        if sentence.row[k].text not in ",;":
            return False
        k += 2 if self.is_word(sentence.at(k + 1), "and") else 1
        following = sentence.at(k + 1)
        return self.is_word(sentence.at(k), "on") and following is not None and not stands_for(following, "D")

    def _is_end(self, sentence: Sentence, k: int, first: int) -> bool:
        token, masked = sentence.row[k], sentence.line.masked
        dash = token.text in "–-" and masked[max(0, token.start - 1)] == " " == masked[token.end : token.end + 1]
        following = sentence.at(k + 1)
        pair = k > first and following is not None and stands_for(following, "ALJ")
        dash = dash and not (pair and stands_for(sentence.row[k - 1], "ALJ"))  # "the X – Y dialogue"
        quote = token.text in '“”"«»' and k > first
        stop = token.start in sentence.stops or token.text in ";:.!?—()[]"
        return stop or dash or quote or (k > first and goes_on(self._words, sentence.row, k))

    def _is_stranger(self, sentence: Sentence, k: int) -> bool:
        """Whether a name that stands for no country follows ("between RWE and the ministry")."""
        token = sentence.at(k + 1 if self.is_word(sentence.at(k), "article") else k)
        found = self.actors(sentence, k)[1]
        return not found and token is not None and token.text[0].isupper()

    def _parties(self, sentence: Sentence, k: int, first: int, phrase: Phrase) -> int | None:
        """Reads the parties that end a topic ("on gas supplies between X and Y"); None where there are none."""
        token = sentence.row[k]
        after, found = self.actors(sentence, k + 1)
        following = sentence.at(after)
        if not found or self.is_word(token, "by"):
            return None
        listed = following is not None and (following.text == "," or self.is_word(following, "party-tail"))
        again = any(
            self.is_word(sentence.row[j], "between") and self._links(sentence.row[j - 1])
            for j in range(after, min(after + _MAX_ITEM, len(sentence.row)))
        )  # "cooperation between the committees of X and Y and between two agencies"
        if phrase.head.plural and self.is_word(token, "between") and (listed or again):
            return None  # "… between regional administrations, and recognition of diplomas": one item of a list
        (phrase.partners if self.is_word(token, "with") else phrase.parties).extend(found)
        self._close(sentence.row, first, k, phrase)
        phrase.end = sentence.row[after - 1].end
        if k == first and self.is_word(following, "on"):
            return self.topic(sentence, after + 1, phrase)
        return after

    def _stops(self, sentence: Sentence, k: int, first: int, *, plural: bool) -> bool:
        token = sentence.row[k]
        if plural and self._adds(sentence, k):
            return self._next_phrase(sentence, k + 3)  # "documents on trade, as well as a plan"
        return bool(
            (k > first and self.is_word(token, "topic-stop"))
            or (k > first and self._words.cue("no-subject").match(sentence.line.masked, token.start))
            or (self.is_word(token, "for") and self._words.cue("duration").match(sentence.line.masked, token.start))
            or self._is_laid_before(sentence, token)
            or (k > first and self._words.cue("and-doing").match(sentence.line.masked, token.start))
            or (k > first and stands_for(token, "D") and not self.is_word(sentence.row[k - 1], "dated"))
            or (self.is_word(token, "locative") and self._is_circumstance(sentence, k))
            or (k > first and self._words.cue("at-event").match(sentence.line.masked, token.start))
            or (token.text == "," and not self._list_goes_on(sentence, k, plural=plural))
            or (token.text == "," and self._next_phrase(sentence, k + 1))
            or (self.is_word(token, "and") and self._next_phrase(sentence, k + 1) and not self._is_name_of(sentence, k))
        )

    def _is_name_of(self, sentence: Sentence, k: int) -> bool:
        """Whether the "and" at token k stands inside a name: "extending the Partnership and Cooperation Agreement"."""
        opens, left, right, head = (sentence.at(j) for j in (k - 2, k - 1, k + 1, k + 2))
        if not self.is_word(opens, "article") or left is None or right is None or head is None:
            return False
        return head.start in sentence.heads and all(token.text[0].isupper() for token in (left, right, head))

    def _is_laid_before(self, sentence: Sentence, token: Token) -> bool:
        """ "to the parliament for ratification": where the instrument goes, not what it is about."""
        laid = self.is_word(token, "laying") and self._words.cue("laid-before").match(sentence.line.masked, token.start)
        return bool(laid)

    def _adds(self, sentence: Sentence, k: int) -> bool:
        """ "as well as": goes on with a list."""
        return self.is_word(sentence.row[k], "as") and (
            self.is_word(sentence.at(k + 1), "well") or self.is_word(sentence.at(k - 1), "well")
        )

    def _is_circumstance(self, sentence: Sentence, k: int) -> bool:
        """ "in Moscow on Friday", "on Friday", "in May": where and when of the act, not what it is about."""
        j = k + 2 if self.is_word(sentence.at(k + 1), "article") else k + 1
        token, following = sentence.at(j), sentence.at(j + 1)
        if token is None or stands_for(token, "D"):
            return token is not None
        if self.is_word(sentence.row[k], "on") or not stands_for(token, "L"):
            return False
        if following is None or stands_for(following, "D") or self.is_word(following, "on"):
            return True
        ends = following.text in ".,;" or self.is_word(following, "topic-stop")
        return sentence.line.mentions(token.start, token.end)[0].kind == "city" and ends

    def _list_goes_on(self, sentence: Sentence, k: int, *, plural: bool) -> bool:
        """Whether the comma at token k stands inside a list ("science, culture and sports")."""
        after = sentence.at(k + 1)
        if after is None or stands_for(after, "D") or after.text == "(":
            return False
        if self.is_word(after, "and"):
            following = sentence.at(k + 2)
            return (
                following is not None
                and not self.is_word(following, "comma-stop")
                and not self._next_phrase(sentence, k + 2)
            )
        article = plural and self.is_word(after, "article", "on", "as")
        if (self.is_word(after, "comma-stop") and not article) or self._next_phrase(sentence, k + 1):
            return False
        since = 0
        for token in sentence.row[k + 1 : k + 1 + 4 * _MAX_ITEM]:
            if token.text in ";:.—“" or token.start in sentence.stops:
                return False
            if self.is_word(token, "topic-stop") and not (plural and self.is_word(token, "between", "with", "as")):
                return False
            since = 0 if token.text == "," else since + 1
            if since > _MAX_ITEM:
                return False
            if self.is_word(token, "and"):
                return True
        return False

    def _next_phrase(self, sentence: Sentence, k: int) -> bool:
        """Whether another instrument's phrase starts at token k ("and a protocol", "and press statements")."""
        row = sentence.row
        series = self.is_word(row[k], "determiner") and self.is_word(sentence.at(k + 1), "quantity")
        if series and self.is_word(sentence.at(k + 2), "of"):  # "a series of trade and other agreements"
            return any(token.start in sentence.heads for token in row[k + 3 : k + 9])
        for j in range(k, min(k + 7, len(row))):
            if row[j].start in sentence.heads:
                return self.is_word(row[k], "determiner") or row[j].text[0].isupper() or j - k <= 2
            if not row[j].text[0].isalnum() and not stands_for(row[j], "JAL") and row[j].text not in "-–":
                return False
            quantity = self.is_word(row[j], "of") and self.is_word(row[j - 1], "quantity")
            if j > k and self.is_word(row[j], "inner") and not quantity:
                return False
        return False

    def _close(self, row: list[Token], first: int, last: int, phrase: Phrase) -> None:
        """Notes tokens `first` to `last` as what the phrase is about, loose words at the ends taken off."""
        while last > first and (row[last - 1].text in ',-–(“"' or self.is_word(row[last - 1], "loose")):
            if row[last - 1].text == '"' and sum(token.text == '"' for token in row[first:last]) % 2 == 0:
                break  # the end of a name
            last -= 1
        while first < last and (self.is_word(row[first], "article") or row[first].text in '“"«'):
            first += 1
        if last - first > _FIELD and self.is_word(row[first], "field-noun") and self.is_word(row[first + 1], "of"):
            first += _FIELD  # "en materia de turismo"
        if last > first:
            phrase.end = max(phrase.end, row[last - 1].end)
            phrase.bare = False
            phrase.topics.extend(
                self._items(row, first, last) if phrase.head.plural else [(row[first].start, row[last - 1].end)]
            )

    # -- lists -----------------------------------------------------------------------------------------------

    def items_after(self, line: Line, start: int, at_most: int = 0) -> list[Span]:
        """The items of a list from masked `start` to the end: "on visas; on trade", "visas, debt and air traffic".

        Where it is known that there are `at_most` so many, items may be single words.
        """
        row = [token for token in tokens(line.masked) if token.start >= start]
        row = row[: next((k for k in range(1, len(row)) if self._is_aside(row, k)), len(row))]
        while row and (row[-1].text in ".;:" or self.is_word(row[-1], "loose")):
            row.pop()
        first = 0
        while first < len(row) and (self.is_word(row[first], "loose") or row[first].text in ":,–—-"):
            first += 1
        cuts = [k + 1 for k in range(first, len(row)) if row[k].text == ";"]
        if cuts:
            pieces = self._pieces(row, first, len(row), cuts)
            return [(row[a].start, row[b - 1].end) for a, b in pieces if b - a <= _MAX_TOPIC]
        last = min(len(row), first + 2 * _MAX_TOPIC)
        return self._items(row, first, last, at_most) if first < len(row) else []

    def _is_aside(self, row: list[Token], k: int) -> bool:
        """Whether a list ends at the comma that token k is: "on visas and trade, during a visit by X"."""
        behind = row[k + 1] if row[k].text == "," and k + 1 < len(row) else None
        return self.is_word(behind, "topic-stop") and not self.is_word(behind, "as")  # "as well as"

    def _items(self, row: list[Token], first: int, last: int, at_most: int = 0) -> list[Span]:
        """The items of what several instruments are about; one where they cannot be told apart for sure.

        "on trade and on visas" are two, as are "cooperation in tourism and double taxation"; "cooperation in
        science, culture and sports" is one.
        """
        inside = range(first + 1, last)
        repeated = [k for k in inside if self.is_word(row[k], "on", "between") and self._links(row[k - 1])]
        if repeated:
            pieces = self._pieces(row, first, last, repeated)
        else:
            commas = {k + 1 for k in inside if row[k].text == ","}
            ands = {k + 1 for k in inside if self.is_word(row[k], "and") and not self._is_attribute(row, k - 1)}
            closed = any(k - 1 in commas for k in ands)  # "…, visas, and trade"
            pieces = self._pieces(row, first, last, sorted(commas if closed else commas | ands))
            sure = 2 < len(pieces) <= at_most
            short = any(b - a < 2 for a, b in pieces) or (len(pieces) == 2 and not self._are_two(row, *pieces[0]))
            if short and not sure:
                pieces = [(first, last)]
        return [(row[a].start, row[b - 1].end) for a, b in pieces]

    def _is_attribute(self, row: list[Token], k: int) -> bool:
        """Whether token k goes with the noun behind an "and": "Iraqi and Iranian railways"."""
        adjective = self._words.cue("attribute").search(row[k].low) is not None
        return stands_for(row[k], "J") or adjective or self.is_word(row[k - 1], "article")

    def _links(self, token: Token) -> bool:
        return token.text in ",;" or self.is_word(token, "and", "loose")

    def _are_two(self, row: list[Token], a: int, b: int) -> bool:
        """Whether "A and B" are two things: "in tourism and mass media", but not "in the fuel and energy sector"."""
        return any(self.is_word(row[k], "inner") for k in range(a, b)) and not self.is_word(row[b - 2], "article")

    def _pieces(self, row: list[Token], first: int, last: int, cuts: list[int]) -> list[Span]:
        """The tokens between the cuts, loose words at the ends taken off; without empty ones."""
        pieces = []
        for a, b in pairwise([first, *cuts, last]):
            while a < b and (row[a].text == "," or self.is_word(row[a], "loose")):
                a += 1
            while b > a and (row[b - 1].text in ",;" or self.is_word(row[b - 1], "loose")):
                b -= 1
            if b > a:
                pieces.append((a, b))
        return pieces
