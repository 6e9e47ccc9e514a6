"""Reads what stands before the head of an instrument's phrase: owners, dates, numbers, adjectives."""

from __future__ import annotations

from dataclasses import replace

from streams.extract.agreements.matcher import Token
from streams.extract.agreements.phrase import Phrase, stands_for
from streams.extract.agreements.topics import TopicReader
from streams.extract.agreements.vocabulary import Head, Vocabulary
from streams.extract.document import Line

_MAX_NAME = 4
"""Words between an article and an "and" inside a name."""
_OPENING, _CLOSING, _MAX_QUOTED = '“"«„', '"”»', 4
"""Marks around a quoted modifier, and how many words it has at most."""
_MAX_LEFT = 9
"""Words before a head."""


class ModifierReader:
    """Reads from the head to the left."""

    def __init__(self, vocabulary: Vocabulary, topics: TopicReader) -> None:
        self._words = vocabulary
        self._topics = topics

    def read(self, line: Line, row: list[Token], first: int, head: Head, stops: frozenset[int]) -> Phrase:
        """The phrase of a head that starts with token `first`, read as far as the head; `stops` are no part of it."""
        phrase = Phrase(head.start, head.end, head, (head.start, head.end))
        telling = False
        k = first
        while k > 0 and first - k < _MAX_LEFT:
            token = row[k - 1]
            if token.start in stops:
                break
            if token.text == ")" and k > 3 and row[k - 3].text == "(" and row[k - 2].text.isupper():
                k -= 3  # "the Anti-Ballistic Missile (ABM) treaty"
                continue
            if (opened := self._quoted(row, k - 1)) is not None:
                k, telling = opened, True
                continue
            if token.text in ("’", "'") or token.low == "s":
                k = self._possessive(line, row, k, phrase)
                break
            if self._words.has("determiner", token.low):
                phrase.told_new = self._words.has("indefinite", token.low)
                phrase.definite = not phrase.told_new
                k -= 1
                break
            tells = self._modifier(line, row, k - 1, phrase)
            if tells is None:
                break
            telling = telling or tells
            k -= 1
        unread, k = k, self._quantity(row, k)
        phrase.several = head.plural and (k < unread or self._words.has("several", row[k].low))
        if phrase.count and self._words.cue("paucal").fullmatch(str(phrase.count)):
            phrase.head = replace(head, plural=True)  # "22 документа": in Russian a singular
        if k < unread - 1 and phrase.count is None:
            phrase.count = self._words.numbers.get(row[unread - 2].low)  # "una veintena de acuerdos"
        if k < first:
            phrase.start = row[k].start
            owners = {line.masked_index(party.start) for party in phrase.parties if party.kind != "city"}
            while k < first and (row[k].start in owners or not self._is_name_word(row[k])):
                k += 1
            phrase.name = (row[k].start, head.end)
        named = self._words.cue("proper-head").fullmatch(line.masked, head.start, head.end) is not None
        phrase.named = telling
        phrase.bare = not telling and not phrase.parties and not named
        return phrase

    @staticmethod
    def _quoted(row: list[Token], k: int) -> int | None:
        """Where the quotation opens that token k closes: 'an "open skies" agreement'; None where none does."""
        if row[k].text not in _CLOSING:
            return None
        return next((n for n in range(k - 2, max(-1, k - _MAX_QUOTED - 2), -1) if row[n].text in _OPENING), None)

    def _modifier(self, line: Line, row: list[Token], k: int, phrase: Phrase) -> bool | None:
        """Reads token k into the phrase; whether it tells it from others, None where it is no part of it."""
        token = row[k]
        if stands_for(token, "ALD") and self._is_of_act(row, k):
            return None
        if stands_for(token, "AJL"):
            mention = line.mentions(token.start, token.end, "AJL")[0]
            if mention.kind in ("person", "group"):
                return None
            behind = row[k + 1].text in "-–" and k + 2 < len(row)
            if behind and self._words.has("brokering", row[k + 2].low):
                return False  # "the UN-mediated truce"
            hyphens = row[k - 1].text in "-–" if k else False
            if mention.kind != "city" or hyphens or row[k + 1].text in "-–":
                phrase.parties[:0] = [mention]
            return mention.kind == "city"
        if stands_for(token, "D"):
            phrase.dates.append(token.start)
        elif stands_for(token, "M"):
            phrase.sums.append(token.start)
        elif token.low in self._words.numbers or _is_number(token.low):
            phrase.count = self._words.numbers.get(token.low) or int(token.low.replace(",", "")[:6])
        elif token.text in "-–" and k and row[k - 1].end < token.start and token.end < row[k + 1].start:
            return None
        elif not ((token.text in "-–/" and k) or self._joins_adjectives(row, k, phrase.head.start)):
            if (
                not token.text[0].isalnum()
                or self._words.has("left-stop", token.low)
                or not self._words.cue("modifier").match(token.text)
            ):
                return None
            return not self.is_generic(token.low)
        return False

    def _is_of_act(self, row: list[Token], k: int) -> bool:
        """Whether an actor, place or date before the head is the act's: "firmaron en Moscú 11 acuerdos".

        In Russian all are: "подписали вчера в Минске соглашение", but "соглашение 1994 года".
        """
        if not self._words.words.get("article"):
            return True
        return k > 0 and stands_for(row[k], "AL") and self._words.has("field-preposition", row[k - 1].low)

    def _quantity(self, row: list[Token], k: int) -> int:
        """Where "a number of" before token k starts; k where there is none."""
        if k and self._words.has("several", row[k - 1].low):
            return k - 1
        if k < 2 or not self._words.has("of", row[k - 1].low) or not self._words.has("quantity", row[k - 2].low):
            return k
        return k - 3 if k > 2 and self._words.has("indefinite", row[k - 3].low) else k - 2

    def _is_name_word(self, token: Token) -> bool:
        """Whether the name of an instrument can start with the token."""
        return not (
            stands_for(token, "D")
            or token.text in "-–/’'"
            or token.low == "s"
            or _is_number(token.low)
            or token.low in self._words.numbers
            or self._topics.is_word(token, "determiner", "of", "quantity", "several")
        )

    def is_generic(self, word: str) -> bool:
        """Whether the lower-case word tells an instrument from no other ("new", "bilateral")."""
        return self._words.has("generic", word) or self._words.cue("generic").match(word) is not None

    def _joins_adjectives(self, row: list[Token], k: int, head: int) -> bool:
        """Whether token k is the "and" of "Friendship and Cooperation Treaty" or "bilateral and regional pacts"."""
        if not 0 < k < len(row) - 1 or not self._words.has("and", row[k].low) or not row[k - 1].text[0].isalpha():
            return False
        before, after = row[k - 1], row[k + 1]
        if self._words.has("left-stop", before.low) or after.start == head or self._words.has("joint", after.low):
            return False  # "Acuerdo de Cooperación Técnica y Convenio de Seguridad Social"
        if before.text[0].isupper() and after.text[0].isupper() and not before.text.isupper():
            return True
        if self._opens_before(row, k - 1):
            return True  # "a political dialogue and cooperation agreement"
        adjective = self._words.cue("adjective")
        return adjective.search(before.low) is not None and adjective.search(after.low) is not None

    def _opens_before(self, row: list[Token], k: int) -> bool:
        """Whether an indefinite article stands a few plain words before token k, so that they are one name."""
        for token in reversed(row[max(0, k - _MAX_NAME) : k + 1]):
            if self._words.has("indefinite", token.low):
                return True
            plain = token.text.replace("-", "").isalnum() and token.text.islower()  # "10-year"
            if not plain or self._words.has("left-stop", token.low):
                return False
        return False

    @staticmethod
    def _possessive(line: Line, row: list[Token], k: int, phrase: Phrase) -> int:
        """Reads the owner before a possessive mark that ends before token k: "the two countries' 2006 accord"."""
        owner = k - 3 if row[k - 1].low == "s" else k - 2
        if owner >= 0 and stands_for(row[owner], "D"):
            phrase.dates.append(row[owner].start)  # "last week's agreement"
            phrase.definite = True
            return owner
        if owner < 0 or not stands_for(row[owner], "A"):
            return k
        phrase.parties[:0] = line.mentions(row[owner].start, row[owner].end, "A")
        phrase.definite = True
        return owner + 1


def _is_number(word: str) -> bool:
    return word.replace(",", "").isdigit()
