"""One report for each agreement, however often an article tells it."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache

from schemas.slots import Instrument
from streams.extract.drafts import AgreementDraft

_CLASS = {"signed": "done", "adopted": "done", "extended": "done", "ratified": "ratified", "in_force": "in_force",
          "agreed": "agreed", "planned": "planned", "terminated": "ended", "suspended": "suspended"}  # fmt: skip
# fmt: off
_SMALL = frozenset((
    "the", "a", "an", "of", "on", "in", "for", "and", "to", "between", "with", "agreement", "agreements", "treaty",
    "memorandum", "protocol", "deal", "accord", "pact", "understanding", "settlement", "historic", "landmark",
    "new", "first", "final", "joint", "preliminary", "year", "years", "two", "three", "four", "five", "six", "seven",
    "eight", "nine", "ten", "month", "months", "day", "days", "comprehensive", "key", "major", "bilateral", "important",
    "formal", "statement", "declaration", "communique", "communiqué",
))
# fmt: on
"""Words that tell no instrument from another."""


_SLACK, _ROUGH, _STEP = timedelta(days=3), timedelta(days=14), timedelta(days=60)
"""Between dates that may be the same, a date and the day of the news, and an agreement and its signing in one story."""

FURTHER = "agreed-further"
"""The rule that reads what parties "also agreed" to, which is not the nameless accord that the text has told."""

_OUTCOMES = frozenset({"settled", "exchange", "rescheduling"})
"""Rules that read what came of an agreement ("X and Y settle their row"), where the text does not tell it itself."""

_GENERIC = frozenset({"agreement", "treaty"})
"""Instruments that headlines call others by: "sign fishing accord" over a memorandum on fishing."""

_ROUND = 10
"""What a round number of documents is a multiple of."""
_MANY = 3
"""Documents told as a number that stand for each other whatever they are said to be about."""

Members = dict[str, tuple[str, ...]]
"""Member states by organisation."""


def merge(drafts: list[tuple[int, AgreementDraft]], members: Members, *, has_title: bool) -> list[AgreementDraft]:
    """The drafts with those that tell the same act upon the same instrument made one, in order of the text.

    Each comes with the offset of its sentence: one sentence does not tell the same twice. `has_title` says that
    the first sentence is the article's title.
    """
    kept: list[tuple[set[int], AgreementDraft]] = []
    for sentence, draft in drafts:
        for seen, other in kept:
            if _repeats(other, draft, members) if sentence in seen else _same(other, draft, members):
                _take(other, draft)
                seen.add(sentence)
                break
        else:
            kept.append(({sentence}, draft))
    merged = _without_headlines(kept, members) if has_title else [draft for _, draft in kept]
    last = []
    for draft in merged:
        later = next((other for other in merged if _overtaken(draft, other, members)), None)
        if later is None:
            last.append(draft)
        else:
            _name(later, draft)
    return last


def _name(draft: AgreementDraft, earlier: AgreementDraft) -> None:
    """Gives what says but "the three-year accord" the title and value that the text told before."""
    slots = {"value"} if draft.value is None else set()
    draft.value = draft.value or earlier.value
    if not words(draft.title) and words(earlier.title):
        slots |= {"title", "subject"}
        draft.title, draft.subject = earlier.title, earlier.subject
        draft.evidence = [item for item in draft.evidence if item.slot not in slots]
    draft.evidence += [item for item in earlier.evidence if item.slot in slots]


def _without_headlines(kept: list[tuple[set[int], AgreementDraft]], members: Members) -> list[AgreementDraft]:
    """The drafts without those that only the title tells, where the text tells the like in other words."""
    told = [draft for seen, draft in kept if seen != {0}]
    merged = []
    for seen, draft in kept:
        like = None
        if seen == {0}:
            like = next((other for other in told if _is_headline_of(draft, other, members)), None)
        if like is None:
            merged.append(draft)
        else:
            for item in draft.evidence:
                if item.slot in ("parties", "trigger"):
                    like.show(item.slot, item.start, item.end)
            _name(like, draft)
    return merged


def _is_headline_of(headline: AgreementDraft, draft: AgreementDraft, members: Members) -> bool:
    act = _CLASS[headline.action], _CLASS[draft.action]
    return (
        (act[0] == act[1] or (act == ("agreed", "done") and headline.count is not None))  # "X and Y seal 4 pacts"
        and (
            alike_instruments(headline.instrument, draft.instrument)
            or {headline.instrument, draft.instrument} == {"agreement", "contract"}  # "arms deal" over "a contract for"
            or (headline.instrument in _GENERIC and not words(headline.title).isdisjoint(words(draft.title)))
        )
        and _alike_parties(headline, draft, members)
        and _alike_dates(headline, draft)
        and (headline.count is None or _counts_alike(headline.count, draft.count))
    )


def _counts_alike(headline: int, count: int | None) -> bool:
    """Whether a round number in a title stands for the exact one: "over 20 pacts", of which there are 27."""
    return count is not None and (count == headline or (headline % _ROUND == 0 and 0 < count - headline < _ROUND))


_CASE = re.compile(
    r"(?<=[а-яё]{4})(?:и(?:е|и|ю|я|ем|ям|ях|ями)|[оеё](?:го|му|й|м|в|е)|[ыи](?:ми|х|й|м|е)|а(?:м|х|я|ми)|я[мхя]|[уюо]ю"
    r"|[аяоеуюыийь])$"
)
"""Endings of Russian words, which tell no title from another: "совместное заявление", "в совместном заявлении"."""


_LENT = frozenset({"lend", "lends", "lent", "lending", "loans", "credit", "credits"})
"""Words for a loan: "agreed to lend", then "the loan agreement was signed"."""


@lru_cache(maxsize=4096)
def words(title: str | None) -> frozenset[str]:
    """The words of a title that tell it from others."""
    found = frozenset(word for word in re.findall(r"\w+", (title or "").lower()) if not word.isdigit()) - _SMALL
    return frozenset("loan" if word in _LENT else _CASE.sub("", word) for word in found)


def _same(one: AgreementDraft, other: AgreementDraft, members: Members) -> bool:
    if _CLASS[one.action] != _CLASS[other.action] or (one.rule in _OUTCOMES) != (other.rule in _OUTCOMES):
        return False
    if (
        not _alike_parties(one, other, members)
        or not _alike_dates(one, other)
        or (one.count or 1) != (other.count or 1)
    ):
        return False
    return (one.count or 1) >= _MANY or _alike_titles(one, other)


def _repeats(one: AgreementDraft, other: AgreementDraft, members: Members) -> bool:
    """Whether one sentence tells the same in two ways: under one title, or "approved a $2bn arrangement" of one sum."""
    if words(one.title) == words(other.title):
        return _same(one, other, members)
    told = (one.action, one.value, set(one.parties)) == (other.action, other.value, set(other.parties))
    return told and one.value is not None


def _alike_titles(one: AgreementDraft, other: AgreementDraft) -> bool:
    if _carries(one, other) or _carries(other, one):
        return True
    if not alike_instruments(one.instrument, other.instrument):
        return False
    a, b = words(one.title), words(other.title)
    if not a or not b:
        apart = one.instrument != other.instrument and "document" in (one.instrument, other.instrument)
        # "the joint statement" is not what "interagency cooperation documents" are
        return FURTHER not in (one.rule, other.rule) and not (apart and len(a | b) > 1)
    if _is_acronym(one.title) != _is_acronym(other.title) or _abbreviates(one, other) or _abbreviates(other, one):
        return True
    return len(a & b) / len(a | b) >= 0.5 or a <= b or b <= a


def alike_instruments(one: Instrument, other: Instrument) -> bool:
    """Whether the words may stand for the same: a treaty is an agreement, and anything is a document."""
    return one == other or "document" in (one, other) or {one, other} == {"agreement", "treaty"}


def _is_acronym(title: str | None) -> bool:
    return title is not None and title.isupper() and " " not in title


def _abbreviates(short: AgreementDraft, full: AgreementDraft) -> bool:
    """Whether a title's capitals ("CFE Treaty") are initials of the other's ("Conventional Armed Forces in Europe")."""
    initials = iter(word[0].upper() for word in re.findall(r"\w+", f"{full.title or ''} treaty"))
    capitals = next((word for word in (short.title or "").split() if word.isupper() and 3 <= len(word) <= 6), "")
    return bool(capitals) and capitals not in (full.title or "") and all(letter in initials for letter in capitals)


def _carries(protocol: AgreementDraft, extended: AgreementDraft) -> bool:
    """Whether signing the one ("protocol on amendments to the treaty") is how the other was extended."""
    return (
        extended.action == "extended"
        and protocol.action == "signed"
        and protocol.instrument in ("protocol", "agreement", "document")
        and any(word.startswith(("amend", "exten", "prolong", "renew")) for word in words(protocol.title))
    )


def _alike_parties(one: AgreementDraft, other: AgreementDraft, members: Members) -> bool:
    a, b = set(one.parties), set(other.parties)
    if len(a & b) / len(a | b) >= 0.5:
        return True
    return any(_stands_for(x, y, members) for x, y in ((a, b), (b, a)))


def _stands_for(organisations: set[str], states: set[str], members: Members) -> bool:
    """Whether the parties are an organisation that holds all the others."""
    inside = {code for name in organisations for code in members.get(name, ())}
    return bool(inside) and len(states) > 1 and states <= inside | organisations


def _alike_dates(one: AgreementDraft, other: AgreementDraft) -> bool:
    if one.date is None or other.date is None:
        return True
    slack = _ROUGH if _is_inferred(one) or _is_inferred(other) else _SLACK
    return one.date.start - slack <= other.date.end and other.date.start - slack <= one.date.end


def _take(kept: AgreementDraft, other: AgreementDraft) -> None:
    if len(words(other.title)) > len(words(kept.title)) and len(words(kept.title)) < 2:
        kept.title, kept.subject = other.title, other.subject
    if len(set(other.parties)) > len(set(kept.parties)) and not set(kept.parties) <= set(other.parties):
        kept.parties = other.parties
    kept.value = kept.value or other.value
    kept.count = kept.count or other.count
    kept.duration = kept.duration or other.duration
    if _dates_better(other, kept):
        kept.date = other.date
        kept.evidence = [item for item in kept.evidence if item.slot != "date"]
    elif kept.date != other.date:
        other.evidence = [item for item in other.evidence if item.slot != "date"]
    for item in other.evidence:
        kept.show(item.slot, item.start, item.end)


def _is_inferred(draft: AgreementDraft) -> bool:
    """Whether the date is only that of the news: its evidence is the trigger."""
    shown = {(item.start, item.end) for item in draft.evidence if item.slot == "date"}
    return any((item.start, item.end) in shown for item in draft.evidence if item.slot == "trigger")


def _dates_better(one: AgreementDraft, other: AgreementDraft) -> bool:
    """Whether the first draft gives a date that is better than the other's."""
    if one.date is None or other.date is None:
        return one.date is not None
    if _is_inferred(one) != _is_inferred(other):
        return _is_inferred(other)
    return one.date.precision == "day" != other.date.precision


def _overtaken(draft: AgreementDraft, other: AgreementDraft, members: Members) -> bool:
    """Whether another draft tells a later state of the same instrument, or the same with its name."""
    if draft is other or not _alike_parties(draft, other, members):
        return False
    if draft.rule in _OUTCOMES and other.rule not in _OUTCOMES and _CLASS[other.action] in ("done", "agreed"):
        return _alike_dates(draft, other)
    if draft.action in ("planned", "agreed") and other.action in ("signed", "adopted", "extended"):
        if draft.title and (other.count or 1) > 1 and draft.count is None:
            return False  # "signed 27 agreements and launched negotiations on free trade"
        if draft.date is not None and other.date is not None:
            long_before = not _is_inferred(draft) and draft.date.end < other.date.start - _STEP
            to_come = draft.action == "planned" and other.date.end < draft.date.end - _ROUGH
            if long_before or to_come or other.date.end < draft.date.start - _ROUGH:
                return False
        return _alike_titles(draft, other)
    return False
