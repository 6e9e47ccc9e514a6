"""From the set of reports to clusters, each of which is an event."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Collection

from streams.resolve.index import Index
from streams.resolve.member import Member

Fit = Callable[[Member, Member], int | None]
"""None where two members cannot be one event; else the greater, the better they fit. Symmetric."""


class Clusters:
    """The clusters of members, kept up to date as members come and go.

    Leader clustering (Hartigan 1975) in a fixed order, `Member.firmness`: each member joins the cluster whose leader
    it fits best, else leads a new one, so no chain of neighbours drifts away from its leader. What a member does
    depends on firmer members alone. An update therefore decides anew, in that order, only for members that a
    change concerns, and arrives at what clustering the whole set would give.
    """

    def __init__(self, fit: Fit) -> None:
        self._fit = fit
        self._leader: dict[Member, Member] = {}
        self._followers: dict[Member, set[Member]] = {}  # of each leader, itself among them
        self._members = Index()
        self._leaders = Index()
        self._articles: dict[str, set[Member]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._leader)

    def leader(self, member: Member) -> Member:
        """The member that leads the cluster which the member is in."""
        return self._leader[member]

    def of(self, leader: Member) -> tuple[Member, ...]:
        """The cluster that the member leads, by age; empty where it leads none."""
        return tuple(sorted(self._followers.get(leader, ()), key=lambda member: member.age))

    def update(self, gone: Collection[Member], new: Collection[Member]) -> set[Member]:
        """Take members out and put others in; those that lead, or have led, a cluster which has changed."""
        touched: set[Member] = set()
        waiting: set[Member] = set()
        for member in gone:
            waiting |= self._drop(member, touched)
        for member in new:
            self._members.add(member)
            self._articles[member.reading.article_id].add(member)
            waiting.add(member)
        waiting.difference_update(gone)
        queue = [(member.firmness, member) for member in waiting]
        heapq.heapify(queue)
        while queue:
            _, member = heapq.heappop(queue)
            waiting.discard(member)
            for other in self._decide(member, touched) - waiting:
                waiting.add(other)
                heapq.heappush(queue, (other.firmness, other))
        return touched

    def _decide(self, member: Member, touched: set[Member]) -> set[Member]:
        """Let the member join or lead; the less firm members that this concerns."""
        old, new = self._leader.get(member), self._best(member)
        if new is old:
            return set()
        concerned = self._detach(member, touched) if old else set()
        self._leader[member] = new
        touched.add(new)
        if new is member:
            self._followers[member] = {member}
            self._leaders.add(member)
            concerned.update(self._members.near(member))
        else:
            self._followers[new].add(member)
        concerned |= self._articles[member.reading.article_id]
        return {other for other in concerned if other.firmness > member.firmness}

    def _best(self, member: Member) -> Member:
        """The leader that the member fits best, the firmest of equals; itself where it fits none."""
        best, best_fit = member, -1
        for leader in self._leaders.near(member):
            if leader.firmness >= member.firmness or self._has_sibling(leader, member):
                continue
            how_well = self._fit(leader, member)
            if how_well is None or how_well < best_fit:
                continue
            if how_well > best_fit or leader.firmness < best.firmness:
                best, best_fit = leader, how_well
        return best

    def _has_sibling(self, leader: Member, member: Member) -> bool:
        """Whether a firmer report of the member's article is in the cluster: an article tells an event once."""
        siblings = self._articles[member.reading.article_id]
        return any(self._leader.get(other) is leader and other.firmness < member.firmness for other in siblings)

    def _drop(self, member: Member, touched: set[Member]) -> set[Member]:
        """Forget the member; the members that this concerns."""
        concerned = self._detach(member, touched)
        self._members.remove(member)
        siblings = self._articles[member.reading.article_id]
        siblings.discard(member)
        concerned |= siblings
        if not siblings:
            del self._articles[member.reading.article_id]
        return concerned

    def _detach(self, member: Member, touched: set[Member]) -> set[Member]:
        """Take the member out of its cluster; those that followed it."""
        leader = self._leader.pop(member, None)
        if leader is None:  # its leader has just gone
            return set()
        touched.add(leader)
        if leader is not member:
            self._followers[leader].discard(member)
            return set()
        self._leaders.remove(member)
        followers = self._followers.pop(member) - {member}
        for other in followers:
            del self._leader[other]
        return followers
