"""Where a reader of Server-Sent Events is: the run, and the offset that comes next in each partition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.client.positions import Place as Partition
from schemas.run import run_prefix
from schemas.topics import EVENT_TOPICS

_LETTERS = {kind[0]: topic.name for kind, topic in EVENT_TOPICS.items()}
_ID = re.compile(r"([a-z0-9][a-z0-9-]{0,39})((?:/[a-z][0-9]{1,5}=[0-9]{1,18})*)")
_PART = re.compile(r"/([a-z])([0-9]+)=([0-9]+)")


@dataclass(slots=True)
class Place:
    """A partition that `positions` lacks is read from its beginning."""

    run: str
    positions: dict[Partition, int] = field(default_factory=dict)

    def passed(self, topic: str, partition: int, offset: int) -> bool:
        """Whether the reader has had the record; if not, it has now."""
        if offset < self.positions.get((topic, partition), 0):
            return True
        self.positions[topic, partition] = offset + 1
        return False

    def copy(self) -> Place:
        """The same place, which goes on by itself."""
        return Place(self.run, dict(self.positions))

    def add(self, positions: Mapping[Partition, int]) -> None:
        """The reader has had all below these offsets."""
        for partition, offset in positions.items():
            self.positions[partition] = max(offset, self.positions.get(partition, 0))

    def encode(self, prefix: str) -> str:
        """As an event's id; `prefix` is that of the feed's topics: "main/m0=12/m1=5"."""
        letters = {prefix + run_prefix(self.run) + name: letter for letter, name in _LETTERS.items()}
        places = sorted((letters[topic], number, offset) for (topic, number), offset in self.positions.items())
        return self.run + "".join(f"/{letter}{number}={offset}" for letter, number, offset in places if offset)

    @classmethod
    def decode(cls, identity: str, prefix: str) -> Place:
        """The place that `encode` has written; raises ValueError for anything else."""
        match = _ID.fullmatch(identity)
        if match is None:
            raise ValueError("this is no id of an event of this feed")
        run = match[1]
        positions = {}
        for letter, number, offset in _PART.findall(match[2]):
            if letter not in _LETTERS:
                raise ValueError(f"no kind of event begins with {letter!r}")
            positions[prefix + run_prefix(run) + _LETTERS[letter], int(number)] = int(offset)
        return cls(run, positions)
