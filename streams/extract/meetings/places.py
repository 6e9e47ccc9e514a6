"""Where: the place that a trigger's clause gives, and where an article was filed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import itemgetter

from schemas.slots import Place
from streams.extract.document import Document, Line, any_of
from streams.extract.holders import former_state
from streams.extract.meetings.gaps import Gaps, aside_before, distance_to, is_of_main_clause
from streams.extract.meetings.rules import Rules, Trigger
from streams.extract.meetings.towns import Towns
from streams.extract.mention import Mention
from streams.extract.surfaces import surfaces
from streams.extract.tables import Lexicon

_SPOT = re.compile(any_of("AL"))
_NO_PLACE = re.compile(rf"['’–—-]|\s[–—-]\s{any_of('AL')}")  # "in Russia's interest", "in Russia-China talks"
_REGION = re.compile(
    r"['’]s?\s+(?:(?:north|south|east|west)\w*\s+)?(?:[A-Z][\w’-]+\s+){0,3}(?i:islands?|resort|region|province|coast|capital|"
    r"valley|district|state|peninsula|far\s+east|prefecture|territory|archipelago)\b(?!\s+(?:city|town|of)\b)"
)
"""What of a country is a place in it: "in Spain's Basque region", "on Indonesia's Bali island"."""
_COUNTRY_PENALTY = 15  # masked characters by which a city is preferred to its country
_LEFT_PENALTY = 30
_TRIED = 12  # the nearest dates and places of a sentence; what has more is no prose
_FAR = 50  # masked characters with a comma in them, beyond which a place belongs to another clause
_HEAD = 4  # paragraphs of a transcript's head: the title, who spoke, where
_LONGEST_HEAD = 80  # characters of such a line
_PLACE_LINE = re.compile(
    rf"{any_of('AL')}(?:,\s*(?:(?P<country>{any_of('AL')})|(?P<region>[A-Z][\w .]{{1,24}})))?\.?\s*"
)
_CAPITAL = re.compile(r"\s(?:capital|столиц\w*)$|^(?:capital|столиц\w*)\s", re.IGNORECASE)
_CAPITAL_OF = re.compile(r"(?:столиц\w*|capital(?: de(?: la|l)?| of(?: the)?)?) $", re.IGNORECASE)
_BEFORE_CAPITAL = 20  # masked characters before a country in which "the capital of" stands
_TOWN_BEHIND = re.compile(rf",? (?P<town>{any_of('AL')})")
_TOWN_OF_REGION = re.compile(rf" (?:[a-z]+ )?(?:town|city|village|resort|port|settlement) of (?P<town>{any_of('AL')})")
_ON = 4  # characters of "на " and the one before
_ADJECTIVES = re.compile(r"\s+(?:[\w'’-]+\s+){0,2}")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place and the clean-text characters that name it."""

    place: Place
    start: int
    end: int


def place_of(mention: Mention, text: str) -> Place:
    """The place that a mention names: a city by its name in the text, a country by its code alone."""
    city = mention.city
    if city is not None:
        # A capital may have belonged to a former state on the day.
        state = mention.codes[0] if len(mention.codes) == 1 else city.country
        name = city.spelled or text[mention.start : mention.end]
        # "the Kazakh capital" names its city by its country.
        name = city.name if _CAPITAL.search(name) else name
        return Place(name=name, country=state, lat=city.lat, lon=city.lon)
    country = mention.codes[0] if len(mention.codes) == 1 and not mention.codes[0].startswith("org:") else None
    if mention.kind == "country":
        return Place(country=country)
    name = re.sub(r"^(?:the|el|la)\s+", "", text[mention.start : mention.end], flags=re.IGNORECASE)
    return Place(name=None if name[0].islower() else name, country=country)  # "leadership from Cyprus" is no venue


class Places:
    """Finds places of triggers of one language."""

    def __init__(self, rules: Rules, gaps: Gaps, lexicon: Lexicon, lang: str) -> None:
        self._place_topic = rules.word("place-topic")
        self._gaps = gaps
        self._towns = Towns(rules)
        self._cities = {
            form: entry.city
            for form, entries in surfaces(lexicon, lang).items()
            for entry in entries
            if entry.city is not None
        }
        self._states = {
            form: entry.codes[0]
            for form, entries in surfaces(lexicon, lang).items()
            for entry in entries
            if entry.kind == "country"
        }

    def where(self, trigger: Trigger, document: Document) -> Spot | None:
        """The place that the trigger's clause gives: "in Astana", "at the Kremlin", "In Bangkok, ...", "here"."""
        mention = self._near(trigger) or self._host(trigger)
        if mention is not None:
            return self.spot(trigger.line, mention, document.text)
        masked = trigger.line.masked
        here = trigger.word("here").search(masked, max(0, trigger.start - 30), trigger.end + 60)
        if here is None or self._place_topic.search(masked, trigger.end, max(trigger.end, here.start())):
            town = self._towns.behind(trigger)
            return Spot(*town) if town is not None else None
        filed = self.dateline(document)
        place = filed.place if filed is not None else None
        if place is None and len(document.home) == 1:
            place = Place(country=document.home[0])  # a paper's own country
        return Spot(place, *trigger.line.offsets(here.start(), here.end())) if place is not None else None

    def spot(self, line: Line, mention: Mention, text: str) -> Spot:
        """The place that a mention names, with its town ("in Evian, France").

        A state that is but a city is one as well ("in Singapore").
        """
        place = place_of(mention, text)
        if mention.kind == "country":
            form = text[mention.start : mention.end]
            city = self._cities.get(form)
            town = self._towns.of_country(line, mention)
            if city is not None and city.country == place.country:
                place = Place(name=city.spelled or form, country=city.country, lat=city.lat, lon=city.lon)
            elif town is not None:
                return Spot(*town)
        return Spot(place, mention.start, mention.end)

    def _near(self, trigger: Trigger) -> Mention | None:
        """The place behind a preposition of place that stands nearest to the trigger."""
        line, masked = trigger.line, trigger.line.masked
        there = trigger.word("where").search(masked, trigger.resumed, trigger.start)
        if there is not None:  # "arrived in L from Syria, where he met A"; of "Brussels, Belgium, where" the city
            named = line.mentions(there.start(), there.end(), "AL")[:2]
            mention = named[0] if named[0].city is not None or not there["country"] else named[-1]
            if mention.kind in ("city", "country") and len(mention.codes) == 1:
                return mention
        places: list[tuple[int, int, Mention]] = []
        aside = aside_before(trigger)
        for match in _SPOT.finditer(masked, trigger.resumed):
            at = match.start()
            mention = line.mentions(at, at + 1)[0]
            place = mention.kind in ("city", "country", "body") and len(mention.codes) == 1
            elsewhere = at in aside and not trigger.word("there-since").search(masked, aside.start, at)
            owner = _NO_PLACE.match(masked, at + 1) and not (
                (mention.city is not None and trigger.word("venue").search(masked, 0, at))
                or _REGION.match(masked, at + 1)
            )
            if place and not elsewhere and not owner:
                distance = distance_to(trigger, at, _LEFT_PENALTY)
                places.append((distance + (_COUNTRY_PENALTY if mention.city is None else 0), at, mention))
        places.sort(key=itemgetter(0))
        near = next(((at, found) for _, at, found in places[:_TRIED] if self._is_there(trigger, at, found)), None)
        return _town_of(line, *near) if near is not None else None

    def _is_there(self, trigger: Trigger, at: int, mention: Mention) -> bool:
        """Whether the place at masked `at` is where it happens."""
        masked = trigger.line.masked
        located = (
            (mention.city is not None and self._names_noun(trigger, at))
            or trigger.word("locative").search(masked, max(0, at - 60), at)
            or (masked.endswith(" on ", 0, at) and _REGION.match(masked, at + 1))
            or trigger.word("on-island").search(trigger.line.scene.text, mention.start - _ON, mention.end)
        )
        if not located and (at < trigger.end or not self._leads_to(trigger, at)):
            return False
        if is_of_main_clause(trigger, at):
            return False
        gap = self._gaps.between(trigger, at, country=mention.city is None)
        return not (self._place_topic.search(gap) or ("," in gap and len(gap) > _FAR))

    def _leads_to(self, trigger: Trigger, at: int) -> bool:
        """Whether a guest is welcomed "to" the place."""
        welcomed = trigger.rule.frame == "person"
        return welcomed and trigger.word("welcome-to").search(trigger.line.masked, trigger.end, at) is not None

    @staticmethod
    def _names_noun(trigger: Trigger, at: int) -> bool:
        """Whether a city stands before the noun as its name ("the Madrid summit")."""
        masked = trigger.line.masked
        return trigger.rule.tense == "noun" and _ADJECTIVES.fullmatch(masked, at + 1, trigger.start) is not None

    def _host(self, trigger: Trigger) -> Mention | None:
        """The city of "Moscow will host talks"."""
        line = trigger.line
        cue = trigger.word("hosting-city" if "venue" in trigger.rule.marks else "host-city")
        match = cue.search(line.masked, max(0, trigger.start - 90), trigger.start)
        mention = line.mentions(match.start(), match.start() + 1)[0] if match else None
        if mention is None or mention.city is not None:
            return mention
        # "Costa Rica will host the OAS summit"; who hosts talks is a party to them
        return mention if trigger.rule.frame == "session" and mention.kind == "country" else None

    def dateline(self, document: Document) -> Spot | None:
        """The place where the article was filed, with its characters."""
        dateline = document.article.dateline
        if dateline is None or not dateline.place:
            return _headed(document)
        first = dateline.place.partition("/")[0]  # of two cities, that of the reporter
        parts: list[str] = [part.strip() for part in re.split(r"[,(]|(?<!\b[Ss][Tt])\.\s", first) if part.strip()]
        for known in (self._cities, self._states):  # "KUWAIT, March 3"
            for part in reversed(parts):
                form = part if part in known else part.title()
                if form in known:
                    start = max(0, document.text.find(part))
                    return Spot(self._filed(form, document), start, start + len(part))
        return None

    def _filed(self, form: str, document: Document) -> Place:
        """The place of that name as it was on the day, whose country may have been another state then."""
        city = self._cities.get(form)
        country = city.country if city is not None else self._states[form]
        state = former_state(country, document.anchor) if document.anchor else country
        if city is None:
            return Place(country=state)
        return Place(name=city.spelled or form, country=state, lat=city.lat, lon=city.lon)


def _headed(document: Document) -> Spot | None:
    """The line of a transcript's head that is but a place: "Rome, Italy", "Washington, D.C."."""
    for line in document.lines:
        if line.span.paragraph > _HEAD:
            break
        start, end = line.span.start, line.span.end
        if not line.span.paragraph or end - start > _LONGEST_HEAD or "," not in document.text[start:end]:
            continue
        match = _PLACE_LINE.fullmatch(line.masked)
        if match is None:
            continue
        mentions = line.mentions(0, len(line.masked), "AL")
        city = mentions[0].city
        # "Rome, New York" is not where it says; what a press service leaves without a country is at home.
        countries = mentions[-1].codes if match["country"] else document.home if match["region"] else mentions[0].codes
        if city is not None and countries == (city.country,):
            return Spot(place_of(mentions[0], document.text), mentions[0].start, mentions[0].end)
    return None


def _town_of(line: Line, at: int, mention: Mention) -> Mention:
    """The town behind the country or region that it lies in: "la capital de Francia, París", "West Bank town of"."""
    match = _TOWN_OF_REGION.match(line.masked, at + 1)
    if match is None:
        if mention.city is not None or _CAPITAL_OF.search(line.masked, max(0, at - _BEFORE_CAPITAL), at) is None:
            return mention
        match = _TOWN_BEHIND.match(line.masked, at + 1)
    town = line.mentions(match.start("town"), match.end("town"))[0] if match is not None else mention
    return town if town.city is not None and town.codes == mention.codes else mention
