"""Reads one clean article: its classification and all its reports. A pure function of article and lexicon."""

from __future__ import annotations

import json
import re
from pathlib import Path

from schemas.article import Classification, CleanArticle
from schemas.ids import derive
from schemas.report import AgreementReport, FigureReport, MeetingReport, Reading
from schemas.slots import Change, Codes
from streams.extract.agreements import AgreementReader
from streams.extract.annotator import Annotator
from streams.extract.codes import codes
from streams.extract.document import Document
from streams.extract.drafts import AgreementDraft, Draft, FigureDraft, MeetingDraft
from streams.extract.evidence import Witnesses
from streams.extract.figures import FigureReader
from streams.extract.meetings import MeetingReader
from streams.extract.scan import Scanner
from streams.extract.sport import SportFilter
from streams.extract.tables import LANGUAGES, Lexicon, cells, load
from streams.extract.topics import TopicFinder

RULES_VERSION = "2026.11.2"
"""Changes with every change of rules or tables that may change a reading."""

_WORD = re.compile(r"\w+")
_TOPIC_WINDOW = 200  # characters around a trigger, in its paragraph, that say what its report is about

ReportRecord = MeetingReport | AgreementReport | FigureReport


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

    def _language(self, lang: str) -> _Language:
        name = lang if lang in LANGUAGES else "en"
        if name not in self._languages:
            outlets = None if name == "en" else self._language("en").annotator.scanner
            self._languages[name] = _Language(self._lexicon, name, outlets)
        return self._languages[name]

    def organisations(self) -> dict[str, frozenset[str]]:
        """The members of each organisation whose members the lexicon knows: codes to codes."""
        members: dict[str, frozenset[str]] = {}
        for row in self._lexicon.rows("organisations"):
            members[row["code"]] = members.get(row["code"], frozenset()).union(cells(row["members"]))
        return members

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
        language = self._language(article.lang)
        document = language.annotator.document(article)
        meetings = language.sport.keep(document.text, language.meetings.read(document))
        agreements = language.sport.keep_agreements(
            document.text, meetings, language.agreements.read(document, meetings)
        )
        figures = language.figures.read(document)
        drafts: list[Draft] = [*meetings, *agreements, *figures]
        drafts.sort(key=lambda d: (d.start, type(d).__name__, d.parties))
        reports = self._finish(drafts, document, language.topics)
        return self._classify(document, reports, language.topics), Reading(
            article_id=article.article_id,
            ruleset=self.ruleset,
            lang=article.lang,
            title=article.title,
            url=article.url,
            outlet=article.outlet,
            published=article.published,
            reports=tuple(reports),
        )

    def _finish(self, drafts: list[Draft], document: Document, topics: TopicFinder) -> list[ReportRecord]:
        reports: list[ReportRecord] = []
        seen: set[str] = set()
        witnesses = Witnesses(document) if drafts else None
        for draft in drafts:
            if witnesses is not None:
                witnesses.complete(draft)
            report = self._report(draft, document, topics)
            if report.report_id not in seen:
                seen.add(report.report_id)
                reports.append(report)
        return reports

    def _report(self, draft: Draft, document: Document, topics: TopicFinder) -> ReportRecord:
        start, end = _paragraph(document.text, draft.start)
        around = max(start, draft.start - _TOPIC_WINDOW // 2), min(end, draft.start + _TOPIC_WINDOW)
        shared = {
            "article_id": document.article.article_id,
            "parties": tuple(sorted(set(draft.parties))),
            "evidence": tuple(sorted(draft.evidence, key=lambda e: (e.slot, e.start, e.end))),
            "rule": draft.rule,
            "confidence": round(draft.confidence, 3),
            "codes": codes(draft),
            "topics": topics.find(document.text, *around),
            "ruleset": self.ruleset,
            "date": draft.date,
        }
        report: ReportRecord
        if isinstance(draft, MeetingDraft):
            report = MeetingReport(
                report_id="",
                **shared,
                status=draft.status,
                format=draft.format,
                participants=tuple(draft.participants),
                place=draft.place,
            )
        elif isinstance(draft, AgreementDraft):
            report = AgreementReport(
                report_id="",
                **shared,
                instrument=draft.instrument,
                action=draft.action,
                title=draft.title,
                subject=draft.subject,
                count=draft.count,
                value=draft.value,
                duration=draft.duration,
                place=draft.place,
            )
        elif isinstance(draft, FigureDraft):
            report = FigureReport(
                report_id="",
                **shared,
                metric=draft.metric,
                amount=draft.amount,
                currency=draft.currency,
                unit=draft.unit,
                period=draft.period,
                target=draft.target,
                change=None if draft.change_percent is None else Change(percent=draft.change_percent),
            )
        else:
            raise TypeError(f"no report for {type(draft).__name__}")
        # The id names what is said, not by which version of the rules: replays with new rules keep the ids
        # of reports that did not change.
        said = report.model_dump(
            mode="json", exclude={"report_id", "ruleset", "rule", "confidence", "topics", "codes"}, exclude_none=True
        )
        return report.model_copy(update={"report_id": derive("rep-", json.dumps(said, sort_keys=True))})

    def _classify(self, document: Document, reports: list[ReportRecord], topics: TopicFinder) -> Classification:
        kinds = sorted({report.kind for report in reports})
        by_code: dict[str, Codes] = {report.codes.model_dump_json(): report.codes for report in reports}
        countries = {code for line in document.lines for m in line.actors + line.places for code in m.codes}
        return Classification(
            article_id=document.article.article_id,
            relevant=any(report.kind != "figure" for report in reports),
            event_types=tuple(kinds),
            topics=topics.find(document.text, least=2),
            codes=tuple(by_code[key] for key in sorted(by_code)),
            countries=tuple(sorted(countries)),
            lang=document.article.lang,
            ruleset=self.ruleset,
        )


def _paragraph(text: str, offset: int) -> tuple[int, int]:
    """Where the paragraph of the character at `offset` starts and ends."""
    end = text.find("\n", offset)
    return text.rfind("\n", 0, offset) + 1, len(text) if end < 0 else end
