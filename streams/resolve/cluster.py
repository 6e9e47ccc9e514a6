"""From the set of reports to clusters, each of which is an event."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from streams.resolve.member import Member

Fit = Callable[[Member, Member], int | None]
"""None where two members cannot be one event; else the greater, the better they fit. Symmetric."""

Cluster = tuple[Member, ...]
"""By age. Empty where there is none."""


class Neighbourhood(Protocol):
    """Who is there. Members are the same objects until `Clusters.forget`."""

    def near(self, member: Member) -> Iterable[Member]:
        """Those that may fit the member."""

    def siblings(self, member: Member) -> Iterable[Member]:
        """The others of its article."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a leader's cluster was and has become."""

    before: Cluster
    after: Cluster


class Clusters:
    """The clusters of the members that are there, decided as far as they are asked for.

    Leader clustering (Hartigan 1975) in a fixed order, `Member.firmness`: each member joins the cluster whose leader
    it fits best, else leads a new one, so no chain of neighbours drifts away from its leader. What a member does
    depends on firmer members alone, and of these on those that it fits: so it can be told without the rest of the
    set. What was decided is remembered until `forget`, and an update decides anew, in that order, only for members
    that a change concerns. Either way it is what clustering the whole set gives.
    """

    def __init__(self, fit: Fit, there: Neighbourhood) -> None:
        self._fit = fit
        self._there = there
        self._leader: dict[Member, Member] = {}
        self._absent: Collection[Member] = ()  # those that are there but not yet in the set

    def forget(self) -> None:
        """Forget what was decided; members may be other objects from now on."""
        self._leader.clear()

    def of(self, leader: Member) -> Cluster:
        """The cluster that the member leads."""
        if self.leader(leader) is not leader:
            return ()
        return _by_age([leader, *self._followers(leader)])

    def leader(self, member: Member) -> Member:
        """The member that leads the cluster which the member is in."""
        options: dict[Member, list[Member]] = {}
        waiting = [member]  # each waits for the one after it
        while waiting:
            top = waiting[-1]
            if top not in self._leader:
                if top not in options:
                    options[top] = self._options(top, self._absent)
                found, is_known = self._choose(top, options[top], self._leader.get, self._absent)
                if not is_known:
                    waiting.append(found)
                    continue
                self._leader[top] = found
            waiting.pop()
        return self._leader[member]

    def update(self, gone: Collection[Member], new: Collection[Member]) -> list[Change]:
        """Take members out and put others in, all of which are there; the clusters that change."""
        self._absent = frozenset(new)
        after = self._redecide(frozenset(gone), self._absent)
        touched: dict[Member, None] = {}
        for member, leader in after.items():
            touched |= dict.fromkeys((leader,) if member in self._absent else (leader, self.leader(member)))
        touched |= dict.fromkeys(self.leader(member) for member in gone)
        joined: dict[Member, list[Member]] = {}
        for member, leader in after.items():
            joined.setdefault(leader, []).append(member)
        changes = []
        for leader in touched:
            before = () if leader in self._absent else self.of(leader)
            stayed = [member for member in before if member not in after and member not in gone]
            changes.append(Change(before, _by_age([*stayed, *joined.get(leader, ())])))
        self._leader |= after
        for member in gone:
            del self._leader[member]
        self._absent = ()
        return changes

    def _redecide(self, gone: frozenset[Member], new: frozenset[Member]) -> dict[Member, Member]:
        """The leaders of the new members, and of those whose leader changes."""
        after: dict[Member, Member] = {}

        def known(member: Member) -> Member:
            return after.get(member) or self.leader(member)

        waiting = set(new)
        for member in gone:
            waiting.update(self._there.siblings(member))
            if self.leader(member) is member:
                waiting.update(self._followers(member))
        waiting -= gone
        queue = [(member.firmness, member) for member in waiting]
        heapq.heapify(queue)
        while queue:
            _, member = heapq.heappop(queue)
            leader, _ = self._choose(member, self._options(member, gone), known, gone)
            old = None if member in new else self.leader(member)
            if leader is old:
                continue
            after[member] = leader
            concerned = set(self._there.siblings(member))
            if old is member:
                concerned.update(self._followers(member))
            if leader is member:
                concerned.update(self._less_firm(member))
            for other in concerned - waiting - gone:
                if other.firmness > member.firmness:
                    waiting.add(other)
                    heapq.heappush(queue, (other.firmness, other))
        return after

    def _choose(
        self,
        member: Member,
        options: Iterable[Member],
        known: Callable[[Member], Member | None],
        absent: Collection[Member],
    ) -> tuple[Member, bool]:
        """The leader that the member joins, itself for none; or, with False, one whose leader has to be known first.

        Not a cluster that a firmer report of its article is in: an article tells an event once.
        """
        for option in options:
            leader = known(option)
            if leader is None:
                return option, False
            if leader is not option:
                continue
            for sibling in self._there.siblings(member):
                if sibling.firmness > member.firmness or sibling in absent:
                    continue
                its_leader = known(sibling)
                if its_leader is None:
                    return sibling, False
                if its_leader is option:
                    break
            else:
                return option, True
        return member, True

    def _options(self, member: Member, absent: Collection[Member]) -> list[Member]:
        """The firmer members that the member fits, those first that it fits best, of equals the firmest."""
        fits = [
            (-how_well, other.firmness, other)
            for other in self._there.near(member)
            if other.firmness < member.firmness
            and other not in absent
            and (how_well := self._fit(other, member)) is not None
        ]
        return [other for _, _, other in sorted(fits, key=lambda each: each[:2])]

    def _less_firm(self, leader: Member) -> Iterator[Member]:
        """Those that fit the leader and may follow it."""
        for other in self._there.near(leader):
            if other.firmness > leader.firmness and self._fit(leader, other) is not None:
                yield other

    def _followers(self, leader: Member) -> Iterator[Member]:
        """Those that follow the leader, in the set as it was before an update."""
        for other in self._less_firm(leader):
            if other not in self._absent and self.leader(other) is leader:
                yield other


def _by_age(members: Iterable[Member]) -> Cluster:
    return tuple(sorted(members, key=lambda member: member.age))
