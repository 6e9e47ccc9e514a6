"""Reads one clean article: its classification and all its reports. A pure function of article and lexicon."""

from __future__ import annotations

import re
from pathlib import Path

from schemas.article import Classification, CleanArticle
from schemas.report import Reading
from streams.extract.agreements import AgreementReader
from streams.extract.annotator import Annotator
from streams.extract.bodies import members
from streams.extract.document import Document
from streams.extract.drafts import Draft
from streams.extract.evidence import Witnesses
from streams.extract.figures import FigureReader
from streams.extract.meetings import MeetingReader
from streams.extract.records import Record, filled, report
from streams.extract.scan import Scanner
from streams.extract.sport import SportFilter
from streams.extract.tables import LANGUAGES, Lexicon, cells, load
from streams.extract.topics import TopicFinder, TopicWords

RULES_VERSION = "2026.11.13"
"""Changes with every change of rules or tables that may change a reading."""

_WORD = re.compile(r"\w+")
_TOPIC_WINDOW = 200  # characters around a trigger, in its paragraph, that say what its report is about


class _Language:
    """Everything that reads one language."""

    def __init__(self, lexicon: Lexicon, lang: str, outlets: Scanner | None) -> None:
        self.annotator = Annotator(lexicon, lang, outlets)
        self.meetings = MeetingReader(lexicon, lang)
        self.agreements = AgreementReader(lexicon, lang)
        self.figures = FigureReader(lexicon, lang)
        self.topics = TopicFinder(lexicon, lang)
        self.sport = SportFilter(lexicon, lang)


class Reader:
    """Reads articles of any language; those that have no grammar of their own are read as English.

    Raises LexiconError where the tables of `lexicon` (a folder that extends the bundled ones) are broken.
    """

    def __init__(self, lexicon: Path | None = None) -> None:
        self._lexicon = load(lexicon)
        self._languages: dict[str, _Language] = {}
        self.ruleset = f"{RULES_VERSION}+{self._lexicon.version}"
        if lexicon is not None:  # whoever wrote tables hears of their mistakes at the start
            for lang in LANGUAGES:
                self._language(lang)

    def _language(self, lang: str) -> _Language:
        name = lang if lang in LANGUAGES else "en"
        if name not in self._languages:
            outlets = None if name == "en" else self._language("en").annotator.scanner
            self._languages[name] = _Language(self._lexicon, name, outlets)
        return self._languages[name]

    def organisations(self) -> dict[str, frozenset[str]]:
        """The members of each organisation whose members the lexicon knows: codes to codes."""
        return members(self._lexicon)

    def words_of_countries(self) -> dict[str, frozenset[str]]:
        """The words, in lower case, of each country's names and adjectives in all languages, by code."""
        words: dict[str, frozenset[str]] = {}
        for row in self._lexicon.rows("countries"):
            terms = " ".join((*cells(row["names"]), *cells(row["adjectives"]))).casefold()
            words[row["code"]] = words.get(row["code"], frozenset()).union(_WORD.findall(terms))
        return words

    def annotate(self, article: CleanArticle) -> Document:
        """The article with its mentions, as the readers see it."""
        return self._language(article.lang).annotator.document(article)

    def read(self, article: CleanArticle) -> tuple[Classification, Reading]:
        """What the article is about, and what it reports, in the order of the text."""
        classification, reading = self.records(article)
        return Classification.model_validate(classification), Reading.model_validate(reading)

    def records(self, article: CleanArticle) -> tuple[Record, Record]:
        """The same as plain values, as their records hold them."""
        language = self._language(article.lang)
        document = language.annotator.document(article)
        meetings = language.sport.keep(document.text, language.meetings.read(document))
        agreements = language.sport.keep_agreements(
            document.text, meetings, language.agreements.read(document, meetings)
        )
        figures = language.figures.read(document)
        drafts: list[Draft] = [*meetings, *agreements, *figures]
        drafts.sort(key=lambda d: (d.start, type(d).__name__, d.parties))
        words = language.topics.words(document.text)
        reports = self._finish(drafts, document, words)
        reading = filled(
            {
                "article_id": article.article_id,
                "ruleset": self.ruleset,
                "lang": article.lang,
                "title": article.title,
                "url": article.url,
                "outlet": article.outlet,
                "published": article.published and article.published.isoformat(),
                "reports": reports,
            }
        )
        return self._classify(document, reports, words), reading

    def _finish(self, drafts: list[Draft], document: Document, words: TopicWords) -> list[Record]:
        reports: dict[str, Record] = {}
        witnesses = Witnesses(document) if drafts else None
        for draft in drafts:
            if witnesses is not None:
                witnesses.complete(draft)
            start, end = _paragraph(document.text, draft.start)
            around = max(start, draft.start - _TOPIC_WINDOW // 2), min(end, draft.start + _TOPIC_WINDOW)
            told = report(draft, document.article.article_id, words.topics(*around), self.ruleset)
            reports.setdefault(told["report_id"], told)
        return list(reports.values())

    def _classify(self, document: Document, reports: list[Record], words: TopicWords) -> Record:
        kinds = {report["kind"] for report in reports}
        by_code = {_code_order(report["codes"]): report["codes"] for report in reports}
        countries = {code for line in document.lines for m in line.actors + line.places for code in m.codes}
        return {
            "article_id": document.article.article_id,
            "relevant": not kinds <= {"figure"},
            "event_types": sorted(kinds),
            "topics": words.topics(least=2),
            "codes": [by_code[key] for key in sorted(by_code)],
            "countries": sorted(countries),
            "lang": document.article.lang,
            "ruleset": self.ruleset,
        }


def _code_order(codes: Record) -> tuple[str, bool, str, str]:
    """Codes by root, mode and number; of one root, those without a mode come last."""
    mode = codes.get("mode")
    return codes["plover"], mode is None, mode or "", codes["cameo"]


def _paragraph(text: str, offset: int) -> tuple[int, int]:
    """Where the paragraph of the character at `offset` starts and ends."""
    end = text.find("\n", offset)
    return text.rfind("\n", 0, offset) + 1, len(text) if end < 0 else end
