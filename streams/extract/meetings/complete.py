"""What the article as a whole says of its main meeting: date, place, people, and the nouns that mean it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from datetime import date, timedelta

from schemas.slots import DateSpan
from streams.extract.document import Document, Line
from streams.extract.drafts import MeetingDraft
from streams.extract.meetings.group import codes_of
from streams.extract.meetings.occasion import Occasion, add_person, join_person, same_person
from streams.extract.meetings.places import Spot
from streams.extract.mention import Mention
from streams.extract.refer import SPOKESMAN

LEAD = 2
"""The title (0) and the first two paragraphs tell what an article is about."""
_RECENT = timedelta(days=8)
_LONG_AGO = timedelta(days=90)
_SENTENCE = 160
"""Characters behind a trigger that are of its sentence."""
_SPEECH = 40
"""Masked characters beside a date in which the verb of saying stands whose day it is."""
_BEFORE = 3
"""Sentences before one without a subject in which it is looked for."""
_SESSIONS = ("summit", "forum")
"""Formats of what has margins."""
INTRODUCTION = 8
"""Paragraphs in which a press service, which tells of one event, introduces its people."""


def principals(document: Document) -> list[Mention]:
    """Those that title and lead are about: persons of two to four countries, else the two countries of the title."""
    actors = [m for line in document.lines if line.span.paragraph <= LEAD for m in line.actors if m.codes]
    people = [m for m in actors if m.kind == "person" and not m.guessed and not m.referred]
    if 2 <= len(codes_of(people)) <= 4:
        first = document.article.title_end or document.lines[0].span.end  # of copy without a title, the first sentence
        titled = people[: sum(m.start < first for m in people)]
        return titled if len(codes_of(titled)) >= 2 else people  # who else is spoken of is no principal
    title = [m for line in document.lines if line.span.paragraph == 0 for m in line.actors if m.codes and not m.guessed]
    return title if len(codes_of(title)) == 2 else []


def faces(people: list[Mention]) -> list[Mention]:
    """Of persons that title and lead name, the first of each country, no spokesman: whom "their meeting" means."""
    people = [person for person in people if not person.office.startswith(SPOKESMAN)]
    return [m for k, m in enumerate(people) if not any(m.codes == other.codes for other in people[:k])]


def mains(occasions: list[Occasion], *, dated: bool) -> list[Occasion]:
    """The held occasions that title and lead tell; without any, and under a `dated` line, a single one told later."""
    held = [o for o in occasions if o.draft.status == "held"]
    held = [o for o in held if not (o.after and any(_goes_before(other, o) for other in held))]
    lead = [o for o in held if o.paragraph <= LEAD and not (o.background and o.paragraph)]
    first = min((o.paragraph for o in lead), default=0)
    lead = [o for o in lead if o.paragraph <= first + 1]
    return lead or [o for o in held if dated and not o.dated and not o.background and not o.placed and len(held) == 1]


def _goes_before(main: Occasion, other: Occasion) -> bool:
    """Whether the sentence tells `main` as what followed on the other: "arrived in L after a trip to M"."""
    if main.after or main is other:
        return False
    told = (item.start for item in main.draft.evidence if item.slot == "trigger")
    return any(other.line <= start < other.draft.start for start in told)


def place_titles(occasions: list[Occasion], document: Document, dateline: Spot, theirs: re.Pattern[str]) -> None:
    """Puts "A and B Before Their Meeting" where a press service filed it.

    What a speaker goes on to tell of other places are then other occasions.
    """
    for occasion in occasions:
        draft = occasion.draft
        if occasion.paragraph or occasion.placed or draft.format == "call":
            continue
        of_the_day = draft.format == "talks" and draft.status == "held"
        if of_the_day or theirs.search(document.text, 0, draft.start):
            draft.place, occasion.placed, occasion.in_person = dateline.place, True, True
            draft.show("place", dateline.start, dateline.end)


def without_recalled(occasions: list[Occasion]) -> list[Occasion]:
    """The occasions without those that are but recalled: undated ones elsewhere of those who met in the title.

    "We had a lovely meeting in Ufa", said in Astana.
    """
    titles = [o.draft for o in occasions if not o.paragraph and o.draft.date is not None]

    def is_recalled(occasion: Occasion) -> bool:
        draft = occasion.draft
        if draft.date is not None or draft.place is None or draft.status != "held" or occasion.paragraph <= LEAD:
            return False
        return any(_is_elsewhere(title, draft) for title in titles)

    return [occasion for occasion in occasions if not is_recalled(occasion)]


def _is_elsewhere(title: MeetingDraft, draft: MeetingDraft) -> bool:
    """Whether `draft` is one of the same people as `title` in another country."""
    if set(title.parties) != set(draft.parties) or title.place is None or draft.place is None:
        return False
    names = {person.name for person in title.participants}
    others = any(person.name not in names for person in draft.participants)
    return not others and draft.place.country not in (None, title.place.country)


def call_off(occasions: list[Occasion]) -> None:
    """Talks that a visitor "had been due" to hold on a trip that the text has called off are off as well."""
    off: list[MeetingDraft] = []
    for occasion in occasions:
        draft = occasion.draft
        if draft.status == "cancelled":
            off.append(draft)
        elif occasion.was_due and draft.status == "planned" and any(_shared(draft, other) for other in off):
            draft.status = "cancelled"


def donate(occasions: list[Occasion], orphans: list[Occasion], anchor: date | None) -> None:
    """Gives the main occasion the place and date of nouns that mean it ("The talks were held in Astana").

    What was months before the publication, `anchor`, is another occasion.
    """
    main = next((o for o in occasions if o.paragraph <= LEAD and not o.by_phone), None)
    if main is None:
        return
    for orphan in orphans:
        if orphan.draft.status != main.draft.status or not orphan.definite or orphan.former:
            continue
        for person in orphan.draft.participants:
            if person.country in main.draft.parties:
                join_person(main.draft, person)
        if orphan.placed and not main.placed:
            main.draft.place, main.placed = orphan.draft.place, True
            main.draft.evidence += [e for e in orphan.draft.evidence if e.slot == "place"]
        if orphan.draft.date is not None and anchor is not None and anchor - orphan.draft.date.end > _LONG_AGO:
            continue
        stay = orphan.own and orphan.rule.frame == "visit"  # what is told "during his stay" has another day
        if orphan.dated and not stay and not main.dated and main.draft.date is None:
            main.draft.date, main.dated = orphan.draft.date, True
            main.draft.evidence += [e for e in orphan.draft.evidence if e.slot == "date"]


def inherit(occasions: list[Occasion], anchor: date | None) -> None:
    """Talks in the course of a dated trip have the days of the trip; not those in another country.

    A trip months before the publication, `anchor`, is one that the article looks back on.
    """
    trips = [o for o in occasions if o.draft.format == "visit" and o.dated and o.draft.date and o.paragraph <= LEAD]
    spans = {(o.draft.date.start, o.draft.date.end) for o in trips if o.draft.date}
    if len(spans) != 1:
        return
    trip = trips[0].draft
    if trip.date is None or (anchor is not None and anchor - trip.date.end > _LONG_AGO):
        return
    stops = {o.draft.place.country for o in trips if o.draft.place}
    over = anchor is not None and anchor - trip.date.end > _RECENT
    for occasion in occasions:
        draft = occasion.draft
        if over and not occasion.paragraph and draft is not trip:
            continue  # a title's own talks
        if occasion.former and occasion not in trips:
            continue  # "The trip comes a week after a visit by C"
        if over and draft.participants and trip.participants and not _shared(draft, trip):
            continue  # "The talks follow a visit last month by C"
        elsewhere = draft.place is not None and stops and draft.place.country not in stops and occasion not in trips
        before = draft.place is None and draft.start < trip.start and stops and stops.isdisjoint(draft.parties)
        same = draft.status == trip.status and not (elsewhere or before) and set(draft.parties) & set(trip.parties)
        if draft.date is None and same:
            draft.date = trip.date
            draft.evidence += [e for e in trip.evidence if e.slot == "date"]


def _shared(one: MeetingDraft, other: MeetingDraft) -> bool:
    """Whether somebody took part in both."""
    return any(same_person(p, q) for p in one.participants for q in other.participants)


def spoken_on(occasion: Occasion, document: Document, spoken: re.Pattern[str], before: int = 1) -> None:
    """Gives what somebody spoke at the day on which he did: "A said on Monday ... She spoke after talks with B"."""
    draft, anchor = occasion.draft, document.anchor
    if draft.date is not None or anchor is None:
        return
    here = bisect.bisect_left(document.lines, occasion.line, key=lambda line: line.span.start)
    for line in reversed(document.lines[max(0, here - before) : here + 1]):
        for when in line.dates:
            recent = when.span.start == when.span.end and timedelta(0) < anchor - when.span.end < _RECENT
            at = line.masked_index(when.start)
            said = spoken.finditer(line.masked, max(0, at - _SPEECH), at + _SPEECH) if recent else ()
            if any(at in (match.start("behind"), match.start("before")) for match in said):
                draft.date, occasion.dated = when.span, True
                draft.show("date", when.start, when.end)
                return


def follow(
    occasions: list[Occasion],
    document: Document,
    straight: re.Pattern[str],
    speech: re.Pattern[str],
    *,
    official: bool,
) -> None:
    """Gives what went on on the same day the day of the main occasion: "After the talks, A met C".

    What a press service tells in the simple past is of its day, and was where its main occasion was, unless
    `speech` says that somebody speaks of it, or that it had been before.
    """
    main = next((o.draft for o in occasions if o.paragraph <= LEAD and o.draft.status == "held"), None)
    if main is None or main.date is None or main.date.start != main.date.end or document.anchor is None:
        return
    if document.anchor - main.date.end > _RECENT:
        return
    for occasion in occasions:
        draft = occasion.draft
        if draft.date is not None or draft.status != "held" or not set(draft.parties) & set(main.parties):
            continue
        line = document.lines[bisect.bisect_left(document.lines, occasion.line, key=lambda line: line.span.start)]
        reported = official and occasion.in_person and occasion.rule.tense == "past" and not occasion.background
        reported = (
            reported and draft.format == "talks" and not speech.search(line.masked, 0, line.masked_index(draft.start))
        )
        if straight.match(line.masked) or reported:
            draft.date = main.date
            draft.evidence += [item for item in main.evidence if item.slot == "date"]
        if reported and draft.place is None and main.place is not None:
            draft.place = main.place
            draft.evidence += [item for item in main.evidence if item.slot == "place"]


def at_margins(occasions: list[Occasion], document: Document, margins: re.Pattern[str]) -> None:
    """Gives talks "on the margins of the summit" the place and days of the one session that title and lead tell."""
    lead = [o for o in occasions if o.paragraph <= LEAD and o.draft.format in _SESSIONS]
    if len(lead) != 1:
        return
    session = lead[0].draft
    for occasion in occasions:
        draft = occasion.draft
        line = document.lines[bisect.bisect_left(document.lines, occasion.line, key=lambda line: line.span.start)]
        beside = draft is not session and draft.status == session.status and draft.format in ("talks", "visit")
        if not beside or margins.match(document.text, line.span.start, line.span.end) is None:
            continue
        if draft.place is None and session.place is not None:
            draft.place, occasion.placed = session.place, True
            draft.evidence += [item for item in session.evidence if item.slot == "place"]
        if draft.date is None and session.date is not None:
            draft.date = session.date
            draft.evidence += [item for item in session.evidence if item.slot == "date"]


def spoken_of(document: Document, line: Line, preposition: re.Pattern[str]) -> Mention | None:
    """The first person of the nearest sentence before who acts in it, behind no preposition; else the first named."""
    here = bisect.bisect_left(document.lines, line.span.start, key=lambda line: line.span.start)
    named = [
        (line, mention)
        for line in reversed(document.lines[max(0, here - _BEFORE) : here])
        for mention in line.actors
        if mention.kind == "person" and mention.name and mention.codes and not mention.plural
    ]
    acting = (m for line, m in named if not preposition.search(line.masked, 0, line.masked_index(m.start)))
    return next(acting, named[0][1] if named else None)


def date_and_place(
    occasion: Occasion, document: Document, dateline: Spot | None, *, official: bool, aside: re.Pattern[str]
) -> None:
    """Fills date and place of what the article is about from its dateline; later paragraphs tell the past.

    `aside` are words for the margins of a summit, which who files from a third country is at.
    """
    draft = occasion.draft
    trigger = draft.evidence[0]
    if draft.date is None and document.anchor is not None:
        draft.date = DateSpan(start=document.anchor, end=document.anchor)
        draft.show("date", trigger.start, trigger.end)
    if draft.format == "call" or dateline is None:
        return
    past = document.anchor is not None and draft.date is not None and document.anchor - draft.date.end > _RECENT
    if past and not official:
        return  # what was weeks ago was not where this was filed
    if draft.place is None:
        beside = aside.match(document.text, trigger.end, trigger.end + _SENTENCE)
        wanted = official or dateline.place.country in draft.parties or beside is not None
    else:  # "at the Kremlin" in an article from Moscow
        wanted = bool(draft.place.name) and draft.place.lat is None and draft.place.country == dateline.place.country
    if wanted:
        draft.place = dateline.place
        draft.show("place", dateline.start, dateline.end)


def introduce(
    occasion: Occasion, document: Document, fits: Callable[[Mention, Occasion], bool], *, is_main: bool, last: int
) -> None:
    """Adds the one who speaks for each country of the main bilateral event, where the clause names only the country.

    People are looked for down to the paragraph `last`.
    """
    draft = occasion.draft
    past = occasion.dated and draft.date and document.anchor and document.anchor - draft.date.end > _RECENT
    if past or not 2 <= len(draft.parties) <= 4 or not is_main:
        return
    for party in draft.parties:
        if any(person.country == party for person in draft.participants):
            continue
        for line in document.lines:
            if line.span.paragraph > last:
                break
            person = next((m for m in line.actors if m.codes == (party,) and fits(m, occasion)), None)
            if person is not None:
                add_person(draft, person, person)
                break
