"""What was sent and is not confirmed by the broker yet: no offset is committed before it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any


class Deliveries:
    """The messages on their way to the broker.

    `failed` is called with the error of any that cannot be delivered, at once and on the event loop.
    """

    def __init__(self, failed: Callable[[BaseException], None]) -> None:
        self._failed = failed
        self._pending: set[asyncio.Future[Any]] = set()

    def add(self, delivery: asyncio.Future[Any]) -> None:
        """Watch a delivery until it is confirmed."""
        self._pending.add(delivery)
        delivery.add_done_callback(self._done)

    async def settle(self) -> None:
        """Wait until all that was added before the call is confirmed; raises the error of what was not.

        What is added meanwhile is not waited for, so a busy worker still gets to commit.
        """
        if self._pending:
            # Not gather: cancelling it (a commit that is stopped) would cancel the deliveries.
            settled, _ = await asyncio.wait(tuple(self._pending))
            for delivery in settled:
                delivery.result()

    async def next(self) -> None:
        """Wait until one of what is on its way now is confirmed, or could not be delivered."""
        if self._pending:
            await asyncio.wait(tuple(self._pending), return_when=asyncio.FIRST_COMPLETED)

    def __len__(self) -> int:
        return len(self._pending)

    def _done(self, delivery: asyncio.Future[Any]) -> None:
        self._pending.discard(delivery)
        error = asyncio.CancelledError() if delivery.cancelled() else delivery.exception()
        if error is not None:
            self._failed(error)
