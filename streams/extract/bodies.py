"""Bodies and states without their names: who "the bloc", "the 12-nation Community" and "the North" are."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict

from streams.extract.mention import Mention
from streams.extract.tables import Lexicon, cells
from streams.extract.text import Sentence
from streams.extract.units import Words

_SEATS = {"BEL": "org:EU"}
"""States whose capital stands for a body in an article that names the body and not the state."""
_APPOSED = re.compile(r"\)?\s+(?P<noun>[a-z]+)")
"""The noun right behind an organisation's name: "the (ICCO) council"."""
_HALF = re.compile(r"\b[Tt]he (?P<half>North|South)\b(?!\s+(?:[A-Z]|of\b|and\b)|-)")
_KOREAS = {"North": "PRK", "South": "KOR"}
"""What Korean copy calls the two states once it has named the northern one."""
_COUNCIL = re.compile(r"\b(?:[Tt]he\s+)?(?:15-(?:member|nation|state)\s+)?Security Council\b(?!\s+of\b)")
_AT_UN = re.compile(r"\b(?:U\.?N\.?|United\s+Nations)\s+(?:Security\s+)?Council\b|\bUNITED NATIONS\b", re.IGNORECASE)
"""What says that an article means the council of the United Nations by "the Security Council"."""
_OTHER_COUNCIL = re.compile(
    r"\b(?:National|State|Supreme|Collective|[Ss]ecretary\s+of\s+the|[A-Z][a-z]+(?:an|ish|ese|li|ki)|(?!U\.?N\b)\w+['’]s)"
    r"\s+Security\s+Council\b"
)
"""A security council of some state."""
_POWERS = re.compile(r"\b(?:[Tt]he\s+)?(?:[Ww]orld|(?:[Mm]ajor|[Bb]ig|[Gg]lobal)(?:\s+world)?)\s+[Pp]owers\b")
"""Whom copy on the nuclear programme of Iran calls so: the six states that negotiate with it."""
_ARTICLES = {"es": r"(?:\b(?:[Ee]l|[Ll]a)\s+|(?<=\bal )|(?<=\bdel ))"}
"""What stands before such a noun where that is not "the"."""
_WORD = re.compile(r"[^\W\d_]+")


def members(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    """The members of each organisation whose members the lexicon knows: codes to codes."""
    found: dict[str, frozenset[str]] = {}
    for row in lexicon.rows("organisations"):
        found[row["code"]] = found.get(row["code"], frozenset()).union(cells(row["members"]))
    return found


def _is_another(text: str, noun: str, end: int, bodies: list[Mention]) -> bool:
    """Whether the text last called so a body that is none of `bodies`: "the Cooperation Council", "the Council"."""
    at = text.rfind(f" {noun}", 0, end)
    while at > 0:
        word = text[text.rfind(" ", 0, at) + 1 : at]
        if word[0:1].isupper() and word != "The":
            return not any(body.start <= at < body.end for body in bodies)
        at = text.rfind(f" {noun}", 0, at)
    return False


def seated(found: list[list[Mention]]) -> dict[str, str]:
    """The bodies for which the capitals of states stand in a text with these mentions, by the code of the state."""
    named = {code for mentions in found for m in mentions if m.kind != "city" for code in m.codes}
    return {state: body for state, body in _SEATS.items() if body in named and state not in named}


class Bodies:
    """Finds the organisations that common nouns stand for, in one language.

    A noun in lower case ("the bloc") is the only organisation that the text has named before, or the one that it has
    called so; a capitalised one ("the Fund") the last one before whose full name has the word. In a text that names
    North Korea "the North" and "the South" are the two Koreas.
    """

    def __init__(self, lexicon: Lexicon, lang: str, words: Words) -> None:
        self._any = words.of("body")
        self._english = lang == "en"
        self._named: dict[str, set[str]] = defaultdict(set)
        for row in lexicon.rows("organisations"):
            for name in cells(row[f"names.{lang}"]):
                self._named[row["code"]].update(_WORD.findall(name.lower()))
        nouns = "|".join(sorted(self._any | words.of("body-named")))
        article = _ARTICLES.get(lang, r"\b[Tt]he\s+")
        before = rf"{article}(?:[\w-]+[- ](?:nation|member|state|country)\s+)?(?P<noun>{nouns})\b"
        counted = "|".join(sorted(words.of("body-counted")))
        if counted:  # "the six-nation group"
            before += rf"|\b[Tt]he\s+[\w-]+[- ](?:nation|member|state|country)\s+(?P<counted>{counted})\b"
        self._pattern = re.compile(rf"(?:{before})(?!\s+(?:of|for|del?|[A-Z])\b|-)") if nouns else None

    def recall(self, text: str, spans: list[Sentence], found: list[list[Mention]]) -> None:
        """Adds the mentions to those of their sentences; `spans` and `found` run in parallel."""
        bodies = [m for mentions in found for m in mentions if len(m.codes) == 1 and _is_body(m)]
        if self._pattern is not None and bodies:
            called: dict[str, set[str]] = defaultdict(set)
            for body in bodies:
                noun = _APPOSED.match(text, body.end)
                if noun is not None:
                    called[body.codes[0]].add(noun["noun"])
            ends = [body.end for body in bodies]
            for match in self._pattern.finditer(text, ends[0]):
                code = self._meant(match, bodies[: bisect_right(ends, match.start())], called)
                if code is not None:
                    insert(Mention(*match.span(), "org", (code,), referred=True), spans, found)
        if self._english and "Security Council" in text and _AT_UN.search(text) and not _OTHER_COUNCIL.search(text):
            for match in _COUNCIL.finditer(text):
                insert(Mention(*match.span(), "org", ("org:UN",), referred=True), spans, found)
        if self._english and "owers" in text and "uclear" in text and _names(found, "IRN"):
            for match in _POWERS.finditer(text):
                insert(Mention(*match.span(), "org", ("org:P5PLUS1",), referred=True), spans, found)
        north = self._english and next((m for mentions in found for m in mentions if "PRK" in m.codes), None)
        if north:
            for match in _HALF.finditer(text, north.end):
                half = Mention(*match.span(), "country", (_KOREAS[match["half"]],), referred=True)
                insert(half, spans, found)

    def _meant(self, match: re.Match[str], before: list[Mention], called: dict[str, set[str]]) -> str | None:
        """The code of the organisation among those `before` that the noun stands for; None where none is plain."""
        noun = match["noun"] or match["counted"]
        word = noun.lower()
        if noun != word:
            if _is_another(match.string, noun, match.start(), before):
                return None
            return next((m.codes[0] for m in reversed(before) if word in self._named[m.codes[0]]), None)
        own = {m.codes[0] for m in before if word in called[m.codes[0]]}
        own = own or ({m.codes[0] for m in before} if word in self._any or match["counted"] else set())
        return own.pop() if len(own) == 1 else None


def _is_body(mention: Mention) -> bool:
    """Whether it names an organisation, by itself or by those who lead it ("NATO leaders")."""
    return mention.kind == "org" or (mention.plural and mention.codes[0].startswith("org:"))


def _names(found: list[list[Mention]], code: str) -> bool:
    """Whether a sentence names the state or body."""
    return any(code in mention.codes for mentions in found for mention in mentions)


def insert(mention: Mention, spans: list[Sentence], found: list[list[Mention]]) -> None:
    """Adds the mention to those of its sentence, where it stands in one and overlaps none."""
    number = bisect_right(spans, mention.start, key=lambda span: span.start) - 1
    if number < 0 or mention.end > spans[number].end:
        return
    mentions = found[number]
    if not any(m.start < mention.end and mention.start < m.end for m in mentions):
        mentions.insert(bisect_left(mentions, mention.start, key=lambda m: m.start), mention)
