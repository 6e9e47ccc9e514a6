"""From a trigger to occasions: each frame says where parties, destination and hosts stand."""

from __future__ import annotations

import re

from schemas.report import MeetingFormat, MeetingStatus, Place
from streams.extract.document import CLASSES, Document
from streams.extract.drafts import MeetingDraft
from streams.extract.meetings.clause import Clauses, Group, codes_of
from streams.extract.meetings.complete import principals
from streams.extract.meetings.occasion import Occasion, add_parties, add_people
from streams.extract.meetings.rules import Rules, Trigger
from streams.extract.meetings.setting import Settings, Spot, place_of
from streams.extract.meetings.status import Statuses
from streams.extract.mention import Mention
from streams.extract.tables import Lexicon
from streams.extract.times import When

_BODY_BEFORE = re.compile(rf"({CLASSES['A']})(?:['’]s?|\))?\s+(?:[\w'’“\"-]+\s+){{0,5}}$")

_HYPHEN = re.compile(r"[-–—−]")


class Frames:
    """Reads triggers of one language."""

    def __init__(self, rules: Rules, lexicon: Lexicon, lang: str) -> None:
        self._word = rules.word
        self._clauses = Clauses(rules)
        self._statuses = Statuses(rules)
        self.settings = Settings(rules, lexicon, lang)

    def read(self, trigger: Trigger, document: Document) -> list[Occasion]:
        """The occasions that a trigger tells; none where nobody comes together."""
        when = self.settings.when(trigger)
        status = self._statuses.of(trigger, when, document.anchor)
        if status is None:
            return []
        context = _Context(trigger, document, when, status, self.settings.where(trigger, document))
        frame = trigger.rule.frame
        if frame in ("with", "together", "signing"):
            return self._with(context)
        if frame == "person":
            return self._person(context)
        if frame == "move":
            return self._move(context)
        if frame == "visit":
            return self._visit(context)
        if trigger.rule.name == "dialogue-noun" and not (when or context.spot or trigger.line.span.paragraph == 0):
            return self._orphan(context)
        return self._noun(context)

    # -- verbs ------------------------------------------------------------------------------------------------

    def _with(self, context: _Context) -> list[Occasion]:
        trigger = context.trigger
        frame = trigger.rule.frame
        subject = self._clauses.subject(trigger)
        if frame == "together" or frame == "signing":
            if trigger.rule.name.endswith("-by"):
                subject = self._clauses.chain(trigger.line, trigger.end)
            if subject is None or any(m.kind == "group" for m in subject.mentions):
                return []
            if not any(m.kind == "person" for m in subject.mentions) or len(codes_of(subject.mentions)) < 2:
                return []
            return self._occasion(context, subject.mentions)
        objects = self._clauses.objects(trigger) or self._clauses.between(trigger)
        inside = trigger.line.mentions(trigger.start, trigger.end, "AJ")
        if objects is None and len(codes_of(inside)) >= 2:
            return self._occasion(context, inside)
        if objects is None:
            if trigger.rule.format == "call" or not self._word("intransitive").match(trigger.after):
                return []
            if subject is None:
                return self._ours(context)
            body = subject.mentions[0] if len(codes_of(subject.mentions)) == 1 else None
            if body is not None and self.body_code(body):
                return self._session(context, body)
            if body is not None and body.kind == "person" and context.spot is not None:
                return self._trip(context, subject.mentions, [], context.spot)
            return self._occasion(context, subject.mentions)
        return self._occasion(context, self._hosts(subject, objects, context) + objects.mentions)

    def _hosts(self, subject: Group | None, objects: Group, context: _Context) -> list[Mention]:
        if subject is not None:
            return subject.mentions
        del objects
        return self._home(context)

    def _ours(self, context: _Context) -> list[Occasion]:
        """"In November we had talks in Buenos Aires": those that title and lead tell of."""
        trigger = context.trigger
        if not (context.when or context.spot) or not self._word("spoken-by-us").search(trigger.before):
            return []
        return self._occasion(context, principals(context.document))

    def _home(self, context: _Context) -> list[Mention]:
        """A press service that leaves its own side unsaid ("Meeting with President of Uganda")."""
        if not context.document.home or not self.official(context.document):
            return []
        start, end = context.shown
        return [Mention(start, end, "country", context.document.home)]

    def official(self, document: Document) -> bool:
        """Whether the outlet is the press service of a state."""
        article = document.article
        source = " ".join(filter(None, (article.outlet, article.url)))
        return self._word("official-outlet").search(source) is not None

    def _person(self, context: _Context) -> list[Occasion]:
        trigger = context.trigger
        subject = self._clauses.subject(trigger)
        passive = trigger.rule.name.endswith("-by")
        objects = self._clauses.objects(trigger, person=not passive)
        if objects is None:
            return []
        after = trigger.line.masked[objects.end : objects.end + 12]
        if objects.mentions[0].kind not in ("person", "body") or after[:1] in ("'", "’"):
            return []
        if trigger.rule.name == "called" and self._word("called-name").match(after):
            return []
        hosts = self._hosts(subject, objects, context)
        if not any(m.kind == "person" for m in hosts + objects.mentions):
            return []
        return self._occasion(context, hosts + objects.mentions)

    def _move(self, context: _Context) -> list[Occasion]:
        trigger = context.trigger
        if trigger.rule.tense == "base" and self._clauses.possessor(trigger) and not self._word("auxiliary").search(trigger.before):
            return self._visit(context)
        subject = self._clauses.subject(trigger)
        visitors = subject.mentions if subject else self._home(context)
        if subject and not all(m.kind in ("person", "body", "group", "org") for m in visitors):
            return []
        here = self._word("here").search(trigger.line.masked, trigger.start, trigger.end + 8)
        group = None if here else self._clauses.chain(trigger.line, trigger.end, places=True)
        if group is not None:
            return self._destinations(context, visitors, group.mentions)
        spot = self.settings.dateline(context.document) if here else None
        return self._trip(context, visitors, [], spot) if spot else []

    # -- nouns ------------------------------------------------------------------------------------------------

    def _visit(self, context: _Context) -> list[Occasion]:
        trigger = context.trigger
        if self._word("auxiliary").search(trigger.before):
            return []
        to = self._word("visit-to").match(trigger.after)
        group = self._clauses.chain(trigger.line, trigger.end + to.end(), places=True) if to else None
        agent = self._word("visit-by").match(trigger.after)
        by = self._clauses.chain(trigger.line, trigger.end + agent.end()) if agent else None
        visitors = by or self._clauses.possessor(trigger) or self._owner(trigger)
        if visitors is not None and not all(m.kind in ("person", "body", "group") for m in visitors.mentions):
            visitors = None
        near = context.spot is not None and self._word("on-visit").search(trigger.before) is not None
        if group is None and visitors is not None and context.spot is not None and near:
            return self._trip(context, visitors.mentions, [], context.spot)
        if group is None:
            return self._orphan(context)
        people = visitors.mentions if visitors else self._home(context)
        if not people:
            return []
        return self._destinations(context, people, group.mentions)

    def _owner(self, trigger: Trigger) -> Group | None:
        if self._word("own").search(trigger.before[-60:]):
            return self._clauses.owner(trigger)
        return self._clauses.subject(trigger)

    def _destinations(self, context: _Context, visitors: list[Mention], places: list[Mention]) -> list[Occasion]:
        by_country: dict[str, list[Mention]] = {}
        for place in places:
            if len(place.codes) == 1:
                by_country.setdefault(place.codes[0], []).append(place)
        found: list[Occasion] = []
        for mentions in by_country.values():
            best = next((m for m in mentions if m.city is not None), mentions[0])
            if best.kind == "person":
                continue
            spot = Spot(place_of(best, context.document.text), best.start, best.end)
            if best.kind == "org":
                spot = context.spot or Spot(Place(), best.start, best.end)
            found += self._trip(context, visitors, mentions, spot)
        return found

    def _trip(self, context: _Context, visitors: list[Mention], hosts: list[Mention], spot: Spot) -> list[Occasion]:
        country = spot.place.country
        if country is not None and country in codes_of(visitors) and len(codes_of(visitors)) == 1:
            return []
        mentions = list(visitors) + list(hosts)
        if country is not None and country not in codes_of(mentions):
            mentions.append(Mention(spot.start, spot.end, "country", (country,)))
        return self._occasion(context, mentions, spot)

    def _noun(self, context: _Context) -> list[Occasion]:
        trigger = context.trigger
        if self._word("sidelines").search(trigger.before):
            return []
        pair = self._clauses.pair(trigger)
        if pair is not None and len(codes_of(pair.mentions)) >= 2:
            if all(m.kind == "org" for m in pair.mentions) and not _HYPHEN.search(trigger.line.masked, pair.start, pair.end):
                return [found for body in pair.mentions for found in self._session(context, body)]
            return self._occasion(context, pair.mentions)
        between = self._clauses.between(trigger)
        if between is not None and len(codes_of(between.mentions)) >= 2:
            return self._occasion(context, between.mentions)
        objects = self._with_objects(trigger)
        if objects is not None:
            inner = trigger.line.mentions(trigger.end, objects.start, "A")
            owner = self._clauses.possessor(trigger)
            if inner:
                owner = Group(inner, trigger.end, objects.start)
            if owner is None:
                owner = self._owner(trigger)
            return self._occasion(context, self._hosts(owner, objects, context) + objects.mentions)
        body = self._body(trigger, between)
        if body is not None:
            return self._session(context, body)
        owner = self._clauses.possessor(trigger)
        if owner is not None and len(codes_of(owner.mentions)) >= 2:
            return self._occasion(context, owner.mentions)
        return self._orphan(context)

    def _with_objects(self, trigger: Trigger) -> Group | None:
        match = self._word("noun-with").match(trigger.after)
        return self._clauses.chain(trigger.line, trigger.end + match.end()) if match else None

    def _body(self, trigger: Trigger, of: Group | None) -> Mention | None:
        """The organisation whose summit or session the noun tells."""
        match = _BODY_BEFORE.search(trigger.before, max(0, trigger.start - 80))
        candidates = trigger.line.mentions(match.start(1), match.end(1)) if match else []
        candidates += of.mentions if of is not None else []
        for mention in candidates:
            if self.body_code(mention):
                return mention
        return None

    def body_code(self, mention: Mention) -> str | None:
        """The `org:` code that a mention stands for, where it is an organisation or its leaders."""
        if len(mention.codes) == 1 and mention.codes[0].startswith("org:"):
            return mention.codes[0]
        return None

    def _session(self, context: _Context, body: Mention) -> list[Occasion]:
        code = self.body_code(body)
        trigger = context.trigger
        attended = self._word("attend").search(trigger.before)
        told = context.when or context.spot or attended or context.status != "held"
        if code is None or not (told or trigger.line.span.paragraph == 0):
            return []
        found = self._occasion(context, [Mention(body.start, body.end, "org", (code,))], single=True)
        if found[0].draft.format == "talks":
            found[0].draft.format = "summit"
        subject = self._clauses.subject(trigger) if attended else None
        if subject is not None:
            add_people(found[0].draft, subject.mentions)
        return found

    # -- drafts -----------------------------------------------------------------------------------------------

    def _orphan(self, context: _Context) -> list[Occasion]:
        occasion = self._draft(context, context.spot)
        occasion.orphan = True
        occasion.next = self._word("next").search(context.trigger.before) is not None
        occasion.definite = self._word("definite").search(context.trigger.before) is not None
        return [occasion]

    def _occasion(
        self, context: _Context, mentions: list[Mention], spot: Spot | None = None, *, single: bool = False
    ) -> list[Occasion]:
        spot = spot or context.spot
        mentions = self._placed_guesses(mentions, spot)
        codes = codes_of(mentions)
        if len(codes) < (1 if single else 2):
            return []
        named = any(m.kind == "person" and m.name for m in mentions)
        if context.status == "cancelled" and context.trigger.rule.tense != "noun" and not named:
            return []
        occasion = self._draft(context, spot)
        add_parties(occasion.draft, mentions, codes)
        add_people(occasion.draft, mentions)
        return [occasion]

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

    def _draft(self, context: _Context, spot: Spot | None) -> Occasion:
        trigger, rule = context.trigger, context.trigger.rule
        start, end = context.shown
        draft = MeetingDraft([], start, rule.name, rule.confidence, status=context.status, format=self._format(trigger))
        draft.show("trigger", start, end)
        draft.show("status", start, end)
        draft.show("format", start, end)
        occasion = Occasion(draft, trigger.line.span.paragraph, rule)
        if context.when is not None:
            draft.date = self.settings.span(context.when, context.status)
            draft.show("date", context.when.start, context.when.end)
            occasion.dated = True
        if spot is not None and draft.format != "call" and spot.place != Place():
            draft.place = spot.place
            draft.show("place", spot.start, spot.end)
            occasion.placed = True
        occasion.in_person = draft.format != "call" and (
            occasion.placed or rule.frame in ("move", "visit", "person") or rule.name.startswith("me")
        )
        led = self._word("led-by").match(trigger.after) if rule.tense == "noun" else None
        chairs = self._clauses.chain(trigger.line, trigger.end + led.end()) if led else None
        if chairs is not None:
            add_people(draft, chairs.mentions)
        return occasion

    def _format(self, trigger: Trigger) -> MeetingFormat:
        if trigger.rule.format == "talks":
            near = trigger.before[-40:] + trigger.after[:80]
            if self._word("phone").search(near):
                return "call"
            if self._word("summit").search(trigger.line.masked, trigger.start, trigger.end):
                return "summit"
        if trigger.rule.name == "session-noun" and self._clauses.pair(trigger):
            return "talks"
        return trigger.rule.format


class _Context:
    """A trigger and what its clause says of state, time and place."""

    __slots__ = ("document", "spot", "status", "trigger", "when")

    def __init__(
        self, trigger: Trigger, document: Document, when: When | None, status: MeetingStatus, spot: Spot | None
    ) -> None:
        self.trigger = trigger
        self.document = document
        self.when = when
        self.status = status
        self.spot = spot

    @property
    def shown(self) -> tuple[int, int]:
        """The clean-text offsets of the trigger."""
        return self.trigger.line.offsets(self.trigger.start, self.trigger.end)
