"""One reader of Server-Sent Events: first what it has missed, then what comes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from typing import Any

from schemas.client import Switched
from schemas.filters import Filter
from streams.bridge.feed import subscribed
from streams.bridge.hub import Connection, Item
from streams.bridge.place import Place
from streams.settings import Settings


class Reader:
    """Writes to `write`, which raises ConnectionResetError when the reader has gone.

    `past` bounds how many readers may read the past at a time, for each has a consumer of its own then; after
    `heartbeat` seconds of silence a comment is sent.
    """

    def __init__(
        self,
        settings: Settings,
        write: Callable[[bytes], Awaitable[None]],
        wanted: Filter,
        place: Place,
        past: asyncio.Semaphore,
        heartbeat: float,
    ) -> None:
        self._settings = settings
        self._write = write
        self._wanted = wanted
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
        return self._wanted.takes(item.event)

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
                **_arguments(self._wanted),
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


def _arguments(wanted: Filter) -> dict[str, Any]:
    """The filter as arguments of `schemas.client.subscribe`."""
    since, until = (date.fromisoformat(day) if day else None for day in (wanted.since, wanted.until))
    return {
        "kinds": sorted(wanted.kinds),
        "parties": sorted(wanted.parties),
        "statuses": sorted(wanted.statuses),
        "since": since,
        "until": until,
    }
