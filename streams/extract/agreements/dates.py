"""When an act upon an instrument is done: by its clause, by the instrument's own date, by the occasion."""

from __future__ import annotations

from datetime import timedelta

from streams.extract.agreements.act import ENDING, Act
from streams.extract.agreements.phrase import Phrase
from streams.extract.agreements.state import State
from streams.extract.agreements.vocabulary import Vocabulary
from streams.extract.document import Line, single
from streams.extract.drafts import AgreementDraft, MeetingDraft
from streams.extract.when import FIRST_YEAR, When, year_span

_REACH = 400
"""Masked characters between an act and a date that may be its own."""
_BEFORE_PHRASE = 70
"""Masked characters before a phrase in which its anniversary may be told."""
_OWN_ANNIVERSARY = 3
"""Words between "the 20th anniversary of" and the phrase whose anniversary it is."""
_DEADLINE = 24
"""Masked characters before a date by which something is to be done."""
_BOUND = 40
"""Masked characters before a date in which stands what it bounds: "since their split in"."""
_BESIDE = 24
"""Masked characters between a date and the end of the phrase of a statement that says something."""
_STARTING = 6
"""Masked characters between "in force" and the date from which."""
_SLACK = timedelta(days=3)
_NEWS, _BACK = timedelta(days=40), 800
"""Before the news within which meetings are news, and how many characters behind an older one, to the end of the next
paragraph at most, still speak of it."""
_WEEK = timedelta(days=7)
"""Before the news within which what a text tells undated was done with what it tells right before."""
_OF_THE_DAY = frozenset({"signed", "adopted", "ratified", "agreed", "extended"})
"""Acts that news tell on the day or the day after, where they give no date."""


_SINCE = 120
"""Masked characters before an act in which "since" makes it something of the past."""
_LEAD = 1
"""The last paragraph of the lead, where undated news are of the day."""


class DateFinder:
    """Dates the acts of one language."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary

    def fill(self, state: State, line: Line, act: Act, phrase: Phrase, draft: AgreementDraft) -> None:
        """Gives the draft its date and the evidence for it, where the article tells one."""
        if self._words.cue("talks-act").match(line.masked, act.start):
            return  # "held talks on an accord on Friday": the day of the talks
        if self._anniversary(state, line, phrase, draft):
            return
        after = self._words.cue("long-after").search(line.masked, max(0, phrase.start - _BEFORE_PHRASE), phrase.start)
        if after and not line.masked.startswith(",", phrase.end):
            return  # "two decades after the treaty came into being", "the tenth anniversary of the treaty"
        when = self._behind(line, act, phrase) or self._effect(line, act, phrase) or self.nearest(line, act, phrase)
        anchor = state.document.anchor
        if (
            when is not None
            and self._is_of_topic(state, when, act, phrase)
            and self._by_meeting(state, line, act, draft)
        ):
            return
        if when is not None:
            coming = act.action == "planned" or self._comes(line.masked, act)
            span = (when.ahead or when.span) if coming else when.span
            if coming or anchor is None or span.start <= anchor + _SLACK:
                draft.date = span
                draft.show("date", when.start, when.end)
                if draft.action == "in_force" and anchor is not None and span.start > anchor:
                    draft.action = "planned"
                return
            self._by_occasion(state, line, act, draft)  # "signed a protocol of consultations for 2013"
            return
        own = next((w for w in line.dates if line.masked_index(w.start) in phrase.dates), None)
        ranked = self._words.cue("nth").search(line.masked, 0, act.start)  # "the seventh to sign it since 2012"
        if own is not None and (ranked or _is_term(own)):
            own = None
        if own is not None and act.told == "signed" and not self._of_another(line, phrase, own):
            draft.date = own.span
            draft.show("date", own.start, own.end)
        elif act.rule == "text-itself" and anchor is not None:
            _by_publication(state, draft)
        elif not (act.nominal and phrase.bare) and not _has_told(state, phrase, draft):
            self._by_occasion(state, line, act, draft)

    @staticmethod
    def _is_of_topic(state: State, when: When, act: Act, phrase: Phrase) -> bool:
        """Whether the date is but the article's year, behind what the instrument is about: "on exports in 2003"."""
        anchor = state.document.anchor
        if anchor is None or not when.year_only or phrase.end < act.end:
            return False
        return when.span.start.year == when.span.end.year == anchor.year

    def _comes(self, masked: str, act: Act) -> bool:
        """Whether it "comes into force", and has not "come into force"."""
        if self._words.cue("coming").match(masked, act.start) is None:
            return False
        return self._words.cue("perfect").search(masked, max(0, act.start - _DEADLINE), act.start) is None

    @staticmethod
    def _of_another(line: Line, phrase: Phrase, own: When) -> bool:
        """Whether the date is that of what a protocol amends: "addendum to the contract of 19 January"."""
        return phrase.instrument == "protocol" and line.masked_index(own.start) > phrase.head.end

    def _anniversary(self, state: State, line: Line, phrase: Phrase, draft: AgreementDraft) -> bool:
        """ "the 20th anniversary of the treaty": signed twenty years before."""
        begin = max(0, phrase.start - _BEFORE_PHRASE)
        match = self._words.cue("anniversary").search(line.masked[begin : phrase.start + 4])
        if match is None:
            return False
        gap = line.masked[begin + match.end() : phrase.start]
        words = gap.lower().split()
        if "," in gap or len(words) > _OWN_ANNIVERSARY or any(self._words.has("and", word) for word in words):
            return False  # "a statement on the 20th anniversary of the league and a declaration"
        if state.document.anchor is not None:
            years = int(match[1]) if match[1].isdigit() else self._words.ordinals[match[1].lower()]
            draft.date = year_span(max(FIRST_YEAR, state.document.anchor.year - years))
            draft.show("date", *line.offsets(begin + match.start(1), begin + match.end(1)))
        return True

    def _behind(self, line: Line, act: Act, phrase: Phrase) -> When | None:
        """The date right behind one of several phrases: "a treaty in May 1999 and a protocol in June 2001"."""
        if len(act.phrases) < 2 or phrase not in act.phrases or phrase.end < act.end:
            return None
        for when in line.dates:
            at = line.masked_index(when.start)
            if (
                at >= phrase.end
                and not _is_term(when)
                and self._words.cue("right-behind").fullmatch(line.masked, phrase.end, at)
            ):
                return when
        return None

    def _effect(self, line: Line, act: Act, phrase: Phrase) -> When | None:
        """When what a noun tells took effect: "its withdrawal from the pact took effect on Friday"."""
        match = self._words.cue("took-effect").match(line.masked, phrase.end) if act.nominal else None
        return line.date_at(match.end() - 1) if match is not None else None

    def nearest(self, line: Line, act: Act, phrase: Phrase) -> When | None:
        """The date in the clause of the act that stands nearest to it; one behind it is likelier to be meant.

        Dates inside a phrase ("the 1992 treaty", "cooperation in 2005–2015") are not those of the act.
        """
        if act.when is not None:
            return act.when
        best: When | None = None
        nearest = _REACH
        for when in line.dates:
            at = line.masked_index(when.start)
            if at >= act.limit or at < act.subject or at in phrase.dates or phrase.start <= at < act.start:
                continue
            if _is_term(when) or _is_content(act, phrase, at):
                continue  # "signed the plan of action 2025-2028"
            if at in act.elsewhere or any(p.start <= at < p.end and at not in p.passed for p in (phrase, *act.phrases)):
                continue
            if self._is_of_else(line.masked, act, at):
                continue
            if act.action != "planned" and self._words.cue("deadline").search(line.masked, max(0, at - _DEADLINE), at):
                continue
            behind = at >= act.end
            if not behind and act.told == "planned" and act.rule == "planned-adjective":
                continue  # "agreed on Sunday to resume talks on an accord"
            between = line.masked[act.end : at] if behind else line.masked[at : act.start]
            if ";" in between or (behind and self._words.cue("other-clause").search(between)):
                continue
            if not behind and self._words.cue("they-said").search(between):
                continue  # "it took effect in January, they said in a statement"
            distance = at - act.end if behind else (act.start - at) * 2
            if distance < nearest:
                best, nearest = when, distance
        return best

    def _is_of_else(self, masked: str, act: Act, at: int) -> bool:
        """Whether the date at `at` bounds something ("since 1990"), unless the act was then: "since 1990, when X"."""
        if act.told == "in_force" and act.end <= at <= act.end + _STARTING:
            return False  # "in force since 1994"
        begin = max(0, at - _BOUND, act.end if at >= act.end else 0)
        bounds = self._words.cue("date-of-else").search(masked[begin:at])
        return bounds is not None and self._words.cue("when-clause").match(masked, at + 1) is None

    @staticmethod
    def _is_history(state: State, meeting: MeetingDraft) -> bool:
        anchor = state.document.anchor
        return anchor is not None and meeting.date is not None and meeting.date.end < anchor - _NEWS

    @staticmethod
    def _goes_on(state: State, meeting: MeetingDraft, draft: AgreementDraft) -> bool:
        """Whether the draft is told so close behind the meeting that it is part of the same story."""
        told = state.document.text[meeting.start : draft.start]
        return meeting.start <= draft.start <= meeting.start + _BACK and told.count("\n") < 2

    def _by_occasion(self, state: State, line: Line, act: Act, draft: AgreementDraft) -> None:
        """The date of the meeting at which it is done, else the day of the news."""
        if (act.rule.startswith("planned-") and act.told == "planned") or act.action == "in_force":
            return  # talks on it go on, nobody says until when; what is done at a meeting comes into force later
        if self._by_meeting(state, line, act, draft):
            return
        parties = set(draft.parties)
        lead = line.span.paragraph <= _LEAD
        if self._words.cue("in-since").search(line.masked, max(0, act.start - _SINCE), act.start):
            return  # "rates have been stable since ministers reached the accord"
        if act.reduced and not lead:
            return  # "he attacked the deal reached with X": told in passing
        if self._words.cue("record").search(line.masked, max(0, act.start - _SINCE), act.start):
            return  # "X was the first country to sign a treaty with Y"
        if act.action in _OF_THE_DAY and self._by_fellow(state, draft):
            return
        if (act.action in _OF_THE_DAY and (lead or parties & state.parties.lead)) or (lead and act.action in ENDING):
            _by_publication(state, draft)

    @staticmethod
    def _by_fellow(state: State, draft: AgreementDraft) -> bool:
        """Gives the day of what the same parties did just before: "signed a pact on Monday. The two also signed"."""
        anchor = state.document.anchor
        for _, told in reversed(state.drafts):
            before = told.start <= draft.start <= told.start + _BACK
            if before and set(told.parties) == set(draft.parties) and told.date is not None and anchor is not None:
                shown = [item for item in told.evidence if item.slot == "date"]
                if (
                    told.action in _OF_THE_DAY
                    and told.date.precision == "day"
                    and anchor - _WEEK <= told.date.start <= anchor
                ):
                    draft.date = told.date
                    for item in shown:
                        draft.show("date", item.start, item.end)
                    return True
                return False
        return False

    def _by_meeting(self, state: State, line: Line, act: Act, draft: AgreementDraft) -> bool:
        """Gives the date of the meeting at which it is done; whether there is one."""
        planned = act.action == "planned"
        fitting = [meeting for meeting in state.meetings if self._is_fitting(state, meeting, draft, planned=planned)]
        fitting.sort(key=lambda meeting: (meeting.start > line.span.end, abs(meeting.start - draft.start)))
        body = state.document.article.title_end
        fresh = any(meeting.start >= body and _is_of_the_news(state, meeting) for meeting in fitting)
        for meeting in fitting:
            apart = "\n" in state.document.text[meeting.start : draft.start]
            if fresh and apart and not _is_of_the_news(state, meeting):
                continue  # "Building on their talks of May, …" in a story of other talks
            draft.date = meeting.date
            for item in meeting.evidence:
                if item.slot == "date":
                    draft.show("date", item.start, item.end)
            return True
        return False

    def _is_fitting(self, state: State, meeting: MeetingDraft, draft: AgreementDraft, *, planned: bool) -> bool:
        """Whether something between these parties may have been done at the meeting."""
        parties, there = set(draft.parties), set(meeting.parties)
        if meeting.date is None or not parties & there or planned != (meeting.status == "planned"):
            return False
        if not planned and meeting.date.precision != "day" and parties & state.parties.lead:
            return False
        if not planned and self._is_history(state, meeting) and not self._goes_on(state, meeting, draft):
            return False
        return there <= parties or parties <= there


def _is_content(act: Act, phrase: Phrase, at: int) -> bool:
    """Whether the date at `at` is of what a statement says: "a summit is to follow this autumn, a statement said"."""
    return act.rule == "told-in" and not -_BESIDE <= at - phrase.end <= _BESIDE


def _is_term(when: When) -> bool:
    """Whether it is for how long something is meant: "a programme for 2012-2018"."""
    return when.year_only and when.span.start.year < when.span.end.year


def _has_told(state: State, phrase: Phrase, draft: AgreementDraft) -> bool:
    """Whether the text has dated what it comes back to: "signed on May 3 … The accord was signed to ease travel"."""
    return (phrase.definite and phrase.bare) and any(
        told.date is not None and (told.title, told.action, told.parties) == (draft.title, draft.action, draft.parties)
        for _, told in state.drafts
    )


def _is_of_the_news(state: State, meeting: MeetingDraft) -> bool:
    """Whether the meeting was in the days before the article came out."""
    anchor, date = state.document.anchor, meeting.date
    return anchor is not None and date is not None and date.end >= anchor - _WEEK


def _by_publication(state: State, draft: AgreementDraft) -> None:
    if state.document.anchor is not None:
        draft.date = single(state.document.anchor)
        trigger = next(item for item in draft.evidence if item.slot == "trigger")
        draft.show("date", trigger.start, trigger.end)
