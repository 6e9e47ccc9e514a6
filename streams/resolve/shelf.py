"""The reports of all articles: what they are found under stays in memory, they themselves sleep in the table."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator

import numpy as np

from streams.postings import Hashes, Postings
from streams.resolve.member import Key, Member

Members = tuple[Member, ...]

_HASH = 0xFFFFFFFF  # the bits of a key that the index knows; the whole key is compared when the member is awake


class Shelf:
    """Finds members by their keys; about `capacity` articles are awake, those that were needed last.

    An article wakes, through `load`, as soon as one of its members shares a key with a member that is looked at,
    so nothing but memory and time depends on who is awake. Of a sleeping article its name and its keys are kept:
    about eighty bytes, and eight a key. An article that is replaced leaves its keys behind until the next start.
    """

    def __init__(self, load: Callable[[str], Members], capacity: int) -> None:
        self._load = load
        self._capacity = capacity
        self._names: list[str] = []
        self._postings = Postings()
        self._awake: OrderedDict[str, Members] = OrderedDict()  # what was needed last comes last

    def know(self, article_id: str, keys: Collection[Key]) -> None:
        """Know the article by its keys, without having it awake."""
        if keys:
            self._postings.add(len(self._names), _hashes(keys))
            self._names.append(article_id)

    def add(self, article_id: str, members: Members) -> None:
        """Put members of the article beside those that are there."""
        here = self.members(article_id)
        known = keys_of(here)
        self._awake[article_id] = here + members
        if not known.issuperset(new := keys_of(members)):
            self.know(article_id, new)

    def remove(self, gone: Iterable[Member]) -> None:
        """Take the members out."""
        for member in gone:
            article_id = member.reading.article_id
            self._awake[article_id] = tuple(other for other in self.members(article_id) if other is not member)

    def members(self, article_id: str) -> Members:
        """The article's members, awake."""
        found = self._awake.get(article_id)
        if found is None:
            found = self._awake[article_id] = self._load(article_id)
        else:
            self._awake.move_to_end(article_id)
        return found

    def siblings(self, member: Member) -> Iterator[Member]:
        """The other members of its kind and article."""
        kind = member.report.kind
        return (
            other
            for other in self.members(member.reading.article_id)
            if other.report.kind == kind and other is not member
        )

    def near(self, member: Member) -> Iterator[Member]:
        """All of its kind that share a key with the member, itself left out.

        Who looks for its keys finds a member exactly if that finds him.
        """
        kind, looks = member.report.kind, member.looks
        found = dict.fromkeys(self._names[number] for number in self._postings.find(_hashes(looks)))
        for article_id in found:
            for other in self.members(article_id):
                if other.report.kind == kind and other is not member and not looks.isdisjoint(other.posts):
                    yield other

    def make_room(self) -> bool:
        """Put half to sleep where too many are awake; whether any were. Call when all writes are in the table."""
        if len(self._awake) <= self._capacity:
            return False
        while len(self._awake) > self._capacity // 2:
            self._awake.popitem(last=False)
        return True


def keys_of(members: Iterable[Member]) -> frozenset[Key]:
    """All keys that the members are found under, as the index knows them."""
    return frozenset(key & _HASH for member in members for key in member.posts)


def _hashes(keys: Collection[Key]) -> Hashes:
    return np.array(sorted({key & _HASH for key in keys}), np.uint32)
