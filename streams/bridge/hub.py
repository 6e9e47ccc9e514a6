"""Follows the feed once, in a thread of its own, for any number of connections."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import orjson

from schemas.client import FeedError, Subscription, Switched, Withdrawn
from schemas.slots import Kind
from streams.bridge.place import Place

WAITING = 2_000
"""Items that may wait for a connection; one that is further behind is dropped, and resumes when it comes back."""
_ROUND = 500
_PATIENCE = 1.0
"""After each round of items the feed waits for the connections, but so many seconds at most."""


@dataclass(frozen=True, slots=True)
class Item:
    """A record of the feed: an event, or that one was withdrawn."""

    topic: str
    partition: int
    offset: int
    kind: Kind
    name: str
    data: bytes
    event: dict[str, Any] | None

    @classmethod
    def of(cls, told: Any, record: Any) -> Item:
        """The item that a subscription gave, with its record."""
        at = (record.topic, record.partition, record.offset)
        if isinstance(told, Withdrawn):
            gone = {"event_id": told.event_id, "kind": told.kind, "superseded_by": told.superseded_by}
            return cls(*at, told.kind, "withdrawn", orjson.dumps(gone), None)
        return cls(*at, told.kind, told.kind, record.value, orjson.loads(record.value))


@dataclass(eq=False, slots=True)
class Connection:
    """What waits for one reader, None for the end; `drop` ends it at once."""

    drop: Callable[[], None]
    waiting: deque[Item | Switched | None] = field(default_factory=deque)
    _come: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, item: Item | Switched | None) -> None:
        """Have the item wait; one too many ends the connection."""
        if len(self.waiting) > WAITING:
            return
        if len(self.waiting) == WAITING:
            item = None
            self.drop()
        self.waiting.append(item)
        self._come.set()

    async def take(self, seconds: float) -> list[Item | Switched | None]:
        """All that waits, as soon as something does; nothing after so many seconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._come.wait(), seconds)
        self._come.clear()
        taken = list(self.waiting)
        self.waiting.clear()
        return taken


class Hub:
    """Hands what comes to all connections. Made and used in the loop's thread.

    `open_now` subscribes to the live run from now on, and raises FeedError. `failed` is told why following ended.
    """

    def __init__(self, open_now: Callable[[], Subscription], failed: Callable[[Exception], None]) -> None:
        self._open_now = open_now
        self._failed = failed
        self._loop = asyncio.get_running_loop()
        self._subscription = open_now()
        self._stopped = False
        self.connections: set[Connection] = set()
        self.place = Place(self._subscription.run, self._subscription.positions())
        self._thread = threading.Thread(target=self._follow, name="feed", daemon=True)
        self._thread.start()

    def _follow(self) -> None:
        """In the thread: read until stopped; where another run holds, from now on, as connections catch up."""
        try:
            while not self._stopped:
                for number, told in enumerate(self._subscription, 1):
                    if isinstance(told, Switched):
                        break
                    self._loop.call_soon_threadsafe(self._publish, Item.of(told, self._subscription.record))
                    if number % _ROUND == 0:
                        asyncio.run_coroutine_threadsafe(self._served(), self._loop).result()
                self._subscription.close()
                if not self._stopped:
                    self._subscription = self._open_now()
                    place = Place(self._subscription.run, self._subscription.positions())
                    self._loop.call_soon_threadsafe(self._switch, place)
        except FeedError as error:
            self._loop.call_soon_threadsafe(self._failed, error)

    def _publish(self, item: Item) -> None:
        self.place.passed(item.topic, item.partition, item.offset)
        self._hand(item)

    def _switch(self, place: Place) -> None:
        self.place = place
        self._hand(Switched(place.run))

    def _hand(self, item: Item | Switched | None) -> None:
        for connection in self.connections:
            connection.put(item)

    async def _served(self) -> None:
        """Wait until the connections have taken most of what waits, so that a burst drops only who is slow."""
        deadline = self._loop.time() + _PATIENCE
        while self._loop.time() < deadline and any(len(each.waiting) >= _ROUND for each in self.connections):
            await asyncio.sleep(0.01)

    async def stop(self) -> None:
        """End all connections and the thread."""
        self._stopped = True
        self._hand(None)
        await asyncio.to_thread(self._subscription.close)
        await asyncio.to_thread(self._thread.join, 5.0)
