"""Finds the members of clusters that may be one event, without looking at the others."""

from __future__ import annotations

from collections import defaultdict

from streams.resolve.member import Member


class Index:
    """Members by the keys they are posted under. Who looks for its keys finds a member exactly if that finds him."""

    def __init__(self) -> None:
        self._posted: dict[tuple[str, ...], set[Member]] = defaultdict(set)

    def add(self, member: Member) -> None:
        """Put the member under its keys."""
        for key in member.posts:
            self._posted[key].add(member)

    def remove(self, member: Member) -> None:
        """Take the member out, where it is in."""
        for key in member.posts:
            found = self._posted.get(key)
            if found is not None:
                found.discard(member)
                if not found:
                    del self._posted[key]

    def near(self, member: Member) -> set[Member]:
        """All that share a key with the member, itself among them where it is in."""
        return set[Member]().union(*(self._posted.get(key, ()) for key in member.looks))
