"""The worker's web port: metrics, health and what its tables say, on threads of its own.

It answers while a table is read, and says of what is not there yet that it is not ready.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Self

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from streams.kafka.pages import Answer

Shown = tuple[HTTPStatus, str, bytes]
Pages = dict[str, Callable[[], Shown]]
Tables = Callable[[str], Answer | None]

JSON = "application/json"
READERS = 8
"""Requests for tables that are answered at once; health and metrics are always."""
CONNECTIONS = 64
CONNECTIONS_EACH = 16
"""Connections of one address: slow clients cannot keep the probes of an orchestrator out."""
CONNECTION_SECONDS = 60.0
"""From the first byte of a request to the last of its answer."""


class PortTakenError(OSError):
    """Something else listens on the port."""


class WebServer:
    """Serves until `close`. `ready` and `live` are asked for at each request and must be cheap.

    `tables`, set once there are any, answers all other paths; None means there is no such page. `port` 0 takes a
    free one, which the attribute `port` then tells. Raises PortTakenError.
    """

    def __init__(
        self,
        host: str,
        port: int,
        registry: CollectorRegistry,
        *,
        live: Callable[[], bool],
        ready: Callable[[], bool],
    ) -> None:
        self.tables: Tables | None = None
        readers = threading.BoundedSemaphore(READERS)

        def others(target: str) -> Shown:
            if not readers.acquire(blocking=False):
                return _text(HTTPStatus.TOO_MANY_REQUESTS, f"{READERS} requests are being answered already")
            try:
                found = self.tables(target) if self.tables else None
            finally:
                readers.release()
            return (found.status, JSON, found.body) if found else _text(HTTPStatus.NOT_FOUND, "not found")

        class Handler(_Handler):
            tables = staticmethod(others)
            pages: ClassVar[Pages] = {
                "/metrics": lambda: (HTTPStatus.OK, CONTENT_TYPE_LATEST, generate_latest(registry)),
                "/live": lambda: _state(live(), "live", "stuck"),
                "/ready": lambda: _state(ready(), "ready", "not ready"),
            }

        try:
            self._server = _Server((host, port), Handler)
        except OSError as error:
            raise PortTakenError(
                f"cannot listen on {host}:{port} ({error.strerror}). Is another worker running? "
                "COMMUNIQUE_WEB_PORT chooses another port, 0 any free one."
            ) from error
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, name="web", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    """A thread a connection, but no more than so many at once, of one client, and for so long."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self._open: dict[Any, tuple[str, float]] = {}  # by connection: the client, and when its time is up
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        client = client_address[0]
        # A copy: other threads end connections meanwhile.
        its = sum(1 for other, _ in tuple(self._open.values()) if other == client)
        if len(self._open) >= CONNECTIONS or its >= CONNECTIONS_EACH:
            self.shutdown_request(request)
            return
        self._open[request] = client, time.monotonic() + CONNECTION_SECONDS
        super().process_request(request, client_address)

    def service_actions(self) -> None:
        """Called twice a second: ends connections whose time is up, which `timeout` of each read alone would not."""
        now = time.monotonic()
        for request, (_, end) in tuple(self._open.items()):
            if now > end:
                with suppress(OSError):
                    request.shutdown(socket.SHUT_RDWR)

    def shutdown_request(self, request: Any) -> None:
        self._open.pop(request, None)
        super().shutdown_request(request)


class _Handler(BaseHTTPRequestHandler):
    pages: ClassVar[Pages]
    tables: Callable[[str], Shown]
    timeout = 10  # seconds for the next bytes of a request to arrive
    server_version, sys_version = "communique", ""  # no versions for strangers

    def do_GET(self) -> None:
        page = self.pages.get(self.path.partition("?")[0])
        status, kind, body = page() if page else self.tables(self.path)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Probes every few seconds are no news."""


def _state(good: bool, yes: str, no: str) -> Shown:
    return _text(HTTPStatus.OK, yes) if good else _text(HTTPStatus.SERVICE_UNAVAILABLE, no)


def _text(status: HTTPStatus, text: str) -> Shown:
    return status, "text/plain; charset=utf-8", f"{text}\n".encode()
