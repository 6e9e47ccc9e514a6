"""Which articles are in memory: those published near what arrives. The others sleep in the table."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from streams.dedup.index import Entry, Index


class Memory:
    """An index that holds about `capacity` articles, whole days of publication at a time.

    Days that nothing was near for longest go to sleep: of their articles only the names are kept. They are read
    again through `load` as soon as an article arrives that was published within `days` of them, so nothing but
    memory and time depends on who is awake. The exception is the undated, which have no day and may copy any
    article: they are compared with as many as memory holds, the latest days first, and where they alone would
    fill half of it, those that came first are forgotten.
    """

    def __init__(self, days: int, capacity: int, load: Callable[[str], Entry | None]) -> None:
        self.index = Index(days)
        self._window = days
        self._capacity = capacity
        self._load = load
        self._awake: OrderedDict[int, set[str]] = OrderedDict()  # by day; what was needed last comes last
        self._asleep: dict[int, list[str]] = {}
        self._undated: OrderedDict[str, None] = OrderedDict()

    def sleep(self, article_id: str, day: int) -> None:
        """Know an article of that day of publication without having it in memory."""
        self._asleep.setdefault(day, []).append(article_id)

    def get(self, article_id: str) -> Entry | None:
        """The article, awake; None where it is not known."""
        entry = self.index.get(article_id) or self._load(article_id)
        if entry is None:
            return None
        if entry.portrait.day is not None:
            self._wake_day(entry.portrait.day)
        awake = self.index.get(article_id)
        if awake is None:
            self.add(entry)
        return awake or entry

    def add(self, entry: Entry) -> None:
        """Remember an article whose id is not known."""
        self.index.add(entry)
        if entry.portrait.day is None:
            self._undated[entry.article_id] = None
        else:
            self._awake.setdefault(entry.portrait.day, set()).add(entry.article_id)

    def remove(self, entry: Entry) -> None:
        """Forget an article that is awake."""
        self.index.remove(entry)
        if entry.portrait.day is None:
            del self._undated[entry.article_id]
        else:
            names = self._awake[entry.portrait.day]
            names.remove(entry.article_id)
            if not names:
                del self._awake[entry.portrait.day]

    def neighbours(self, entry: Entry) -> list[Entry]:
        """See `Index.neighbours`; wakes the days that `entry` was published near to."""
        day = entry.portrait.day
        if day is None:
            for latest in sorted(self._asleep, reverse=True):
                if len(self.index) < self._capacity:
                    self._wake_day(latest)
        else:
            for near in range(day - self._window, day + self._window + 1):
                self._wake_day(near)
                if near in self._awake:
                    self._awake.move_to_end(near)
        return self.index.neighbours(entry)

    def make_room(self) -> None:
        """Put to sleep what is too much. Call when the writes of all earlier steps are in the table."""
        surplus = len(self.index) - self._capacity
        kept = 2 * self._window + 1  # the days that the last article needed
        while surplus > 0 and len(self._awake) > kept:
            day, names = self._awake.popitem(last=False)
            for article_id in names:
                self._drop(article_id)
            self._asleep[day] = sorted(names)
            surplus -= len(names)
        while len(self._undated) > self._capacity // 2:
            self._drop(self._undated.popitem(last=False)[0])

    def _drop(self, article_id: str) -> None:
        entry = self.index.get(article_id)
        if entry is not None:
            self.index.remove(entry)

    def _wake_day(self, day: int) -> None:
        for article_id in self._asleep.pop(day, ()):
            self._wake(article_id)

    def _wake(self, article_id: str) -> None:
        entry = self._load(article_id)
        if entry is not None:
            self.add(entry)
