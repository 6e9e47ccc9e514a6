"""One reader of Server-Sent Events: first what it has missed, then what comes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from schemas.client import Switched
from schemas.filters import Filter
from schemas.slots import Kind
from streams.bridge.feed import subscribed
from streams.bridge.hub import Connection, Item
from streams.bridge.place import Place
from streams.settings import Settings


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for, as `schemas.client.subscribe` takes it."""

    kinds: tuple[Kind, ...] = ()
    parties: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def arguments(self) -> dict[str, Any]:
        """Arguments of `subscribe`."""
        return {name: getattr(self, name) for name in self.__slots__}

    def filter(self) -> Filter:
        """The same as a filter of records."""
        return Filter(
            frozenset(self.kinds),
            frozenset(self.parties),
            frozenset(self.statuses),
            self.since.isoformat() if self.since else None,
            self.until.isoformat() if self.until else None,
        )


class Reader:
    """Writes to `write`, which raises ConnectionResetError when the reader has gone.

    `past` bounds how many readers may read the past at a time, for each has a consumer of its own then; after
    `heartbeat` seconds of silence a comment is sent.
    """

    def __init__(
        self,
        settings: Settings,
        write: Callable[[bytes], Awaitable[None]],
        wanted: Wanted,
        place: Place,
        past: asyncio.Semaphore,
        heartbeat: float,
    ) -> None:
        self._settings = settings
        self._write = write
        self._wanted = wanted
        self._filter = wanted.filter()
        self._place = place
        self._past = past
        self._heartbeat = heartbeat

    async def serve(self, connection: Connection, live: Place) -> None:
        """Write what was missed before `live`, then what the connection gets, until it ends.

        Raises FeedError where the past cannot be read.
        """
        if self._place.run != live.run:
            await self._switch(live.run)
        elif self._place != live:
            await self._catch_up()
        while True:
            items = await connection.take(self._heartbeat)
            if not items:
                await self._write(b":\n\n")
            frames: list[bytes] = []
            for item in items:
                if item is None:
                    return
                if isinstance(item, Switched):
                    frames.clear()  # what was told of the other run is no more
                    await self._switch(item.run)
                elif not self._place.passed(item.topic, item.partition, item.offset) and self._takes(item):
                    frames.append(self._frame(item.name, item.data))
            if frames:
                await self._write(b"".join(frames))

    def _takes(self, item: Item) -> bool:
        """Withdrawals name no parties: only the kinds hold them back, as in `subscribe`."""
        if item.event is None:
            return not self._wanted.kinds or item.kind in self._wanted.kinds
        return self._filter.takes(item.event)

    async def _switch(self, run: str) -> None:
        """Another run holds: say so, and give all its events."""
        self._place = Place(run)
        await self._write(self._frame("switched", b'{"run":"%s"}' % run.encode()))
        await self._catch_up()

    async def _catch_up(self) -> None:
        async with self._past:
            open_past = partial(
                subscribed,
                self._settings,
                run=self._place.run,
                start=dict(self._place.positions),
                follow=False,
                **self._wanted.arguments(),
            )
            async with await asyncio.to_thread(open_past) as past:
                async for told in past:
                    item = Item.of(told, past.record)
                    self._place.passed(item.topic, item.partition, item.offset)
                    await self._write(self._frame(item.name, item.data))
                self._place.add(await asyncio.to_thread(past.positions))

    def _frame(self, name: str, data: bytes) -> bytes:
        """An event as it is sent; its id is where the reader is then."""
        identity = self._place.encode(self._settings.topic_prefix)
        return b"id: %s\nevent: %s\ndata: %s\n\n" % (identity.encode(), name.encode(), data)
