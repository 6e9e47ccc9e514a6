"""The console's server: aiohttp over one log, in one thread."""

from __future__ import annotations

import asyncio
import logging
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

from aiohttp import web

from streams.console.feed import Feed
from streams.console.guard import Guard, harden
from streams.console.views import Views
from streams.log import LogError
from streams.names import Names

POLL_SECONDS = 0.5
_MAX_BODY = 4_096  # of the only form that is posted, that of the token
_STATIC = Path(__file__).parent / "static"

_log = logging.getLogger("communique.console")


def application(feed: Feed, names: Names, token: str | None) -> web.Application:
    """The pages over the feed; `token` is what readers need, if anything."""
    guard = Guard(token)
    views = Views(feed, names, guard)
    app = web.Application(middlewares=[guard.middleware(), views.problems()], client_max_size=_MAX_BODY)
    app.on_response_prepare.append(harden)
    app.router.add_routes(views.routes())
    app.router.add_static("/static/", _STATIC)

    async def follow(_: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(_follow(feed, views))
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def close(_: web.Application) -> None:
        views.streams.close()

    app.cleanup_ctx.append(follow)
    app.on_shutdown.append(close)
    return app


async def _follow(feed: Feed, views: Views) -> None:
    failing = False
    while True:
        pause = POLL_SECONDS
        try:
            changes = feed.poll()
            views.streams.tell(changes)
            failing = False
            if changes:  # there may be more; readers of pages have their turn first
                pause = 0.0
        except (LogError, sqlite3.Error) as error:
            if not failing:
                _log.warning("the log cannot be read, trying again: %s", error)
            failing = True
        await asyncio.sleep(pause)


async def serve(app: web.Application, host: str, port: int, ready: Callable[[str, int], None]) -> None:
    """Serve until SIGINT or SIGTERM. `ready` is told host and port; port 0 takes a free one. Raises OSError."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        stop = asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        ready(host, runner.addresses[0][1])
        await stop.wait()
    finally:
        await runner.cleanup()
