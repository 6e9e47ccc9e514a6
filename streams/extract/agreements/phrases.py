"""Finds the noun phrases of instruments: what they are called, what they are about, between whom, of which year."""

from __future__ import annotations

from streams.extract.agreements.matcher import Token
from streams.extract.agreements.modifiers import ModifierReader
from streams.extract.agreements.phrase import Phrase, stands_for
from streams.extract.agreements.topics import Sentence, TopicReader
from streams.extract.agreements.vocabulary import Head, Vocabulary
from streams.extract.document import Line

_OPENING, _CLOSING = '“"«„‘”', "”\"»“’'"
_MAX_BRACKET, _MAX_QUOTE = 14, 40
"""Tokens of a remark in brackets or a name without quotation marks, of a quoted title."""
_APART = 4
"""Words before a head among which the "and" behind another head stands."""
_LEAST_NAME = 2
"""Tokens of a name that a document is given without quotation marks."""


class PhraseFinder:
    """Finds the phrases of a sentence."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary
        self.topics = TopicReader(vocabulary)
        self._modifiers = ModifierReader(vocabulary, self.topics)

    def find(
        self,
        line: Line,
        row: list[Token],
        heads: list[Head],
        stops: frozenset[int] = frozenset(),
        nouns: frozenset[int] = frozenset(),
    ) -> list[Phrase]:
        """The phrases of a sentence, in order.

        `stops` are where acts start that end a phrase, `nouns` where those start that may stand inside one.
        """
        sentence = Sentence(line, row, stops, frozenset(head.start for head in heads))
        starts = {token.start: index for index, token in enumerate(row)}
        phrases: list[Phrase] = []
        taken = stops | nouns
        for head in heads:
            if head.end + 1 in sentence.heads:
                continue  # "ceasefire pact": the last noun is the head
            first = last = starts[head.start]
            while last < len(row) and row[last].start < head.end:
                last += 1
            reach = range(max(1, first - _APART), first)
            apart = {row[k].start for k in reach if self._is_between_two(sentence, k, last=k + 1 == first)}
            phrase = self._modifiers.read(line, row, first, head, taken | apart if apart else taken)
            self._right(sentence, self._adjectives_behind(sentence, last, phrase), phrase)
            if phrases and self._is_coordinate(line.masked, phrases[-1], phrase):
                self._lump(phrase, phrases.pop())
            phrase.nested = bool(phrases) and phrase.start < phrases[-1].end
            phrases.append(phrase)
        return phrases

    def _is_between_two(self, sentence: Sentence, k: int, *, last: bool) -> bool:
        """Whether token k is the "and" of two instruments: "a tax treaty and fish pact", not "a truce and exit deal".

        `last` says that a head follows: "a joint statement and Declaration".
        """
        before = sentence.row[k - 1]
        two = before.start in sentence.heads and (last or self._words.has("paper", before.low))
        return two and self._words.has("and", sentence.row[k].low)

    def behind(self, line: Line, row: list[Token], stops: frozenset[int], end: int, phrase: Phrase) -> None:
        """Reads what the instrument is about where it is told behind the act that ends at `end`.

        "A memorandum was signed on higher education".
        """
        k = next((n for n, token in enumerate(row) if token.start >= end), len(row))
        sentence = Sentence(line, row, stops)
        k = self._past_asides(sentence, k, phrase) or k  # "an accord was signed in 2013 on tourism"
        if self.topics.is_word(sentence.at(k), "with", "between"):
            k = self.topics.actors(sentence, k + 1)[0]
        verb = sentence.at(k + 1)
        goal = self.topics.is_word(sentence.at(k), "no-topic") and verb is not None and verb.text.isalpha()
        goal = goal and phrase.bare and not self.topics.is_word(verb, "determiner")  # "a deal was reached to open"
        if phrase.topics or not (goal or self.topics.is_word(sentence.at(k), "on")):
            return
        where = phrase.end
        self._about(sentence, k, phrase)
        phrase.end = where

    def _is_coordinate(self, masked: str, one: Phrase, other: Phrase) -> bool:
        """ "20 agreements and memoranda": one phrase with two heads."""
        link = masked[one.end : other.start].strip(" ,").lower()
        return (
            one.head.plural
            and other.head.plural
            and one.end == one.head.end
            and other.start == other.head.start
            and (not link or self._words.has("and", link))
        )

    @staticmethod
    def _lump(phrase: Phrase, before: Phrase) -> None:
        phrase.start, phrase.count, phrase.definite = before.start, before.count, before.definite
        phrase.name, phrase.head = (before.name[0], phrase.name[1]), before.head
        phrase.bare = phrase.bare and before.bare
        phrase.parties[:0] = before.parties

    # -- behind the head -------------------------------------------------------------------------------------

    def _adjectives_behind(self, sentence: Sentence, k: int, phrase: Phrase) -> int:
        """Reads the adjectives that follow the noun in some languages: "acuerdo comercial chileno-peruano"."""
        pattern = self._words.cue("behind")
        begin = k
        while (token := sentence.at(k)) is not None:
            if stands_for(token, "J") and pattern.match("J"):
                phrase.parties.extend(sentence.line.mentions(token.start, token.end, "J"))
            elif pattern.fullmatch(token.text):
                phrase.bare = phrase.bare and self._modifiers.is_generic(token.low)
            elif k == begin or not (token.text in "-–" and self._is_adjective(sentence.at(k + 1))):
                break
            phrase.end = token.end
            k += 1
        phrase.name = (phrase.name[0], max(phrase.name[1], phrase.end))
        phrase.bare = phrase.bare and not phrase.parties
        return k

    @staticmethod
    def _is_adjective(token: Token | None) -> bool:
        return token is not None and stands_for(token, "J")

    def _right(self, sentence: Sentence, k: int, phrase: Phrase) -> None:
        while k < len(sentence.row):
            after = self._complement(sentence, k, phrase)
            if after is None:
                return
            k = after

    def _complement(self, sentence: Sentence, k: int, phrase: Phrase) -> int | None:
        """Reads one complement from token k on; the token behind it, None where the phrase ends."""
        row, is_word = sentence.row, self.topics.is_word
        token, following = row[k], sentence.at(k + 1)
        if token.text == "(":
            return self._bracket(row, k, phrase)
        if token.text in _OPENING and row[k - 1].end < token.start:
            return self._quotation(row, k, phrase)
        if is_word(token, "with") and is_word(following, "respect") and not phrase.topics:
            return self.topics.topic(sentence, k + 3, phrase)
        if self._words.cue("in-principle").match(sentence.line.masked, token.start):
            return k + 2
        if is_word(token, "between", "author") and (after := self._own_bodies(sentence, k, phrase)):
            return after
        if is_word(token, "between", "with"):
            return self._between(sentence, k, phrase)
        if is_word(token, "author") and (after := self._authors(sentence, k, phrase)):
            return after
        if following is not None and (after := self._dated(sentence, k, following, phrase)):
            return after
        if is_word(token, "of") and (understood := self._understanding(sentence, k + 1)):
            phrase.end = row[understood - 1].end
            phrase.name = (phrase.name[0], phrase.end)
            return understood
        if is_word(token, "entitled") and following is not None:
            return k + 1 if following.text in _OPENING else self._called(sentence, k + 1, phrase)
        return self._opened(sentence, k, phrase)

    def _understanding(self, sentence: Sentence, k: int) -> int:
        """The token behind the "understanding" or "mutual understanding" of a memorandum at token k; 0 for another."""
        k += self.topics.is_word(sentence.at(k), "mutual")
        return k + 1 if self.topics.is_word(sentence.at(k), "understanding") else 0

    def _opened(self, sentence: Sentence, k: int, phrase: Phrase) -> int | None:
        """Reads what the instrument is about, where token k opens that; the token behind it."""
        is_word = self.topics.is_word
        token, following = sentence.row[k], sentence.at(k + 1)
        if phrase.topics or token.start in sentence.stops or is_word(following, "relative"):
            return None
        if not phrase.bare and is_word(token, "framing"):
            return None  # "the Kyoto Protocol under the convention"
        owned = self._owners(sentence, k, phrase) if is_word(token, "of") else 0
        if owned:
            return owned
        addition = phrase.instrument == "protocol" and is_word(token, "addition")  # "дополнение к контракту"
        if addition or is_word(token, "of", "topic-start") or (phrase.bare and is_word(token, "purpose-start")):
            if self._words.cue("sum-behind").match(sentence.line.masked, token.start):
                return None  # "contratos por 500 millones"
            return self._about(sentence, k, phrase)
        if token.text == "," and following and self._words.cue("participle-topic").fullmatch(following.low):
            return self.topics.topic(sentence, k + 1, phrase)  # "соглашение, регулирующее торговлю"
        dash = token.text in "–—" and phrase.head.plural  # "two declarations – on trade and on visas"
        again = (dash or token.text == ",") and is_word(following, "on") and not is_word(sentence.at(k + 2), "relative")
        return k + 1 if again else None

    def _dated(self, sentence: Sentence, k: int, following: Token, phrase: Phrase) -> int:
        """Reads a date of the instrument's own from token k on, or passes over one of the act; 0 where there is none.

        "The treaty of 1952", "соглашение 1978 года", "an agreement on Friday to reduce troops".
        """
        row, is_word = sentence.row, self.topics.is_word
        token = row[k]
        # "the fastest process for a pact since 1981", but "has had a pact with X since 1951"
        lasting = phrase.told_new and not phrase.partners and not is_word(token, "of")
        if is_word(token, "of", "since") and stands_for(following, "D") and not lasting:
            return self._dates(sentence, k + 1, phrase)
        if stands_for(token, "D"):
            of_topic = bool(phrase.topics) and is_word(row[k - 1], "of")
            behind = self._words.cue("year-behind").match(token.text) is not None and self._is_year(sentence, token)
            if of_topic or behind:
                return self._dates(sentence, k, phrase)
        return 0 if phrase.topics else self._past_asides(sentence, k, phrase)

    def _past_asides(self, sentence: Sentence, k: int, phrase: Phrase) -> int:
        """Where it goes on behind when and where the act was, from token k on; 0 where that is not told.

        "An agreement in Geneva on Friday to reduce troops".
        """
        is_word = self.topics.is_word
        dates: list[int] = []
        at = k
        while (token := sentence.at(at)) is not None:
            following = sentence.at(at + 1)
            if stands_for(token, "D"):
                dates.append(token.start)
            elif following is not None and stands_for(following, "D") and is_word(token, "on", "locative"):
                dates.append(following.start)
                at += 1
            elif following is not None and stands_for(following, "L") and is_word(token, "locative"):
                at += 1
            elif not is_word(token, "here", "part-of-day"):
                break
            at += 1
        if at == k or not is_word(sentence.at(at), "topic-start", "between", "with"):
            return 0
        phrase.passed += dates
        return at

    @staticmethod
    def _is_year(sentence: Sentence, token: Token) -> bool:
        when = sentence.line.date_at(token.start)
        return when is not None and when.span.precision == "year"

    def _authors(self, sentence: Sentence, k: int, phrase: Phrase) -> int:
        """Reads whose statement it is behind the preposition at token k; 0 where that is not told."""
        if phrase.instrument not in ("statement", "declaration") or phrase.topics:
            return 0
        after, found = self.topics.actors(sentence, k + 1)
        if not found or all(mention.kind == "city" for mention in found):
            return 0
        phrase.parties.extend(found)
        phrase.end = sentence.row[after - 1].end
        return after

    def _owners(self, sentence: Sentence, k: int, phrase: Phrase) -> int:
        """Reads the parties behind the "of" at token k ("a treaty of A and B", "of A with C"); 0 for another "of"."""
        after, found = self.topics.actors(sentence, k + 1)
        codes = {code for mention in found for code in mention.codes}
        body = phrase.head.plural and any(code.startswith("org:") for code in codes)  # "resolutions of the council"
        together = body or len(codes) > 1
        if any(mention.kind == "city" for mention in found) or not found:
            return 0
        if not together and not self.topics.is_word(sentence.at(after), "with"):
            return 0
        phrase.parties.extend(found)
        phrase.end = sentence.row[after - 1].end
        return after

    @staticmethod
    def _bracket(row: list[Token], k: int, phrase: Phrase) -> int | None:
        for j in range(k, min(k + _MAX_BRACKET, len(row))):
            if row[j].text == ")":
                phrase.end = row[j].end
                return j + 1
        return None

    def _quotation(self, row: list[Token], k: int, phrase: Phrase) -> int | None:
        for j in range(k + 2, min(k + _MAX_QUOTE, len(row))):
            genitive = row[j].text in "’'" and j + 1 < len(row) and row[j + 1].low == "s"
            if row[j].text in _CLOSING and not genitive:
                phrase.topics.append((row[k + 1].start, row[j - 1].end))
                phrase.end, phrase.bare = row[j].end, False
                after = j + 1
                while phrase.head.plural and after < len(row) and (row[after].text == "," or self._joins(row[after])):
                    after += 1
                return after
        return None

    def _called(self, sentence: Sentence, k: int, phrase: Phrase) -> int | None:
        """Reads the name that a document is said to have: "dubbed the Rome Accords"; None where there is none."""
        row = sentence.row
        first = k + 1 if self.topics.is_word(row[k], "article") else k
        last = first
        while (
            last < len(row)
            and last - first < _MAX_BRACKET
            and (row[last].text[0].isupper() or stands_for(row[last], "JL"))
        ):
            last += 1
            if self.topics.is_word(sentence.at(last), "of", "and", "on") and (named := sentence.at(last + 1)):
                last += 1 if named.text[0].isupper() else 0
        if last - first < _LEAST_NAME or phrase.topics:
            return None
        phrase.topics.append((row[first].start, row[last - 1].end))
        phrase.end, phrase.bare = row[last - 1].end, False
        return last

    def _joins(self, token: Token) -> bool:
        return self._words.has("and", token.low)

    def _between(self, sentence: Sentence, k: int, phrase: Phrase) -> int | None:
        token = sentence.row[k]
        after, found = self.topics.actors(sentence, k + 1)
        if found:
            (phrase.partners if self.topics.is_word(token, "with") else phrase.parties).extend(found)
            phrase.end = sentence.row[after - 1].end
            return after
        among = self._words.cue("with-members").match(sentence.line.masked, token.end)
        if among is not None:  # "a deal with its creditors, including X and Y"
            first = next((n for n in range(k, len(sentence.row)) if sentence.row[n].start >= among.end()), k)
            after, found = self.topics.actors(sentence, first)
            if found:
                phrase.partners.extend(found)
                phrase.end = sentence.row[after - 1].end
                return after
        if self._words.cue("nobody").match(sentence.line.masked, token.end) or self.topics.is_word(token, "with"):
            return None
        self.topics.topic(sentence, k, phrase)
        return None

    def _own_bodies(self, sentence: Sentence, k: int, phrase: Phrase) -> int:
        """The token behind bodies of the parties told before ("between the two Governments on"); 0 for others."""
        bodies = self._words.cue("own-bodies").match(sentence.line.masked, sentence.row[k].end)
        if bodies is None or phrase.topics:
            return 0
        return next(j for j in range(k, len(sentence.row)) if sentence.row[j].start >= bodies.end())

    def _dates(self, sentence: Sentence, k: int, phrase: Phrase) -> int:
        """Reads the dates from token k on: "of 1952 and 1954"."""
        row = sentence.row
        phrase.dates.append(row[k].start)
        while k + 2 < len(row) and (row[k + 1].text == "," or self._joins(row[k + 1])) and stands_for(row[k + 2], "D"):
            k += 2
            phrase.dates.append(row[k].start)
        phrase.end = row[k].end
        return k + 1

    def _about(self, sentence: Sentence, k: int, phrase: Phrase) -> int | None:
        """Reads what the instrument is about behind the preposition or participle at token k."""
        token, masked = sentence.row[k], sentence.line.masked
        following, second = sentence.at(k + 1), sentence.at(k + 2)
        compound = second is not None and second.low in ("’", "'", "-", "s")
        if (
            not self._words.has("of", token.low)
            and following is not None
            and stands_for(following, "DL")
            and not compound
        ):
            return None
        if (
            self._words.cue("duration").match(masked, token.start)
            or self._words.cue("no-subject").match(masked, token.start)
            or (following is not None and self._words.has("no-object", following.low))
            or (phrase.instrument == "statement" and self._words.has("no-topic", token.low))
            or (
                self._words.has("field-preposition", token.low)
                and not self._words.cue("field").match(masked, token.end)
            )
            or (
                phrase.instrument == "plan"
                and self._words.has("for", token.low)
                and self.topics.actors(sentence, k + 1)[1]
            )
            or (phrase.definite and phrase.bare and self._words.has("for", token.low) and self._for(sentence, k))
        ):
            return None
        first = k if self._words.has("title-start", token.low) else k + 1
        such = self._words.cue("subjects-such-as").match(masked, token.start)
        if such is not None:
            first = next((n for n in range(k, len(sentence.row)) if sentence.row[n].start >= such.end()), first)
        after = self.topics.topic(sentence, first, phrase)
        return after if after > k + 1 else None

    def _for(self, sentence: Sentence, k: int) -> bool:
        """Whether token k tells whose signature it is: "signed the pact for X", but "the statement for X's jubilee"."""
        first = k + 2 if self.topics.is_word(sentence.at(k + 1), "article") else k + 1
        named, following = sentence.at(first), sentence.at(first + 1)
        return named is not None and stands_for(named, "AL") and (following is None or following.text not in ("’", "'"))
