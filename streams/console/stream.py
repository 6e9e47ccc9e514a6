"""Events as they come, to every page that is open: Server-Sent Events."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from aiohttp import web

from schemas.filters import Filter
from streams.console.feed import Change

MAX_STREAMS = 64
_WAITING = 1_000  # changes that a slow reader may fall behind; then it is sent away and comes back for what it missed
_HEARTBEAT_SECONDS = 15.0

Rendered = Callable[[Change], str]


class Streams:
    """The open streams. For one event loop."""

    def __init__(self, rendered: Rendered) -> None:
        self._rendered = rendered
        self._queues: set[asyncio.Queue[Change | None]] = set()

    def tell(self, changes: Iterable[Change]) -> None:
        """Hand the changes to every stream."""
        for change in changes:
            for queue in tuple(self._queues):
                try:
                    queue.put_nowait(change)
                except asyncio.QueueFull:
                    self._end(queue)

    def close(self) -> None:
        """End all streams."""
        for queue in tuple(self._queues):
            self._end(queue)

    def _end(self, queue: asyncio.Queue[Change | None]) -> None:
        self._queues.discard(queue)
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(None)

    async def serve(self, request: web.Request, wanted: Filter, missed: Iterable[Change]) -> web.StreamResponse:
        """Answer with what was `missed` and then what comes, as far as the filter takes it, until either side ends it.

        Withdrawals of events that the filter took are told, too.
        """
        if len(self._queues) >= MAX_STREAMS:
            raise web.HTTPServiceUnavailable(text=f"{MAX_STREAMS} streams are open already")
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
        queue: asyncio.Queue[Change | None] = asyncio.Queue(_WAITING)
        self._queues.add(queue)
        try:
            await response.prepare(request)
            await response.write(b"retry: 2000\n\n")
            for change in missed:
                await self._send(response, change, wanted)
            while True:
                try:
                    change_or_end = await asyncio.wait_for(queue.get(), _HEARTBEAT_SECONDS)
                except TimeoutError:
                    await response.write(b": still here\n\n")
                    continue
                if change_or_end is None:
                    return response
                await self._send(response, change_or_end, wanted)
        except ConnectionResetError:
            return response
        finally:
            self._queues.discard(queue)

    async def _send(self, response: web.StreamResponse, change: Change, wanted: Filter) -> None:
        if wanted.takes(change.event):
            lines = "".join(f"data: {line}\n" for line in self._rendered(change).splitlines() if line.strip())
            await response.write(f"id: {change.marker}\nevent: {change.what}\n{lines}\n".encode())
