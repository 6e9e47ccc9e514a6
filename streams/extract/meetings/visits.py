"""Frames of visits: A's visit to L, a visit to L by A, A's L visit."""

from __future__ import annotations

import re
from dataclasses import replace

from streams.extract.meetings.clause import Clauses
from streams.extract.meetings.drafting import Context, Drafter
from streams.extract.meetings.group import Group, codes_of
from streams.extract.meetings.occasion import Occasion
from streams.extract.meetings.rules import Rules, Trigger

_TO = re.compile(r"\s+(?:a|to)\s+")
_BEFORE = 80
"""Masked characters before the noun in which country and visitor stand: "the premier's three-day L visit"."""


class Visits:
    """Reads triggers of one language that are nouns of travel."""

    def __init__(self, rules: Rules, clauses: Clauses, drafter: Drafter) -> None:
        self._word = rules.word
        self._clauses = clauses
        self._drafter = drafter

    def read(self, context: Context) -> list[Occasion]:
        """A's visit to L, a visit by A to L, A is in L on a visit."""
        trigger = context.trigger
        to_visit = trigger.word("auxiliary").search(trigger.before)  # "able to visit relatives"
        if to_visit and (to_visit["aux"].lower() == "to" or not trigger.word("on-visit").search(trigger.before)):
            return []
        if self._word("same-visit").match(trigger.before):  # "This is the first visit by A to L": the one told before
            return self._drafter.orphan(context)
        inside = self._word("in-country").search(trigger.before[-_BEFORE:])
        if inside is not None:  # "the Chinese premier's Russia visit"
            return self._in_country(context, inside)
        to = self._word("visit-to").match(trigger.after)
        places = self._clauses.destination(trigger.line, trigger.end + to.end()) if to else None
        mine = self._drafter.speech.owner(trigger, context.document)  # "briefed him on my visit to L"
        before = places.start if places is not None else None
        visitors = Group(mine, trigger.start, trigger.start) if mine else self._visitors(trigger, before=before)
        if places is not None:
            visitors = visitors or self._behind(trigger, places)
            dated = context.when or context.document.article.dateline
            left = trigger.before[-60:]
            if visitors is None and (dated or any(trigger.word(cue).search(left) for cue in ("over", "planned"))):
                # "During a visit to L, A said"; "on a visit" without any date may be long ago.
                visitors = self._clauses.later_subject(trigger, places)
            if visitors is None and any(trigger.word(cue).search(left) for cue in ("over", "on-visit")):
                # "A said after back-to-back visits to L and M", "A said on a visit to L that"
                visitors = self._clauses.owner(trigger)
            people = visitors.mentions if visitors else self._drafter.home(context)
            if "delegating" in trigger.rule.marks:  # "A announced a delegation to L": A stays at home
                people = [replace(mention, kind="country", name="") for mention in people]
            return self._drafter.destinations(context, people, places.mentions) if people else []
        return self._nowhere(context, visitors) if visitors is not None else self._drafter.orphan(context)

    def _nowhere(self, context: Context, visitors: Group) -> list[Occasion]:
        """The visit of somebody whose destination the noun's own clause does not tell."""
        trigger = context.trigger
        if self._word("to-region").match(trigger.after):
            return []  # "a visit to the region by A"
        if self._word("leg-of").search(trigger.before):
            return self._drafter.orphan(context)  # "On the second leg of his tour, A will go to L"
        goes = _TO.match(trigger.after)
        home = self._word("homeland").match(trigger.line.masked, trigger.end + goes.end()) if goes else None
        if home is not None and not self._word("the-country").fullmatch(home[0]):
            spot = self._drafter.here(context, visitors.mentions)  # "su visita a nuestro país"
            return self._drafter.trip(context, visitors.mentions, spot) if spot is not None else []
        if trigger.word("on-visit").search(trigger.before):
            of_many = self._word("tour-noun").match(trigger.line.masked, trigger.start)
            recalled = context.is_past and self._drafter.official(context.document)
            spot = context.spot or (None if of_many or recalled else self._drafter.here(context, visitors.mentions))
            if spot is not None:
                return self._drafter.trip(context, visitors.mentions, spot)
        if context.status == "cancelled":
            host = self._clauses.subject(replace(trigger, start=visitors.start))
            if host is not None and not set(codes_of(host.mentions)) <= set(codes_of(visitors.mentions)):
                return self._drafter.occasion(context, visitors.mentions + host.mentions)  # "A cancelled B's visit"
        if context.when is not None:
            return self._drafter.lone(context, visitors.mentions)
        return self._drafter.orphan(context)

    def _visitors(self, trigger: Trigger, before: int | None) -> Group | None:
        """Whose visit it is; `before` is where its destination stands, which a chain of names may run into."""
        by = self._word("visit-by").match(trigger.after)
        group = self._clauses.chain(trigger.line, trigger.end + by.end(), direct=True) if by else None
        if group is not None and not codes_of(group.mentions):
            group = None  # "the first by a head of state"
        if group is not None and before is not None and group.start < before < group.end:
            group = Group(trigger.line.mentions(group.start, before, "AJL"), group.start, before)
        made = self._word("visit-of").match(trigger.after)  # "a visit he will make to L"
        group = group or (self._clauses.chain(trigger.line, trigger.end + made.start(1), direct=True) if made else None)
        group = group or self._clauses.possessor(trigger) or _beside(trigger) or whose(trigger, self._clauses)
        if group is None or any(m.kind not in ("person", "body", "group") for m in group.mentions):
            return group if group is not None and self._is_team(trigger, group) else None
        return group

    def _is_team(self, trigger: Trigger, group: Group) -> bool:
        """Whether an organisation or a state sends people: "la llegada de una misión del FMI"."""
        return (
            self._word("delegation").search(trigger.line.masked, trigger.end, max(trigger.end, group.start)) is not None
        )

    def _behind(self, trigger: Trigger, places: Group) -> Group | None:
        """The visitor behind the destination, as Russian puts it: "визит в Москву министра A"."""
        match = self._word("visitor-behind").match(trigger.line.masked, places.end)
        group = self._clauses.chain(trigger.line, match.end(), person=True) if match is not None else None
        return group if group is not None and group.mentions[0].kind == "person" else None

    def _in_country(self, context: Context, inside: re.Match[str]) -> list[Occasion]:
        """A's, or his, L visit."""
        trigger = context.trigger
        begin = max(0, trigger.start - _BEFORE)
        places = trigger.line.mentions(begin + inside.start(2), begin + inside.end(2))
        if inside[1] is None and all(mention.kind == "person" for mention in places):
            host = self._clauses.subject(replace(trigger, start=begin + inside.start()))
            if host is None or set(codes_of(places)) & set(codes_of(host.mentions)):
                return []
            return self._drafter.occasion(context, places + host.mentions)  # "A cancels B visit"
        if inside[1] is not None:
            visitors = trigger.line.mentions(begin + inside.start(1), begin + inside.end(1))
        else:
            owner = self._clauses.owner(trigger)
            visitors = owner.mentions if owner is not None else []
        if any(mention.kind != "person" for mention in visitors):
            return []
        return self._drafter.destinations(context, visitors, places) if visitors else []


def _beside(trigger: Trigger) -> Group | None:
    """The person who stands right before the noun: "the Biden visit"."""
    begin = trigger.start - len("A ")
    named = trigger.line.mentions(begin, begin + 1, "A") if begin >= 0 else []
    people = named and named[0].kind == "person" and named[0].name and trigger.line.masked[begin + 1] == " "
    return Group(named, begin, begin + 1) if people else None


def whose(trigger: Trigger, clauses: Clauses) -> Group | None:
    """Who is meant by "his" before a noun, else the subject of the clause."""
    if trigger.word("own").search(trigger.before[-60:]):
        return clauses.owner(trigger)
    place = trigger.word("meets-at").search(trigger.before)
    if place is not None and trigger.line.mentions(*place.span("place"), "AL")[0].kind in ("city", "country"):
        trigger = replace(trigger, start=place.start())  # "A cancelled a L summit with B"
    return clauses.subject(trigger)
