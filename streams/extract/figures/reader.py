"""Reads the figures of an article."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from schemas.slots import Metric
from streams.extract.document import Document
from streams.extract.drafts import FigureDraft
from streams.extract.figures.lists import Entry, Lists
from streams.extract.figures.measure import FLOWS, GIVEN, Measure, Measures
from streams.extract.figures.parties import Focus, Pair, Parties
from streams.extract.figures.period import Periods
from streams.extract.figures.rules import Rules
from streams.extract.mention import Mention
from streams.extract.tables import Lexicon

_ROUNDING = 0.1
"""Share of a sum by which its headline may differ, where its last digit allows that."""
_CARRY = 2
"""Sentences that a figure's parties may be carried on to."""


class FigureReader:
    """Reads figures of one language. Built once, at start-up."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        rules = Rules(lexicon, lang)
        self._measures = Measures(rules)
        self._lists = Lists(rules)
        self._parties = Parties(rules)
        self._periods = Periods(rules)

    def read(self, document: Document) -> list[FigureDraft]:
        """The sums and shares that tie two parties together, each once, in the order of the text."""
        drafts: list[FigureDraft] = []
        focus: Focus | None = None
        carried: tuple[int, Metric, Pair] = (-_CARRY - 1, "trade", ())
        owner: str | None = None
        for number, line in enumerate(document.lines):
            if not line.amounts:
                continue
            recent = number - carried[0] <= _CARRY
            measures = self._measures.find(line, carried[1] if recent else None)
            entries, owners = self._lists.find(line)
            if not measures and not entries:
                continue
            focus = focus or Focus(document)
            if entries and len(owners) < 2:
                owner = owners[0] if owners else owner or focus.first
                drafts.extend(self._listed(entries, owner, document.article.published))
                continue
            told: list[FigureDraft] = []
            for measure in measures:
                both = {carried[1], measure.metric}
                alike = len(both) == 1 or both <= FLOWS or both <= GIVEN
                pair = carried[2] if (recent and alike) or carried[0] == number else ()
                codes, mentions, confidence = self._parties.find(measure, focus, number, pair)
                if len(codes) < 2:
                    continue
                carried = number, measure.metric, tuple(codes)
                draft = self._draft(measure, codes, mentions, confidence, document.article.published)
                told.append(self._dated(draft, measure, document.article.published))
            _share_period(told)
            drafts.extend(told)
        return _without_rounded(_distinct(drafts), document.article.title_end)

    def _listed(self, entries: list[Entry], owner: str | None, published: date | None) -> list[FigureDraft]:
        return [
            self._dated(self._draft(measure, [owner, mention.codes[0]], [mention], 0.85, published), measure, published)
            for measure, mention in entries
            if owner is not None and mention.codes[0] != owner
        ]

    def _draft(
        self, measure: Measure, codes: list[str], mentions: list[Mention], confidence: float, published: date | None
    ) -> FigureDraft:
        line, amount = measure.line, measure.amount
        word = line.offsets(measure.word_start, measure.word_end)
        draft = FigureDraft(codes, word[0], f"figure:{measure.rule}", confidence)
        draft.metric, draft.amount = measure.metric, amount.value
        draft.currency, draft.unit = amount.currency, amount.unit
        draft.target = self._periods.target(measure, published)
        draft.show("trigger", *word)
        draft.show("metric", *word)
        draft.show("amount", amount.start, amount.end)
        draft.show("currency" if amount.currency else "unit", amount.start, amount.end)
        for mention in mentions:
            draft.show("parties", mention.start, mention.end)
        if not mentions:
            draft.show("parties", *word)
        change = None if amount.unit else self._periods.change(measure)
        if change:
            draft.change_percent = change[0]
            draft.show("change", change[1], change[2])
        return draft

    def _dated(self, draft: FigureDraft, measure: Measure, published: date | None) -> FigureDraft:
        period = self._periods.period(measure, published)
        if period:
            draft.period = period.text
            draft.show("period", period.start, period.end)
        return draft


def _share_period(drafts: list[FigureDraft]) -> None:
    """Gives the one period of a sentence to its flows without: "exports of $2bn and imports of $1bn in 2011"."""
    flows = [draft for draft in drafts if draft.metric in FLOWS and not draft.unit and not draft.target]
    dated = [draft for draft in flows if draft.period]
    if len({draft.period for draft in dated}) != 1:
        return
    source = dated[0]
    for draft in flows:
        if draft.period is None and draft.metric != source.metric and set(draft.parties) == set(source.parties):
            draft.period = source.period
            for span in [span for span in source.evidence if span.slot == "period"]:
                draft.show("period", span.start, span.end)


def _without_rounded(drafts: list[FigureDraft], title_end: int) -> list[FigureDraft]:
    """The figures without those of the headline that round one of the text: "JAPAN LENDS 12 BILLION", then 12.5."""

    def is_rounded(draft: FigureDraft) -> bool:
        return draft.start < title_end and any(
            other.start >= title_end
            and (other.metric, other.currency, other.unit) == (draft.metric, draft.currency, draft.unit)
            and set(other.parties) == set(draft.parties)
            and abs(other.amount - draft.amount) < min(_ROUNDING * other.amount, _last_digit(draft.amount))
            for other in drafts
        )

    return [draft for draft in drafts if not is_rounded(draft)]


def _last_digit(amount: float) -> float:
    """The worth of one in the last digit of an amount that is not nought: 10 of 820, 0.1 of 12.5."""
    return float(Decimal(1).scaleb(int(Decimal(str(amount)).normalize().as_tuple().exponent)))


def _distinct(drafts: list[FigureDraft]) -> list[FigureDraft]:
    """Each figure once: of two that say the same sum of the same parties the fuller one."""
    kept: dict[tuple[object, ...], FigureDraft] = {}
    for draft in drafts:
        key = (draft.metric, draft.amount, draft.currency or draft.unit, tuple(sorted(draft.parties)))
        known = kept.get(key)
        if known is None or (known.period is None and draft.period is not None):
            kept[key] = draft
    return sorted(kept.values(), key=lambda d: d.start)
