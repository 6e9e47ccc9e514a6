"""Drafts of occasions: parties, people, state, time and place of what a trigger tells."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field, replace
from datetime import timedelta

from schemas.slots import MeetingFormat, MeetingStatus, Place
from streams.extract.document import Document
from streams.extract.drafts import MeetingDraft
from streams.extract.meetings.clause import Clauses
from streams.extract.meetings.complete import LEAD
from streams.extract.meetings.group import Group, codes_of
from streams.extract.meetings.occasion import Occasion, add_parties, add_people
from streams.extract.meetings.places import Spot
from streams.extract.meetings.rules import Rules, Trigger
from streams.extract.meetings.setting import Settings
from streams.extract.meetings.speech import Speech
from streams.extract.mention import Mention
from streams.extract.when import When

_ROLL = 5
"""Sentences from the one that tells a meeting of states without names, in which they may be listed."""
_NEWS = timedelta(days=2)
_BESIDE = 25  # masked characters around a trigger in which it is called bilateral
_NAME = 40  # masked characters before a noun in which its name is looked for
_NAMED = re.compile(r"(?<=[^.:]\s)[^\W\d_a-zа-яё][\w’'-]+\s+$")
_HOST = re.compile(r"://([^/]+)")
_NEXT_CLAUSE = re.compile(r"[;,](?!\s*(?:held|conducted|by|via|over)\b)|\sand\s+(?:his|her|their|an?)\s")
_OF_NAME = re.compile(r"\s+of\s+(?:the\s+)?[A-Z][\w’'-]+\s+[A-Z]")


@dataclass(slots=True)
class Context:
    """A trigger and what its clause says of state, time and place, which is looked for when it is first asked for."""

    trigger: Trigger
    document: Document
    when: When | None
    status: MeetingStatus
    settings: Settings = field(repr=False)
    _spot: Spot | None = field(default=None, init=False, repr=False)
    _looked: bool = field(default=False, init=False, repr=False)

    @property
    def spot(self) -> Spot | None:
        """The place that the clause gives."""
        if not self._looked:
            self._spot, self._looked = self.settings.places.where(self.trigger, self.document), True
        return self._spot

    @property
    def is_past(self) -> bool:
        """Whether the clause's date is days before the article's."""
        anchor = self.document.anchor
        return self.when is not None and anchor is not None and anchor - self.when.span.end > _NEWS

    @property
    def shown(self) -> tuple[int, int]:
        """The clean-text offsets of the trigger."""
        return self.trigger.line.offsets(self.trigger.start, self.trigger.end)


class Drafter:
    """Makes occasions of one language out of the mentions that a frame has found."""

    def __init__(self, rules: Rules, settings: Settings, clauses: Clauses) -> None:
        self._word = rules.word
        self._clauses = clauses
        self.settings = settings
        self.speech = Speech(rules)

    def official(self, document: Document) -> bool:
        """Whether the outlet is the press service of a state."""
        article = document.article
        source = " ".join(filter(None, (article.outlet, *_HOST.findall(article.url or ""))))
        return self._word("official-outlet").search(source) is not None

    def home(self, context: Context) -> list[Mention]:
        """A press service that leaves its own side unsaid ("Meeting with President of Uganda")."""
        quoted = self.speech.quoted(context.trigger)
        if quoted or not context.document.home or not self.official(context.document):
            return quoted
        told = context.trigger.line.span.paragraph and "home" not in context.trigger.rule.marks
        if told and self._word("no-home").search(context.trigger.before[-40:]):
            return self.speech.speaker(context.trigger, context.document)
        start, end = context.shown
        return [Mention(start, end, "country", context.document.home)]

    def here(self, context: Context, visitors: list[Mention]) -> Spot | None:
        """Where a visit without a place is, as papers tell it to their readers: where they write from or their country.

        None where the visitors are at home there, or the article tells of a press service's own side.
        """
        codes = codes_of(visitors)
        filed = self.settings.places.dateline(context.document)
        if filed is not None:
            return filed if filed.place.country not in codes else None
        home = context.document.home
        if len(home) != 1 or home[0] in codes or self.official(context.document):
            return None
        return Spot(Place(country=home[0]), *context.shown)

    def occasion(
        self, context: Context, mentions: list[Mention], spot: Spot | None = None, *, single: bool = False
    ) -> list[Occasion]:
        """The occasion on which the mentions' parties come together; none where they are fewer than two.

        `single` lets an organisation meet by itself.
        """
        spot = spot or context.spot
        mentions = self._placed_guesses(mentions, spot)
        codes = codes_of(mentions)
        if len(codes) < (1 if single else 2):
            return []
        named = any(m.kind == "person" and (m.name or (m.office and not m.plural)) for m in mentions)
        if context.status == "cancelled" and context.trigger.rule.tense != "noun" and not named:
            return []
        occasion = self._draft(context, spot)
        add_parties(occasion.draft, mentions, codes)
        add_people(occasion.draft, mentions)
        unnamed = (m.office for m in mentions if m.kind == "person" and m.office and not (m.name or m.plural))
        occasion.offices = frozenset(unnamed)
        texts = (context.document.text[m.start : m.end] for m in mentions if m.plural and not m.people)
        occasion.ministers = any(self._word("ministers").search(text) for text in texts)
        return [occasion]

    def bilaterals(self, context: Context, hosts: list[Mention], partners: list[Mention]) -> list[Occasion]:
        """The occasion of hosts and partners; one for each partner where the sentence says "separately"."""
        codes = [code for code in codes_of(partners) if code not in codes_of(hosts)]
        if len(codes) < 2 or len(codes_of(hosts)) != 1 or not self.apart(context, partners):
            together = self.occasion(context, hosts + partners)
            for occasion in together:
                occasion.apart = occasion.apart or self._is_aside(context)
            return together
        apart = [[replace(mention, codes=(code,)) for mention in partners if code in mention.codes] for code in codes]
        found = [occasion for mentions in apart for occasion in self.occasion(context, hosts + mentions)]
        for occasion in found:
            occasion.apart = True
        return found

    def _is_aside(self, context: Context) -> bool:
        """Whether the sentence tells it from a session: "On the margins of the summit, A met B and C"."""
        span = context.trigger.line.span
        return self._word("margins").match(context.document.text, span.start, span.end) is not None

    @staticmethod
    def apart(context: Context, partners: list[Mention]) -> bool:
        """Whether the partners are met one after the other: "separately", or in "meetings with A, B and C"."""
        trigger = context.trigger
        if trigger.word("separate").search(trigger.line.masked):
            return True
        meetings = trigger.word("plural-noun").search(trigger.line.masked, trigger.start, trigger.end)
        return meetings is not None and all(m.kind == "person" and m.name for m in partners)

    @staticmethod
    def _placed_guesses(mentions: list[Mention], spot: Spot | None) -> list[Mention]:
        """Gives persons whose country was only guessed the country of the other mentions or of the place."""
        sure = {c for m in mentions if not m.guessed for c in m.codes}
        guessed = [m for m in mentions if m.guessed]
        if not guessed or len(codes_of(mentions)) > 1:
            return mentions
        country = spot.place.country if spot is not None else None
        if country is None or country in sure or not sure:
            return mentions
        fixed = []
        for mention in mentions:
            if mention.guessed:
                mention = Mention(
                    mention.start, mention.end, mention.kind, (country,), mention.name, mention.role, mention.office,
                    name_span=mention.name_span, guessed=True,
                )  # fmt: skip
            fixed.append(mention)
        return fixed

    def _draft(self, context: Context, spot: Spot | None) -> Occasion:
        trigger, rule = context.trigger, context.trigger.rule
        start, end = context.shown
        form = self._format(trigger, spot)
        draft = MeetingDraft([], start, rule.name, rule.confidence, status=context.status, format=form)
        draft.show("trigger", start, end)
        occasion = Occasion(draft, trigger.line.span.paragraph, rule, trigger.line.span.start)
        if context.when is not None and not self._this_year(context):
            draft.date = self.settings.span(context.when, context.status, context.document.anchor)
            draft.show("date", context.when.start, context.when.end)
            occasion.dated = True
        if spot is not None and draft.format != "call" and spot.place != Place():
            draft.place = spot.place
            draft.show("place", spot.start, spot.end)
            occasion.placed = True
        occasion.background = trigger.word("background").search(trigger.before) is not None
        occasion.former = trigger.word("last-time").search(trigger.before) is not None
        ahead = rule.tense == "noun" and context.status == "planned" and context.when is None
        effect = trigger.word("effect").match(trigger.after) or trigger.word("told-before").search(trigger.before)
        occasion.effect = ahead and effect is not None
        occasion.after = rule.tense == "noun" and trigger.word("right-after").search(trigger.before) is not None
        occasion.was_due = context.status == "planned" and trigger.word("was-due").search(trigger.before) is not None
        occasion.resolved = context.status == "planned" and trigger.word("resolved").search(trigger.before) is not None
        occasion.definite = rule.tense == "noun" and trigger.word("told-again").search(trigger.before) is not None
        beside = trigger.line.masked, max(0, trigger.start - _BESIDE), trigger.end + _BESIDE
        occasion.apart = trigger.word("one-to-one").search(*beside) is not None
        together = "in-person" in rule.marks and "spoken" not in rule.marks
        occasion.in_person = draft.format != "call" and (occasion.placed or together)
        led = trigger.word("led-by").match(trigger.after) if rule.tense == "noun" else None
        chairs = self._clauses.chain(trigger.line, trigger.end + led.end()) if led else None
        if chairs is not None:
            add_people(draft, chairs.mentions)
        return occasion

    @staticmethod
    def _this_year(context: Context) -> bool:
        """Whether the date is but the year of a thing just held, which the article's own date says better."""
        when, anchor = context.when, context.document.anchor
        return (
            when is not None
            and when.year_only
            and context.status == "held"
            and anchor is not None
            and (when.span.start.year == anchor.year)
        )

    def _format(self, trigger: Trigger, spot: Spot | None) -> MeetingFormat:
        if "aloud" in trigger.rule.marks:  # "talked with B in L"
            together = self._word("face-to-face").match(trigger.after) or (
                spot is not None and spot.start > trigger.line.start(trigger.start)
            )
            told = trigger.before[-40:] + trigger.after[:120]
            return "talks" if together and not trigger.word("phone").search(told) else "call"
        if trigger.rule.format == "talks":
            verb = self._word("and-verb").search(trigger.before[-40:])  # "spoke by phone with A and will meet B"
            after = trigger.after[:80]
            if trigger.rule.tense == "noun":  # "after the meeting in L, A and B spoke by phone"
                after = _NEXT_CLAUSE.split(after, maxsplit=1)[0]
            told = trigger.line.masked[trigger.start : trigger.end]
            near = trigger.before[-40:][verb.start() if verb else 0 :] + told + after
            if trigger.word("phone").search(near):
                return "call"
            if self._word("summit").search(trigger.line.masked, trigger.start, trigger.end):
                return "summit"
        if "series" in trigger.rule.marks and self._clauses.pair(trigger):
            return "talks"
        return trigger.rule.format

    def trip(
        self, context: Context, visitors: list[Mention], spot: Spot, hosts: list[Mention] | None = None
    ) -> list[Occasion]:
        """The journey of the visitors to the spot; none within one country."""
        country = spot.place.country
        if country is not None and country in codes_of(visitors) and len(codes_of(visitors)) == 1:
            return []
        mentions = visitors + (hosts or [])
        if country is not None and country not in codes_of(mentions):
            mentions.append(Mention(spot.start, spot.end, "country", (country,)))
        return self.occasion(context, mentions, spot)

    def sent(self, context: Context, senders: list[Mention], spot: Spot) -> list[Occasion]:
        """The journey of a delegation that the senders announce, who stay at home themselves."""
        found = self.trip(context, [replace(sender, kind="country", name="") for sender in senders], spot)
        for occasion in found:
            occasion.ministers = True
        return found

    def orphan(self, context: Context) -> list[Occasion]:
        """A noun that names no parties ("the talks"); none where people of one country have "a meeting"."""
        if self._word("a-new").search(context.trigger.before[-_NAME:]) and _of_one_country(context.trigger):
            return []
        occasion = self._draft(context, context.spot)
        occasion.orphan = True
        trigger = context.trigger
        # "The first took place in June": the ordinal is the noun.
        before = trigger.line.masked[: trigger.end] if "ordinal" in trigger.rule.marks else trigger.before
        occasion.next = trigger.word("next").search(before) is not None
        occasion.background = trigger.word("background").search(before) is not None
        # "People familiar with the talks" are of any talks.
        known = trigger.word("known-of").search(trigger.before[-_NAME:]) is not None
        # Russian has no article: "Встреча прошла в L" is told of the one before as well.
        bare = trigger.word("bare-subject").search(trigger.before) and trigger.word("narrated").match(trigger.after)
        definite = bare or trigger.word("definite").search(trigger.before)
        occasion.definite = not known and definite is not None
        common = trigger.line.masked[trigger.start].islower()  # "the Strategic Dialogue" is but a title
        named = _NAMED.search(trigger.before, max(0, trigger.start - _NAME)) or _OF_NAME.match(trigger.after)
        joint = trigger.word("joint-body").search(trigger.before[-60:] + trigger.after[:60])
        occasion.named = common and named is not None and joint is None
        occasion.narrated = trigger.word("narrated").match(trigger.after) is not None
        chairs = {person.country: None for person in occasion.draft.participants if person.country}
        if len(chairs) > 1 and trigger.word("attended-by").match(trigger.after):  # "a summit in L attended by A and B"
            occasion.orphan, occasion.draft.parties = False, list(chairs)
            for item in [item for item in occasion.draft.evidence if item.slot == "participants"]:
                occasion.draft.show("parties", item.start, item.end)
        occasion.own = trigger.word("own").search(context.trigger.before[-60:]) is not None
        occasion.ours = trigger.word("ours").search(context.trigger.before[-60:]) is not None
        return [occasion]

    def lone(self, context: Context, side: list[Mention]) -> list[Occasion]:
        """A noun that names one side only ("talks with B in Paris"), where the clause tells more of it."""
        codes = codes_of(side)
        occasion = next(iter(self.orphan(context)), None)
        named = any(mention.kind == "person" and mention.name for mention in side)
        if occasion is None or not codes or not (occasion.dated or occasion.placed or named):
            return []
        occasion.orphan, occasion.lone = False, True
        add_parties(occasion.draft, side, codes)
        add_people(occasion.draft, side)
        return [occasion]

    def session(self, context: Context, body: Mention) -> list[Occasion]:
        """The meeting of an organisation, where the clause tells more of it than its name."""
        code = self.body_code(body)
        trigger = context.trigger
        attended = trigger.word("attend").search(trigger.before)
        told = context.when or context.spot or attended or context.status != "held"
        # In the lead of what was filed somewhere, "the special meeting of the council" is the one that is told.
        lead = LEAD if context.document.article.dateline is not None and trigger.rule.tense == "noun" else 0
        if code is None or not (told or trigger.line.span.paragraph <= lead):
            return []
        found = self.occasion(context, [Mention(body.start, body.end, "org", (code,))], single=True)
        noun = self._word("talks").fullmatch(trigger.line.masked, trigger.start, trigger.end)
        if found[0].draft.format == "talks" and not noun:
            found[0].draft.format = "summit"
        found[0].attended = attended is not None or trigger.word("for-session").search(trigger.before) is not None
        subject = self._clauses.subject(trigger) if attended else None
        if subject is not None:
            add_people(found[0].draft, subject.mentions)
        return found

    def roll_call(self, context: Context) -> list[Mention]:
        """The states that a sentence soon after the trigger's lists as those who come ("A, B and C would attend")."""
        lines = context.document.lines
        here = bisect.bisect_left(lines, context.trigger.line.span.start, key=lambda line: line.span.start)
        for line in lines[here : here + _ROLL]:
            roll = self._word("roll-call").search(line.masked) if len(line.actors) > 1 else None
            if roll is not None:
                return line.mentions(*roll.span(roll.lastindex or 0), "A")
        return []

    def is_principal(self, mention: Mention) -> bool:
        """Somebody by name whose office may meet a foreign counterpart; no spokesman."""
        if mention.kind != "person" or not mention.name or mention.former or self._word("aide").search(mention.office):
            return False
        return self._word("principal").search(mention.office) is not None

    def is_face(self, mention: Mention, occasion: Occasion) -> bool:
        """Whether the article introduces with the mention one of those who take part: no president among ministers."""
        leads_state = self._word("leads-state").search
        leads = leads_state(mention.office) is not None
        if occasion.offices and mention.office not in occasion.offices:
            return leads and any(map(leads_state, occasion.offices)) and self.is_principal(mention)
        if occasion.draft.format == "summit" and not leads:
            return False  # who prepared it
        led = any(leads_state(person.role or "") for person in occasion.draft.participants)
        return not (occasion.ministers if leads else led) and self.is_principal(mention)

    def body_code(self, mention: Mention) -> str | None:
        """The `org:` code that a mention stands for, where it is an organisation or its leaders."""
        if len(mention.codes) == 1 and mention.codes[0].startswith("org:"):
            return mention.codes[0]
        return None

    def hosts(self, subject: Group | None, context: Context) -> list[Mention]:
        """The subject of a clause, or the press service's own side where it has none."""
        if subject is not None:
            return subject.mentions
        return self.home(context)

    def destinations(self, context: Context, visitors: list[Mention], places: list[Mention]) -> list[Occasion]:
        """A journey of the visitors to each country among the places."""
        by_country: dict[str, list[Mention]] = {}
        for place in places:
            if len(place.codes) == 1:
                by_country.setdefault(place.codes[0], []).append(place)
        found: list[Occasion] = []
        for mentions in by_country.values():
            best = next((m for m in mentions if m.city is not None), mentions[0])
            people = best.kind == "person" or self._word("people").search(context.document.text, best.start, best.end)
            if people or (best.kind == "org" and len(by_country) > 1):
                continue
            spot = self.settings.places.spot(context.trigger.line, best, context.document.text)
            if best.kind == "org":
                spot = context.spot or Spot(Place(), best.start, best.end)
            found += self.trip(context, visitors, spot, mentions)
        return found


def _of_one_country(trigger: Trigger) -> bool:
    """Whether the sentence names several people, and all are of one country."""
    names = {mention.name for mention in trigger.line.actors if mention.kind == "person" and mention.name}
    return len(names) > 1 and len(codes_of([m for m in trigger.line.actors if m.kind != "org"])) == 1
