"""The feed as Server-Sent Events (WHATWG HTML, section 9.2) over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from schemas.client import FeedError
from schemas.filters import Filter, from_query
from streams.bridge.feed import subscribed
from streams.bridge.hub import Connection, Hub
from streams.bridge.place import Place
from streams.bridge.reader import Reader
from streams.settings import Settings

_PARAMETERS = ("kind", "party", "status", "since", "until", "from")
_CATCHING_UP = 4
_RETRY_MS = 3_000
_STREAM = {"content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no"}
"""The last keeps nginx from collecting events before it hands them on."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many readers there may be, after how many seconds of silence each is told that all is well, and which
    web pages of other sites may read ("": none).
    """

    connections: int = 100
    heartbeat: float = 15.0
    allow_origin: str = ""


class Server:
    """Serves `/events`, `/live` and `/metrics`. `failed` is told when the feed cannot be followed any more."""

    def __init__(self, settings: Settings, limits: Limits, failed: Callable[[Exception], None]) -> None:
        self._settings = settings
        self._limits = limits
        self._failed = failed
        self._past = asyncio.Semaphore(_CATCHING_UP)
        self._registry = CollectorRegistry()
        self._open = Gauge("communique_sse_connections", "Readers that are connected", registry=self._registry)
        self._bytes = Counter("communique_sse_sent_bytes", "Bytes written to readers", registry=self._registry)
        self._turned_away = Counter(
            "communique_sse_turned_away", "Readers refused or dropped", ["reason"], registry=self._registry
        )
        for reason in ("full", "slow"):
            self._turned_away.labels(reason)
        self._hub: Hub

    def application(self) -> web.Application:
        """The application for aiohttp; starting it raises FeedError where the feed cannot be read."""
        application = web.Application()
        application.router.add_get("/events", self._events, allow_head=False)
        application.router.add_get("/live", self._live)
        application.router.add_get("/metrics", self._metrics)
        application.on_startup.append(self._start)
        application.on_shutdown.append(self._stop)
        return application

    async def _start(self, _: web.Application) -> None:
        self._hub = Hub(partial(subscribed, self._settings, start="now"), self._failed)

    async def _stop(self, _: web.Application) -> None:
        await self._hub.stop()

    async def _live(self, _: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def _metrics(self, _: web.Request) -> web.Response:
        return web.Response(body=generate_latest(self._registry), headers={"content-type": "text/plain; version=0.0.4"})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        if len(self._hub.connections) >= self._limits.connections:
            self._turned_away.labels("full").inc()
            return web.Response(status=503, text="too many connections\n", headers={"retry-after": "10"})
        try:
            wanted, place = _wanted(request), self._place(request)
        except ValueError as error:
            return web.Response(status=400, text=f"{error}\n")
        response = web.StreamResponse(headers=_STREAM)
        if self._limits.allow_origin:
            response.headers["access-control-allow-origin"] = self._limits.allow_origin

        async def write(data: bytes) -> None:
            await response.write(data)
            self._bytes.inc(len(data))

        connection = Connection(partial(self._drop, request))
        self._hub.connections.add(connection)  # before the past is read, so that nothing falls between
        self._open.inc()
        live = self._hub.place.copy()
        try:
            await response.prepare(request)
            await write(f"retry: {_RETRY_MS}\n\n".encode())
            reader = Reader(self._settings, write, wanted, place, self._past, self._limits.heartbeat)
            await reader.serve(connection, live)
        except (ConnectionResetError, FeedError):
            return response  # the reader has gone or was dropped, or may come again when the feed is there
        finally:
            self._hub.connections.discard(connection)
            self._open.dec()
        return response

    def _place(self, request: web.Request) -> Place:
        """Where the reader wants to begin; raises ValueError."""
        if identity := request.headers.get("last-event-id"):
            return Place.decode(identity, self._settings.topic_prefix)
        start = request.query.get("from", "now")
        if start not in ("now", "beginning"):
            raise ValueError(f"from is now or beginning, not {start!r}")
        return self._hub.place.copy() if start == "now" else Place(self._hub.place.run)

    def _drop(self, request: web.Request) -> None:
        self._turned_away.labels("slow").inc()
        if request.transport is not None:
            request.transport.abort()


def _wanted(request: web.Request) -> Filter:
    """The filters of the query; raises ValueError where one is none, as it would silently find nothing."""
    query = request.query
    if unknown := sorted(set(query) - set(_PARAMETERS)):
        raise ValueError(f"no parameter {unknown[0]!r}; they are {', '.join(_PARAMETERS)}")
    wanted, problems = from_query({name: query.getall(name) for name in query})
    if problems:
        raise ValueError("; ".join(problems))
    return wanted
